import type { ReactNode } from 'react'
import type { Invoice, InvoiceLine } from '../../api/portal.ts'
import {
  currencyDigits,
  decimalLess,
  formatDecimal,
  formatMoney,
  isZero,
  longestFraction,
} from '../../format/decimal.ts'
import { texts } from '../../texts/texts.ts'
import { Amount } from '../../ui/money.tsx'
import { spanOf } from './span.ts'

/** The lines, the taxes, and what is left to pay. */
export function InvoiceLines({ invoice }: { invoice: Invoice }): ReactNode {
  const words = texts.portal.invoice
  const { lines, currency } = invoice
  const figures = [...lines.map(({ amount }) => amount), ...sumsOf(invoice).map(([, sum]) => sum)]
  const places = longestFraction(figures, currencyDigits(currency))
  return (
    <table className="ledger lines-table">
      <caption className="hidden">{words.lines}</caption>
      <thead>
        <tr>
          <th scope="col">{words.columns.description}</th>
          <th scope="col" className="end">
            {words.columns.amount}
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines of an invoice never move.
          <tr key={place}>
            <th scope="row">
              {line.name}
              <Detail line={line} currency={currency} />
            </th>
            <td>
              <Amount amount={line.amount} currency={currency} places={places} />
            </td>
          </tr>
        ))}
      </tbody>
      <Sums invoice={invoice} places={places} />
    </table>
  )
}

type DetailProps = { readonly line: InvoiceLine; readonly currency: string }

/** How much of it, at what price, for which time. */
function Detail({ line, currency }: DetailProps): ReactNode {
  const words = texts.portal.invoice
  const { description, quantity, unit, unitPrice, periodStart, periodEnd } = line
  const count = [formatDecimal(quantity), unit].filter(Boolean).join(' ')
  const told = [
    description,
    unitPrice === undefined
      ? words.quantity(count)
      : words.times(count, formatMoney(unitPrice, currency)),
    periodStart && periodEnd && spanOf({ start: periodStart, end: periodEnd }),
  ].filter(Boolean)
  return <span className="detail">{told.join(' \u00b7 ')}</span>
}

type SumsProps = { readonly invoice: Invoice; readonly places: number }

function Sums({ invoice, places }: SumsProps): ReactNode {
  const sums = sumsOf(invoice)
  return (
    <tfoot>
      {sums.map(([label, sum], place) => (
        <tr key={label} className={place === sums.length - 1 ? 'sum-total' : 'sum'}>
          <th scope="row">{label}</th>
          <td>
            <Amount amount={sum} currency={invoice.currency} places={places} />
          </td>
        </tr>
      ))}
    </tfoot>
  )
}

/** The sums under the lines; the last of them is the one that matters. */
function sumsOf(invoice: Invoice): readonly (readonly [string, string])[] {
  const words = texts.portal.invoice
  const { status, subtotal, taxes, total, amountDue, currency } = invoice
  const taxed = taxes.map(({ percent, base, tax, treatment }) => {
    const rate = treatment === 'standard' ? `${formatDecimal(percent)}\u00a0%` : undefined
    const of = formatMoney(base, currency)
    return [rate ? words.tax(rate, of) : words.noTax[treatment], tax] as const
  })
  const paid = decimalLess(total, amountDue)
  // What is cancelled or written off is not owed, and yet it was not paid.
  const wasLet = status === 'CANCELLED' || status === 'WRITTEN_OFF'
  const rest =
    wasLet || isZero(paid)
      ? []
      : ([
          [words.alreadyPaid, `-${paid}`],
          [words.due, amountDue],
        ] as const)
  return [[words.subtotal, subtotal], ...taxed, [words.total, total], ...rest]
}
