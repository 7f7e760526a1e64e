import type { ReactNode } from 'react'
import type { MetricUsage } from '../../api/portal.ts'
import { longestFraction } from '../../format/decimal.ts'
import { texts } from '../../texts/texts.ts'
import { Figure } from '../../ui/money.tsx'

type GroupTableProps = { readonly metric: MetricUsage; readonly dimension: string }

/** What each value of the chosen dimension used, the greatest first. */
export function GroupTable({ metric, dimension }: GroupTableProps): ReactNode {
  const { groupTable: words, columns } = texts.portal.usage
  const groups = metric.groups ?? []
  const places = longestFraction(groups.map(({ quantity }) => quantity))
  return (
    <table className="ledger group-table">
      <caption className="hidden">{words.label(metric.name, dimension)}</caption>
      <thead>
        <tr>
          <th scope="col">{dimension}</th>
          <th scope="col" className="end">
            {columns.quantity}
          </th>
        </tr>
      </thead>
      <tbody>
        {groups.map(({ key, quantity }) => (
          <tr key={key}>
            <th scope="row">{key === '' ? words.none : key}</th>
            <td>
              <Figure value={quantity} places={places} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
