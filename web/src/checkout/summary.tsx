import type { ReactNode } from 'react'
import type { Checkout } from '../api/portal.ts'
import { currencyDigits, formatMoney, longestFraction } from '../format/decimal.ts'
import { texts } from '../texts/texts.ts'
import { Amount, Figure } from '../ui/money.tsx'

/** How much, to whom and what for. */
export function Summary({ checkout }: { checkout: Checkout }): ReactNode {
  const { amount, currency, breakdown, description } = checkout
  return (
    <section className="summary" aria-label={texts.checkout.breakdown}>
      {checkout.mode === 'payment' ? (
        <p className="summary-amount">
          <Amount amount={amount} currency={currency} />
        </p>
      ) : null}
      {description ? <p className="soft">{description}</p> : null}
      {checkout.mode === 'payment' && breakdown.length > 0 ? (
        <Breakdown checkout={checkout} />
      ) : null}
    </section>
  )
}

function Breakdown({ checkout: { amount, currency, breakdown } }: { checkout: Checkout }) {
  const digits = currencyDigits(currency)
  const places = longestFraction([amount, ...breakdown.map((line) => line.amount)], digits)
  return (
    <table className="ledger">
      <caption className="hidden">{texts.checkout.breakdown}</caption>
      <tbody>
        {breakdown.map((line) => (
          <tr key={line.label}>
            <th scope="row">{line.label}</th>
            <td>
              <Figure value={line.amount} minFraction={digits} places={places} />
              <span className="currency" aria-hidden="true">{`\u00a0${currency}`}</span>
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{texts.checkout.total}</th>
          <td>
            <Amount amount={amount} currency={currency} places={places} />
          </td>
        </tr>
      </tfoot>
    </table>
  )
}

/** The amount as words in a sentence. */
export function amountOf({ amount, currency }: Checkout): string {
  return formatMoney(amount, currency)
}
