import type { ReactNode } from 'react'
import { formatDay } from '../../format/time.ts'
import { texts } from '../../texts/texts.ts'
import { Notice } from '../../ui/notice.tsx'
import { ActButton } from '../act-button.tsx'
import { isAllowed } from '../allowed.ts'
import type { Portal } from '../portal.ts'
import { Refusal } from '../refusal.tsx'
import { tell } from '../told.ts'
import { useAct } from '../use-act.ts'

/** Says that the subscription ends, and lets who may cancel take it back. */
export function Ending({ portal }: { portal: Portal }): ReactNode {
  const words = texts.portal.cancel
  const { endingAt, status } = portal.overview.subscription
  const { running, failure, run } = useAct()
  if (endingAt === undefined || status === 'terminated') return null
  return (
    <Notice kind="warn">
      <p>{words.done(formatDay(endingAt))}</p>
      <Refusal
        failure={failure}
        words={{ CONFLICT: words.takeBackRefused(portal.overview.merchant.name) }}
      />
      {isAllowed(portal, 'portal:cancel') ? (
        <ActButton
          running={running}
          kind="plain"
          ready={words.takeBack}
          busy={words.takingBack}
          onPress={() =>
            run(async () => {
              await portal.client.change('DELETE', '/v0/portal/cancellation')
              tell(words.takenBack)
              portal.reload()
            })
          }
        />
      ) : null}
    </Notice>
  )
}
