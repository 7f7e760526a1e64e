import type { ReactNode } from 'react'
import { formatMoney, isZero } from '../../format/decimal.ts'
import { formatDay } from '../../format/time.ts'
import { texts } from '../../texts/texts.ts'
import { ActButton } from '../act-button.tsx'
import { ActView } from '../act-view.tsx'
import { isAllowed } from '../allowed.ts'
import type { Portal } from '../portal.ts'
import { Refusal } from '../refusal.tsx'
import { go } from '../route.ts'
import { useAct } from '../use-act.ts'
import { ViewLink } from '../view-link.tsx'

export const cancellationPath = '/v0/portal/cancellation'
const back = { view: 'overview' } as const

/** Ends the subscription with its period, once it was said what that means. */
export function CancelView({ portal }: { portal: Portal }): ReactNode {
  const words = texts.portal.cancel
  const { subscription, merchant } = portal.overview
  const { status, endingAt, currentPeriodEnd } = subscription
  const may = isAllowed(portal, 'portal:cancel')
  return (
    <ActView title={words.title} arrived={portal.arrived} back={back} backLabel={words.back}>
      {may ? null : <p>{words.askCancel(merchant.name)}</p>}
      {may && status === 'terminated' ? (
        <p>{texts.portal.refusals['SUBSCRIPTION_TERMINATED']}</p>
      ) : null}
      {may && status !== 'terminated' && endingAt !== undefined ? (
        <p>{words.done(formatDay(endingAt))}</p>
      ) : null}
      {may && status !== 'terminated' && endingAt === undefined ? (
        <Decision portal={portal} day={formatDay(currentPeriodEnd)} />
      ) : null}
    </ActView>
  )
}

function Decision({ portal, day }: { portal: Portal; day: string }): ReactNode {
  const words = texts.portal.cancel
  const { subscription, balance, merchant } = portal.overview
  const { running, failure, run } = useAct()
  const consequences = [
    words.untilThen(day),
    words.lastInvoice,
    words.noRenewal,
    isZero(balance.amount)
      ? undefined
      : words.balance(formatMoney(balance.amount, balance.currency), merchant.name),
    words.comeBack(day),
  ].filter((sentence) => sentence !== undefined)
  return (
    <>
      <p>{words.lead(subscription.name, day)}</p>
      <section className="consequences">
        <h2>{words.willHappen}</h2>
        <ul>
          {consequences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </section>
      <Refusal failure={failure} />
      <div className="acts">
        <ActButton
          running={running}
          kind="danger"
          ready={words.confirm(day)}
          busy={words.confirming}
          onPress={() =>
            run(async () => {
              const key = crypto.randomUUID()
              await portal.client.post(cancellationPath, undefined, key)
              portal.reload()
              go(back, words.done(day))
            })
          }
        />
        <ViewLink to={back} className="button">
          {words.keep}
        </ViewLink>
      </div>
    </>
  )
}
