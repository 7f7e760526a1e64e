import type { ReactNode } from 'react'
import type { MetricUsage } from '../../api/portal.ts'
import { formatChange, formatDecimal, formatMoney } from '../../format/decimal.ts'
import { texts } from '../../texts/texts.ts'
import { Amount, Figure } from '../../ui/money.tsx'
import { GroupTable } from './group-table.tsx'
import { MetricChart } from './metric-chart.tsx'
import type { MetricShown } from './metric-shown.ts'
import { MetricTable } from './metric-table.tsx'
import type { UsageWish } from './usage-wish.ts'

type MetricProps = MetricShown & Pick<UsageWish, 'view' | 'groupBy'>

/** One metric: its total, what it cost, and how it was spread over time and over its dimension. */
export function MetricBlock({ view, groupBy, ...shown }: MetricProps): ReactNode {
  const { metric, usage, before } = shown
  return (
    <article className="metric">
      <h2>{metric.name}</h2>
      <p className="metric-totals">
        <span>
          <Figure value={metric.quantity} /> <span className="soft">{metric.unit}</span>
        </span>
        {metric.amount === undefined ? null : (
          <Amount amount={metric.amount} currency={usage.currency} />
        )}
      </p>
      {before ? <Before metric={metric} before={before} /> : null}
      {view === 'chart' ? <MetricChart {...shown} /> : <MetricTable {...shown} />}
      {metric.groups ? <GroupTable metric={metric} dimension={groupBy} /> : null}
    </article>
  )
}

type BeforeProps = {
  readonly metric: MetricUsage
  readonly before: NonNullable<MetricShown['before']>
}

/** The same totals of the time before, and by how much the quantity changed. */
function Before({ metric, before }: BeforeProps): ReactNode {
  const words = texts.portal.usage
  const { quantity, unit, amount } = before.metric
  const change = formatChange(quantity, metric.quantity)
  const was = `${formatDecimal(quantity)} ${unit}`
  const totals =
    amount === undefined
      ? words.beforeQuantity(was)
      : words.before(was, formatMoney(amount, before.usage.currency))
  return (
    <p className="soft small metric-before">
      {change === undefined ? totals : `${totals} ${words.change(change)}`}
    </p>
  )
}
