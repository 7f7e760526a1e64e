import { type ReactNode, useCallback } from 'react'
import type { AutoTopUp } from '../../api/portal.ts'
import { texts } from '../../texts/texts.ts'
import { FailedLoad } from '../../ui/failed-load.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useLoad } from '../../ui/use-load.ts'
import { ActView } from '../act-view.tsx'
import { isAllowed } from '../allowed.ts'
import type { Portal } from '../portal.ts'
import { ViewLink } from '../view-link.tsx'
import { AutomaticForm } from './automatic-form.tsx'
import { methodText } from './method-name.tsx'

/** Sets when the balance fills up by itself, and by how much. */
export function AutomaticView({ portal }: { portal: Portal }): ReactNode {
  const { client, overview } = portal
  const words = texts.portal.automatic
  const read = useCallback(
    (signal: AbortSignal) => client.get<AutoTopUp>('/v0/portal/autoTopUp', signal),
    [client],
  )
  const { value, failure, reload } = useLoad(read)
  return (
    <ActView
      title={words.title}
      arrived={portal.arrived}
      back={{ view: 'payments' }}
      backLabel={texts.portal.topUp.back}
    >
      <p>{words.lead}</p>
      {failure ? <FailedLoad text={texts.portal.money.failed} onRetry={reload} /> : null}
      {value === undefined && failure === undefined ? (
        <Skeleton label={words.title} lines={6} />
      ) : null}
      {isAllowed(portal, 'portal:topup') ? null : (
        <p>{texts.portal.money.noTopUp(overview.merchant.name)}</p>
      )}
      {value && isAllowed(portal, 'portal:topup') ? (
        <Possible portal={portal} autoTopUp={value} />
      ) : null}
    </ActView>
  )
}

type PossibleProps = { readonly portal: Portal; readonly autoTopUp: AutoTopUp }

/** Without a method there is nothing to charge; who has it on can still turn it off. */
function Possible({ portal, autoTopUp }: PossibleProps): ReactNode {
  const words = texts.portal
  const { paymentMethod } = portal.overview
  if (paymentMethod === undefined && !autoTopUp.enabled) {
    return (
      <>
        <p>{words.automatic.needsMethod}</p>
        <p>
          <ViewLink to={{ view: 'add-method' }} className="button button-primary">
            {words.methods.add}
          </ViewLink>
        </p>
      </>
    )
  }
  return (
    <>
      <p className="soft">
        {paymentMethod
          ? words.automatic.method(methodText(paymentMethod))
          : words.automatic.needsMethod}
      </p>
      <AutomaticForm portal={portal} autoTopUp={autoTopUp} />
    </>
  )
}
