import type { ReactNode } from 'react'
import type { Overview } from '../../api/portal.ts'
import { texts } from '../../texts/texts.ts'
import { isAllowed } from '../allowed.ts'
import type { Portal } from '../portal.ts'
import { ViewLink } from '../view-link.tsx'
import { priceText } from './price-text.ts'

/** What the plan charges for, how much, and how to leave it. */
export function PlanSection({ portal }: { portal: Portal }): ReactNode {
  const words = texts.portal.plan
  const { plan, balance } = portal.overview
  return (
    <section className="plan" aria-labelledby="plan-title">
      <h2 id="plan-title">
        {words.title}: {plan.name}
      </h2>
      {plan.description ? <p className="soft">{plan.description}</p> : null}
      {plan.prices.length === 0 ? null : (
        <Prices prices={plan.prices} currency={balance.currency} />
      )}
      <Leaving portal={portal} />
    </section>
  )
}

type PricesProps = { readonly prices: Overview['plan']['prices']; readonly currency: string }

function Prices({ prices, currency }: PricesProps): ReactNode {
  const words = texts.portal.plan
  return (
    <table className="ledger prices-table">
      <caption className="hidden">{words.prices}</caption>
      <thead>
        <tr>
          <th scope="col">{words.columns.name}</th>
          <th scope="col">{words.columns.term}</th>
          <th scope="col" className="end">
            {words.columns.price}
          </th>
        </tr>
      </thead>
      <tbody>
        {prices.map((price) => (
          <tr key={price.id}>
            <th scope="row">{price.displayName}</th>
            <td className="term">{words.terms[price.paymentTerm]}</td>
            <td className="figure">{priceText(price, currency)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** The ways out of this plan; where there is none, whom to ask. */
function Leaving({ portal }: { portal: Portal }): ReactNode {
  const words = texts.portal
  const { subscription, merchant } = portal.overview
  if (subscription.status === 'terminated') return null
  const mayChange = isAllowed(portal, 'portal:plan')
  const mayCancel = isAllowed(portal, 'portal:cancel')
  const isEnding = subscription.endingAt !== undefined
  return (
    <>
      <p className="acts">
        {mayChange && !isEnding ? (
          <ViewLink to={{ view: 'plan' }} className="button">
            {words.planChange.link}
          </ViewLink>
        ) : null}
        {mayCancel && !isEnding ? (
          <ViewLink to={{ view: 'cancel' }} className="button">
            {words.cancel.link}
          </ViewLink>
        ) : null}
      </p>
      <p className="soft small">{whomToAsk({ mayChange, mayCancel }, merchant.name)}</p>
    </>
  )
}

function whomToAsk(
  { mayChange, mayCancel }: { readonly mayChange: boolean; readonly mayCancel: boolean },
  merchant: string,
): string {
  const words = texts.portal.cancel
  if (!mayChange && !mayCancel) return words.ask(merchant)
  if (!mayCancel) return words.askCancel(merchant)
  return mayChange ? '' : words.askPlan(merchant)
}
