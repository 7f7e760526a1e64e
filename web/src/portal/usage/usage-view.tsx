import { type ReactNode, useCallback, useMemo, useState } from 'react'
import type { Overview, Usage } from '../../api/portal.ts'
import type { Client } from '../../api/session.ts'
import { isZero } from '../../format/decimal.ts'
import { zoneName } from '../../format/time.ts'
import { texts } from '../../texts/texts.ts'
import { FailedLoad } from '../../ui/failed-load.tsx'
import { ViewTitle } from '../../ui/page.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useLoad } from '../../ui/use-load.ts'
import type { Portal } from '../portal.ts'
import { MetricBlock } from './metric-block.tsx'
import { UsageControls } from './usage-controls.tsx'
import {
  allowsHours,
  type Range,
  type RangeName,
  rangeBefore,
  rangeOf,
  windowFor,
} from './usage-range.ts'
import { firstWish, type UsageWish } from './usage-wish.ts'

/** Usage by metric over a range, drawn or written, beside what it was before. */
export function UsageView({ portal }: { portal: Portal }): ReactNode {
  const { client, overview, at } = portal
  const { subscription } = overview
  const [wish, setWish] = useState(firstWish)
  const range = useMemo(() => rangeOf(wish.range, subscription, at), [wish.range, subscription, at])
  const windowSize = windowFor(range, wish.windowSize)
  const { compare, groupBy } = wish
  const read = useCallback(
    (signal: AbortSignal) =>
      loadUsage(
        { client, subscription, name: wish.range, range, windowSize, compare, groupBy },
        signal,
      ),
    [client, subscription, wish.range, range, windowSize, compare, groupBy],
  )
  const { value, failure, loading, reload } = useLoad(read)
  const words = texts.portal.usage
  return (
    <section className="usage" aria-labelledby="usage-title" aria-busy={loading}>
      <ViewTitle arrived={portal.arrived}>
        <span id="usage-title">{words.title}</span>
      </ViewTitle>
      <UsageControls
        wish={wish}
        windowSize={windowSize}
        hours={allowsHours(range)}
        dimensions={dimensionsOf(value?.now)}
        onChange={setWish}
      />
      <p className="soft small usage-caption" id="usage-caption">
        {captionFor(range, wish)}
      </p>
      {failure ? <FailedLoad text={words.failed} onRetry={reload} /> : null}
      <div className="usage-body">
        <Metrics
          usage={value}
          failed={failure !== undefined}
          wish={wish}
          status={subscription.status}
        />
      </div>
    </section>
  )
}

type Compared = { readonly now: Usage; readonly before: Usage | undefined }

type Wanted = {
  readonly client: Client
  readonly subscription: Overview['subscription']
  readonly name: RangeName
  readonly range: Range
} & Pick<UsageWish, 'compare' | 'groupBy'> & { readonly windowSize: Usage['windowSize'] }

async function loadUsage(wanted: Wanted, signal: AbortSignal): Promise<Compared> {
  const { client, subscription, name, range, windowSize, compare, groupBy } = wanted
  const ask = (of: Range, query: Record<string, string>) =>
    client.get<Usage>(pathOf(of, { windowSize, ...query }), signal)
  const earlier = rangeBefore(name, range, subscription)
  const [now, before] = await Promise.all([
    ask(range, groupBy === '' ? {} : { groupBy }),
    compare ? ask(earlier, {}) : undefined,
  ])
  return { now, before }
}

function pathOf({ from, to }: Range, query: Record<string, string>): string {
  const span = { from: new Date(from).toISOString(), to: new Date(to).toISOString() }
  return `/v0/portal/usage?${new URLSearchParams({ ...span, ...query }).toString()}`
}

function dimensionsOf(usage: Usage | undefined): readonly string[] {
  const named = usage?.metrics.flatMap(({ dimensions }) => dimensions) ?? []
  return [...new Set(named)].sort()
}

type MetricsProps = {
  readonly usage: Compared | undefined
  readonly failed: boolean
  readonly wish: UsageWish
  readonly status: Overview['subscription']['status']
}

function Metrics({ usage, failed, wish, status }: MetricsProps): ReactNode {
  const words = texts.portal.usage
  if (usage === undefined) {
    return failed ? null : <Skeleton label={words.loading} lines={2} block={true} />
  }
  const { now, before } = usage
  const wasUsed = [now, before].some((one) => one?.metrics.some(isUsed))
  if (!wasUsed) {
    return (
      <div className="empty">
        <p>{words.empty}</p>
        <p className="soft small">{words.emptyNotes[status]}</p>
      </div>
    )
  }
  return (
    <>
      {now.metrics.map((metric) => (
        <MetricBlock
          key={metric.billableMetricId}
          metric={metric}
          usage={now}
          before={before && earlier(metric, before)}
          view={wish.view}
          groupBy={wish.groupBy}
        />
      ))}
    </>
  )
}

function earlier({ billableMetricId }: Usage['metrics'][number], usage: Usage) {
  const metric = usage.metrics.find((one) => one.billableMetricId === billableMetricId)
  return metric && { metric, usage }
}

const isUsed = ({ windows }: Usage['metrics'][number]): boolean =>
  windows.some(({ quantity, amount = '0' }) => !isZero(quantity) || !isZero(amount))

function captionFor(range: Range, { compare, range: name }: UsageWish): string {
  const words = texts.portal.usage
  return [
    words.zones(zoneName()),
    allowsHours(range) ? '' : words.hoursTooMany,
    compare ? words.comparedWith[name] : '',
  ]
    .filter((sentence) => sentence !== '')
    .join(' ')
}
