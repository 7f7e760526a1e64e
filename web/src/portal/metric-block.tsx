import type { ReactNode } from 'react'
import type { MetricUsage, Usage, UsageWindow } from '../api/portal.ts'
import { currencyDigits, formatDecimal, formatMoney, longestFraction } from '../format/decimal.ts'
import { peakOf } from '../format/scale.ts'
import { formatTick, formatWindow, windowStarts, type Zone } from '../format/time.ts'
import { texts } from '../texts/texts.ts'
import { BarChart } from '../ui/bar-chart.tsx'
import { Amount, Figure } from '../ui/money.tsx'

export type View = 'chart' | 'table'

type MetricProps = { readonly metric: MetricUsage; readonly usage: Usage; readonly view: View }

/** One metric: its total, what it cost, and how it was spread over time. */
export function MetricBlock({ metric, usage, view }: MetricProps): ReactNode {
  return (
    <article className="metric">
      <h3>{metric.name}</h3>
      <p className="metric-totals">
        <span>
          <Figure value={metric.quantity} /> <span className="soft">{metric.unit}</span>
        </span>
        <Amount amount={metric.amount} currency={usage.currency} />
      </p>
      {view === 'chart' ? (
        <MetricChart metric={metric} usage={usage} />
      ) : (
        <MetricTable metric={metric} usage={usage} />
      )}
    </article>
  )
}

type DrawnProps = Omit<MetricProps, 'view'>

function MetricChart({ metric, usage }: DrawnProps): ReactNode {
  const words = texts.portal.usage
  const size = usage.windowSize
  const windows = everyWindow(metric, usage)
  const name = nameOf(usage)
  const describe = (position: number): string => {
    const window = windows[position]
    if (window === undefined) return ''
    const quantity = `${formatDecimal(window.quantity)} ${metric.unit}`
    return `${name(window.start)}: ${quantity}, ${formatMoney(window.amount, usage.currency)}`
  }
  const peak = peakOf(windows.map((window) => window.quantity))
  return (
    <BarChart
      label={words.chartLabel(metric.name, words.sizes[size])}
      bars={windows.map((window) => ({
        start: Date.parse(window.start),
        tick: tickOf(usage)(window.start),
        value: window.quantity,
      }))}
      tick={shorten}
      describe={describe}
      resting={peak === undefined ? '' : words.peak(describe(peak))}
    />
  )
}

/** Windows that nothing was reported in are drawn as gaps, so that time runs evenly. */
function everyWindow(metric: MetricUsage, usage: Usage): readonly UsageWindow[] {
  const known = new Map(metric.windows.map((window) => [Date.parse(window.start), window]))
  const starts = windowStarts(Date.parse(usage.from), Date.parse(usage.to), usage.windowSize)
  const all = [...new Set([...starts, ...known.keys()])].sort((a, b) => a - b)
  return all.map(
    (start) =>
      known.get(start) ?? { start: new Date(start).toISOString(), quantity: '0', amount: '0' },
  )
}

function MetricTable({ metric, usage }: DrawnProps): ReactNode {
  const words = texts.portal.usage
  const name = nameOf(usage)
  const digits = currencyDigits(usage.currency)
  const used = metric.windows.filter((window) => /[1-9]/.test(window.quantity + window.amount))
  const idle = everyWindow(metric, usage).length - used.length
  const places = {
    quantity: longestFraction(used.map((window) => window.quantity)),
    amount: longestFraction(
      used.map((window) => window.amount),
      digits,
    ),
  }
  return (
    <>
      <table className="ledger">
        <caption className="hidden">
          {words.tableLabel(metric.name, words.sizes[usage.windowSize])}
        </caption>
        <thead>
          <tr>
            <th scope="col">{words.columns.start}</th>
            <th scope="col" className="end">
              {words.columns.quantity}
            </th>
            <th scope="col" className="end">
              {words.columns.amount}
            </th>
          </tr>
        </thead>
        <tbody>
          {used.map((window) => (
            <tr key={window.start}>
              <th scope="row">{name(window.start)}</th>
              <td>
                <Figure value={window.quantity} places={places.quantity} />
              </td>
              <td>
                <Amount amount={window.amount} currency={usage.currency} places={places.amount} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {idle > 0 ? <p className="soft small">{words.idle[usage.windowSize]}</p> : null}
    </>
  )
}

/** Hours are the reader's own; days are cut in UTC and so must be named in it. */
function zoneOf({ windowSize, from, to }: Usage): Zone {
  if (windowSize === 'HOUR') return {}
  return { timeZone: 'UTC', year: from.slice(0, 4) !== to.slice(0, 4) }
}

const nameOf = (usage: Usage) => (start: string) =>
  formatWindow(start, usage.windowSize, zoneOf(usage))
const tickOf = (usage: Usage) => (start: string) =>
  formatTick(start, usage.windowSize, zoneOf(usage))

/** A figure on the scale: "20K" reads faster than "20,000". */
function shorten(value: string): string {
  if (value.includes('.') || value.length < 5) return formatDecimal(value)
  return new Intl.NumberFormat(undefined, { notation: 'compact' }).format(BigInt(value))
}
