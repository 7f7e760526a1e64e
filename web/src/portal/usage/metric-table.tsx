import type { ReactNode } from 'react'
import { currencyDigits, isZero, longestFraction } from '../../format/decimal.ts'
import { texts } from '../../texts/texts.ts'
import { Amount, Figure } from '../../ui/money.tsx'
import type { MetricShown } from './metric-shown.ts'
import { everyWindow, nameOf } from './windows.ts'

/** The same figures as the chart, window by window; those in which nothing happened are left out. */
export function MetricTable({ metric, usage, before }: MetricShown): ReactNode {
  const words = texts.portal.usage
  const name = nameOf(usage)
  const rows = rowsOf({ metric, usage, before })
  const used = rows.filter(
    ({ quantity, amount = '0', was = '0' }) => !(isZero(quantity) && isZero(amount) && isZero(was)),
  )
  const places = {
    quantity: longestFraction(used.flatMap(({ quantity, was }) => [quantity, was ?? '0'])),
    amount: longestFraction(
      used.map(({ amount }) => amount ?? '0'),
      currencyDigits(usage.currency),
    ),
  }
  return (
    <>
      <table className="ledger">
        <caption className="hidden">
          {words.tableLabel(metric.name, words.sizes[usage.windowSize])}
        </caption>
        <Head compared={before !== undefined} priced={metric.amount !== undefined} />
        <tbody>
          {used.map(({ start, quantity, amount, was }) => (
            <tr key={start}>
              <th scope="row">{name(start)}</th>
              <td>
                <Figure value={quantity} places={places.quantity} />
              </td>
              {was === undefined ? null : (
                <td className="soft">
                  <Figure value={was} places={places.quantity} />
                </td>
              )}
              {amount === undefined ? null : (
                <td>
                  <Amount amount={amount} currency={usage.currency} places={places.amount} />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {used.length < rows.length ? (
        <p className="soft small">{words.idle[usage.windowSize]}</p>
      ) : null}
    </>
  )
}

function rowsOf({ metric, usage, before }: MetricShown) {
  const earlier = before && everyWindow(before.metric, before.usage)
  return everyWindow(metric, usage).map((window, place) => ({
    ...window,
    was: earlier && (earlier[place]?.quantity ?? '0'),
  }))
}

function Head({ compared, priced }: { compared: boolean; priced: boolean }): ReactNode {
  const { columns } = texts.portal.usage
  return (
    <thead>
      <tr>
        <th scope="col">{columns.start}</th>
        <th scope="col" className="end">
          {columns.quantity}
        </th>
        {compared ? (
          <th scope="col" className="end">
            {columns.before}
          </th>
        ) : null}
        {priced ? (
          <th scope="col" className="end">
            {columns.amount}
          </th>
        ) : null}
      </tr>
    </thead>
  )
}
