import type { ReactNode } from 'react'
import type { NextInvoice as Estimate } from '../../api/portal.ts'
import { currencyDigits, isZero, longestFraction } from '../../format/decimal.ts'
import { formatDay } from '../../format/time.ts'
import { texts } from '../../texts/texts.ts'
import { Amount } from '../../ui/money.tsx'

/** What the next invoice would say if the period ended now, line by line. */
export function NextInvoice({ invoice }: { invoice: Estimate }): ReactNode {
  const words = texts.portal.next
  const { lines, amount, tax, currency, at } = invoice
  const places = longestFraction(
    [amount, tax, ...lines.map((line) => line.amount)],
    currencyDigits(currency),
  )
  return (
    <section className="next-invoice" aria-labelledby="next-title">
      <h2 id="next-title">{words.title}</h2>
      <p className="soft">{words.explain(formatDay(at))}</p>
      {lines.length === 0 ? null : (
        <table className="ledger">
          <caption className="hidden">{words.title}</caption>
          <tbody>
            {lines.map((line, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one estimate never move.
              <tr key={place}>
                <th scope="row">{line.description}</th>
                <td>
                  <Amount amount={line.amount} currency={currency} places={places} />
                </td>
              </tr>
            ))}
            {isZero(tax) ? null : (
              <tr>
                <th scope="row">{words.tax}</th>
                <td>
                  <Amount amount={tax} currency={currency} places={places} />
                </td>
              </tr>
            )}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{words.total}</th>
              <td>
                <Amount amount={amount} currency={currency} places={places} />
              </td>
            </tr>
          </tfoot>
        </table>
      )}
    </section>
  )
}
