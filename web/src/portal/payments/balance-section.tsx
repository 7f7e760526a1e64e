import { type ReactNode, useCallback } from 'react'
import type { AutoTopUp } from '../../api/portal.ts'
import { declineText } from '../../checkout/decline-text.ts'
import { formatMoney } from '../../format/decimal.ts'
import { texts } from '../../texts/texts.ts'
import { FailedLoad } from '../../ui/failed-load.tsx'
import { Amount } from '../../ui/money.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useLoad } from '../../ui/use-load.ts'
import { isAllowed } from '../allowed.ts'
import type { Portal } from '../portal.ts'
import { ViewLink } from '../view-link.tsx'

export const autoTopUpPath = '/v0/portal/autoTopUp'

/** What was paid ahead, and how more of it comes: by hand or by itself. */
export function BalanceSection({ portal }: { portal: Portal }): ReactNode {
  const { balance, merchant, subscription } = portal.overview
  const words = texts.portal.money
  const may = isAllowed(portal, 'portal:topup') && subscription.status !== 'terminated'
  return (
    <section aria-labelledby="balance-title">
      <h2 id="balance-title">{words.balance}</h2>
      <p className="large">
        <Amount amount={balance.amount} currency={balance.currency} />
      </p>
      <p className="soft">{words.balanceNote(merchant.name)}</p>
      {may ? (
        <p>
          <ViewLink to={{ view: 'top-up' }} className="button button-primary">
            {words.addFunds}
          </ViewLink>
        </p>
      ) : (
        <p className="soft small">{words.noTopUp(merchant.name)}</p>
      )}
      <Automatic portal={portal} may={may} />
    </section>
  )
}

function Automatic({ portal, may }: { portal: Portal; may: boolean }): ReactNode {
  const { client, overview } = portal
  const words = texts.portal.money
  const read = useCallback(
    // `overview` is another one when it was read anew.
    (signal: AbortSignal) => loadAutoTopUp({ client, overview }, signal),
    [client, overview],
  )
  const { value, failure, reload } = useLoad(read)
  if (failure) return <FailedLoad text={words.failed} onRetry={reload} />
  if (value === undefined || !(may || value.enabled)) return null
  return (
    <div className="automatic">
      <h3>{words.automatic}</h3>
      <Settings autoTopUp={value} currency={portal.overview.balance.currency} />
      {may ? (
        <p>
          <ViewLink to={{ view: 'automatic-top-up' }} className="onward">
            {value.enabled ? words.change : words.setUp}
          </ViewLink>
        </p>
      ) : null}
    </div>
  )
}

function loadAutoTopUp({ client }: Pick<Portal, 'client' | 'overview'>, signal: AbortSignal) {
  return client.get<AutoTopUp>(autoTopUpPath, signal)
}

type SettingsProps = { readonly autoTopUp: AutoTopUp; readonly currency: string }

function Settings({ autoTopUp, currency }: SettingsProps): ReactNode {
  const words = texts.portal.money
  const { enabled, threshold, amount, monthlyLimit, chargedThisMonth } = autoTopUp
  const money = (figure: string) => formatMoney(figure, autoTopUp.currency ?? currency)
  if (!enabled || threshold === undefined || amount === undefined) {
    return <p>{words.automaticOff}</p>
  }
  return (
    <>
      <p>{words.automaticOn(money(threshold), money(amount))}</p>
      {monthlyLimit === undefined ? null : (
        <p className="soft small">{words.limit(money(monthlyLimit), money(chargedThisMonth))}</p>
      )}
      {autoTopUp.stoppedReason ? (
        <Notice kind="warn">
          <p>{stoppedText(autoTopUp.stoppedReason)}</p>
        </Notice>
      ) : null}
    </>
  )
}

/** Why nothing is charged although it is on; a decline in the words of the checkout. */
function stoppedText(reason: string): string {
  const words = texts.portal.money
  return words.stopped[reason] ?? words.stoppedBy(declineText({ code: reason, message: '' }))
}
