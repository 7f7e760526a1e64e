import type { ReactNode } from 'react'
import type { Checkout } from '../api/portal.ts'
import { currencyDigits, formatDecimal, formatMoney, longestFraction } from '../format/decimal.ts'
import { formatDay } from '../format/time.ts'
import { texts } from '../texts/texts.ts'
import { framed } from '../ui/frame.ts'
import { Amount, Figure } from '../ui/money.tsx'

const words = () => texts.checkout

/** How much, to whom, what for, and by when. */
export function Summary({ checkout }: { checkout: Checkout }): ReactNode {
  const { amount, currency, breakdown } = checkout
  return (
    <section className="summary" aria-label={words().breakdown}>
      {checkout.mode === 'payment' ? (
        <p className="summary-amount">
          <Amount amount={amount} currency={currency} />
        </p>
      ) : null}
      <About checkout={checkout} />
      {checkout.mode === 'payment' && breakdown.length > 0 ? (
        <Breakdown checkout={checkout} />
      ) : null}
      <DocumentLink checkout={checkout} />
    </section>
  )
}

function About({ checkout: { description, dueAt } }: { checkout: Checkout }): ReactNode {
  const due = dueAt && words().dueOn(formatDay(dueAt, utc))
  const told = [description, due].filter((part) => part !== undefined && part !== '')
  return told.length > 0 ? <p className="soft">{told.join(' \u00b7 ')}</p> : null
}

/** The invoice itself; a frame could not open it. */
export function DocumentLink({ checkout: { documentUrl } }: { checkout: Checkout }): ReactNode {
  if (documentUrl === undefined || framed) return null
  return (
    <p>
      <a className="onward" href={documentUrl}>
        {words().document}
      </a>
    </p>
  )
}

type Part = Checkout['breakdown'][number]

function Breakdown({ checkout: { amount, currency, breakdown } }: { checkout: Checkout }) {
  const digits = currencyDigits(currency)
  const places = longestFraction([amount, ...breakdown.map((part) => part.amount)], digits)
  const isPartlyPaid = breakdown.some(({ kind }) => kind === 'paid')
  return (
    <table className="ledger">
      <caption className="hidden">{words().breakdown}</caption>
      <tbody>
        {breakdown.map((part, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a payment never change their order.
          <tr key={place}>
            <th scope="row">
              {part.label}
              <Detail part={part} />
            </th>
            <td>
              <Figure value={part.amount} minFraction={digits} places={places} />
              <span className="currency" aria-hidden="true">{`\u00a0${currency}`}</span>
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{isPartlyPaid ? words().toPay : words().total}</th>
          <td>
            <Amount amount={amount} currency={currency} places={places} />
          </td>
        </tr>
      </tfoot>
    </table>
  )
}

/** How much of it, and for which time. */
function Detail({ part: { quantity, period } }: { part: Part }): ReactNode {
  const told = [
    ...(quantity === undefined ? [] : [words().times(formatDecimal(quantity))]),
    ...(period === undefined ? [] : [spanOf(period)]),
  ]
  return told.length > 0 ? <span className="detail">{told.join(' \u00b7 ')}</span> : null
}

const utc = { timeZone: 'UTC' }

/** Periods are counted in UTC, wherever their reader is; their end is not part of them. */
function spanOf({ start, end }: NonNullable<Part['period']>): string {
  const last = Math.max(Date.parse(end) - 1, Date.parse(start))
  return words().span(formatDay(start, utc), formatDay(last, utc))
}

/** The amount as words in a sentence. */
export function amountOf({ amount, currency }: Checkout): string {
  return formatMoney(amount, currency)
}
