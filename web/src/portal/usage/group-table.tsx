import type { ReactNode } from 'react'
import type { MetricUsage } from '../../api/portal.ts'
import { currencyDigits, longestFraction } from '../../format/decimal.ts'
import { texts } from '../../texts/texts.ts'
import { Amount, Figure } from '../../ui/money.tsx'

type GroupTableProps = { readonly metric: MetricUsage; readonly currency: string }

/** What each value of the chosen dimension used; what it cost only where that can be told apart. */
export function GroupTable({ metric, currency }: GroupTableProps): ReactNode {
  const { groupTable: words, columns } = texts.portal.usage
  const groups = metric.groups ?? []
  const priced = groups.some(({ amount }) => amount !== undefined)
  const quantityPlaces = longestFraction(groups.map(({ quantity }) => quantity))
  const amounts = groups.map(({ amount }) => amount ?? '0')
  const amountPlaces = longestFraction(amounts, currencyDigits(currency))
  return (
    <table className="ledger">
      <caption className="hidden">{words.label(metric.name)}</caption>
      <thead>
        <tr>
          <th scope="col">{words.key}</th>
          <th scope="col" className="end">
            {columns.quantity}
          </th>
          {priced ? (
            <th scope="col" className="end">
              {columns.amount}
            </th>
          ) : null}
        </tr>
      </thead>
      <tbody>
        {groups.map(({ key, quantity, amount }) => (
          <tr key={key}>
            <th scope="row">{key === '' ? words.none : key}</th>
            <td>
              <Figure value={quantity} places={quantityPlaces} />
            </td>
            {priced ? (
              <td>
                {amount === undefined ? null : (
                  <Amount amount={amount} currency={currency} places={amountPlaces} />
                )}
              </td>
            ) : null}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
