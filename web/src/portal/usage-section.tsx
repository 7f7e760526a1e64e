import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react'
import type { Overview, Usage } from '../api/portal.ts'
import type { Client } from '../api/session.ts'
import type { WindowSize } from '../format/time.ts'
import { texts } from '../texts/texts.ts'
import { Choice } from '../ui/choice.tsx'
import { FailedLoad } from '../ui/failed-load.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { useLoad } from '../ui/use-load.ts'
import { MetricBlock, type View } from './metric-block.tsx'
import { allowsHours, type Range, type RangeName, rangeOf, windowFor } from './usage-range.ts'

type UsageSectionProps = {
  readonly client: Client
  readonly subscription: Overview['subscription']
  readonly now: number
  /** Called once there is something to show, or a reason why there is not. */
  readonly onSettled: () => void
}

/** Usage by metric over a range, drawn or written. */
export function UsageSection(props: UsageSectionProps): ReactNode {
  const { client, subscription, now, onSettled } = props
  const [rangeName, setRangeName] = useState<RangeName>('week')
  const [wished, setWished] = useState<WindowSize>()
  const [view, setView] = useState<View>('chart')
  const range = useMemo(() => rangeOf(rangeName, subscription, now), [rangeName, subscription, now])
  const windowSize = windowFor(range, wished)
  const read = useCallback(
    (signal: AbortSignal) => client.get<Usage>(pathOf(range, windowSize), signal),
    [client, range, windowSize],
  )
  const { value, failure, loading, reload } = useLoad(read)
  const settled = value !== undefined || failure !== undefined
  useEffect(() => {
    if (settled) onSettled()
  }, [settled, onSettled])
  const words = texts.portal.usage
  return (
    <section className="usage" aria-labelledby="usage-title" aria-busy={loading}>
      <h2 id="usage-title">{words.title}</h2>
      <div className="usage-controls">
        <Choice
          name="range"
          legend={words.range}
          options={optionsOf(words.ranges)}
          value={rangeName}
          onChange={(name) => {
            setRangeName(name)
            setWished(undefined)
          }}
        />
        <Choice
          name="window"
          legend={words.window}
          options={[
            {
              value: 'HOUR',
              label: words.windows.HOUR,
              unavailable: allowsHours(range) ? undefined : words.hoursTooMany,
            },
            { value: 'DAY', label: words.windows.DAY },
          ]}
          value={windowSize}
          onChange={setWished}
          reasonId="usage-caption"
        />
        <Choice
          name="view"
          legend={words.view}
          options={optionsOf(words.views)}
          value={view}
          onChange={setView}
        />
      </div>
      <p className="soft small usage-caption" id="usage-caption">
        {captionFor(range, windowSize)}
      </p>
      {failure ? <FailedLoad text={words.failed} onRetry={reload} /> : null}
      <div className="usage-body">
        <Metrics
          usage={value}
          failed={failure !== undefined}
          view={view}
          status={subscription.status}
        />
      </div>
    </section>
  )
}

type MetricsProps = {
  readonly usage: Usage | undefined
  readonly failed: boolean
  readonly view: View
  readonly status: string
}

function Metrics({ usage, failed, view, status }: MetricsProps): ReactNode {
  const words = texts.portal.usage
  if (usage === undefined) {
    return failed ? null : <Skeleton label={words.title} lines={2} block={true} />
  }
  const used = usage.metrics.some((metric) => metric.windows.some((window) => !isZero(window)))
  if (!used) {
    return (
      <div className="empty">
        <p>{words.empty}</p>
        <p className="soft small">{words.emptyNotes[status]}</p>
      </div>
    )
  }
  return (
    <>
      {usage.metrics.map((metric) => (
        <MetricBlock key={metric.billableMetricId} metric={metric} usage={usage} view={view} />
      ))}
    </>
  )
}

function captionFor(range: Range, windowSize: WindowSize): string {
  const words = texts.portal.usage
  const days = windowSize === 'DAY' ? words.utcDays : ''
  return allowsHours(range) ? days : `${days} ${words.hoursTooMany}`
}

function isZero({ quantity, amount }: { quantity: string; amount: string }): boolean {
  return /^-?[0.]+$/.test(quantity) && /^-?[0.]+$/.test(amount)
}

function pathOf({ from, to }: Range, windowSize: WindowSize): string {
  const query = new URLSearchParams({
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    windowSize,
  })
  return `/v0/portal/usage?${query.toString()}`
}

function optionsOf<T extends string>(labels: Readonly<Record<T, string>>) {
  return (Object.keys(labels) as T[]).map((value) => ({ value, label: labels[value] }))
}
