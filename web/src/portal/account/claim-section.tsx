import { type ReactNode, useState } from 'react'
import { texts } from '../../texts/texts.ts'
import { Notice } from '../../ui/notice.tsx'
import { ActButton } from '../act-button.tsx'
import type { Portal } from '../portal.ts'
import { Refusal } from '../refusal.tsx'
import { useAct } from '../use-act.ts'

type ClaimSectionProps = {
  readonly portal: Portal
  /** Where the link goes, as soon as that is known. */
  readonly email: string | undefined
}

/** Mails the link with which the customer makes the account their own. */
export function ClaimSection({ portal, email }: ClaimSectionProps): ReactNode {
  const { client, overview } = portal
  const words = texts.portal.claim
  const [sent, setSent] = useState(false)
  const { running, failure, run } = useAct()
  return (
    <section aria-labelledby="claim-title">
      <h2 id="claim-title">{words.title}</h2>
      <p className="soft">{words.lead(overview.merchant.name)}</p>
      <Refusal failure={failure} words={{ ALREADY_CLAIMED: words.claimed }} />
      <div role="status">
        {sent ? (
          <Notice kind="good">
            <p>{words.sent}</p>
          </Notice>
        ) : null}
      </div>
      {sent ? null : (
        <p>
          <ActButton
            running={running}
            kind="plain"
            ready={email === undefined ? words.sendAnywhere : words.send(email)}
            busy={words.sending}
            onPress={() =>
              run(async () => {
                await client.post('/v0/portal/claim', undefined, crypto.randomUUID())
                setSent(true)
              })
            }
          />
        </p>
      )}
    </section>
  )
}
