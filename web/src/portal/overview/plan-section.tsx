import type { ReactNode } from 'react'
import type { Overview } from '../../api/portal.ts'
import { texts } from '../../texts/texts.ts'
import { priceText } from './price-text.ts'

type PlanProps = { readonly plan: Overview['plan']; readonly currency: string }

/** What the plan charges for, and how much. */
export function PlanSection({ plan, currency }: PlanProps): ReactNode {
  const words = texts.portal.plan
  return (
    <section className="plan" aria-labelledby="plan-title">
      <h2 id="plan-title">
        {words.title}: {plan.name}
      </h2>
      {plan.description ? <p className="soft">{plan.description}</p> : null}
      {plan.prices.length === 0 ? null : (
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
            {plan.prices.map((price) => (
              <tr key={price.id}>
                <th scope="row">{price.displayName}</th>
                <td className="term">{words.terms[price.paymentTerm] ?? price.paymentTerm}</td>
                <td className="figure">{priceText(price, currency)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
