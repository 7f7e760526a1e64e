import type { ReactNode } from 'react'
import type { PlanChange } from '../../api/portal.ts'
import { currencyDigits, isZero, longestFraction } from '../../format/decimal.ts'
import { texts } from '../../texts/texts.ts'
import { Amount } from '../../ui/money.tsx'
import { spanOf } from '../invoices/span.ts'

type ExpectedLinesProps = { readonly change: PlanChange; readonly total: string }

/** The lines of the invoice that a change would make, as far as they are known. */
export function ExpectedLines({ change, total }: ExpectedLinesProps): ReactNode {
  const words = texts.portal.planChange
  const { lines, totalTax, grandTotal, currency } = change
  const places = longestFraction(
    [grandTotal, totalTax, ...lines.map(({ subtotal }) => subtotal)],
    currencyDigits(currency),
  )
  const amount = (figure: string) => (
    <td>
      <Amount amount={figure} currency={currency} places={places} />
    </td>
  )
  return (
    <table className="ledger">
      <caption className="hidden">{words.lines}</caption>
      <tbody>
        {lines.map((line, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one preview never move.
          <tr key={place}>
            <th scope="row">
              {line.cause === 'credit' ? `${words.credit}: ` : ''}
              {line.displayName}
              <span className="detail">
                {spanOf({ start: line.periodStart, end: line.periodEnd })}
              </span>
            </th>
            {amount(line.subtotal)}
          </tr>
        ))}
        {isZero(totalTax) ? null : (
          <tr>
            <th scope="row">{words.tax}</th>
            {amount(totalTax)}
          </tr>
        )}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{total}</th>
          {amount(grandTotal)}
        </tr>
      </tfoot>
    </table>
  )
}
