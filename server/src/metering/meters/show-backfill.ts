import type { MeterBackfill } from '@tallystick/contract/meters.ts'
import type { Static } from 'typebox'
import type { Backfill } from './backfill-store.ts'

export function showBackfill(
  billableMetricId: string,
  backfill: Backfill | undefined,
): Static<typeof MeterBackfill> {
  const about = { object: 'meterBackfill', billableMetricId } as const
  if (!backfill) return { ...about, status: 'none', processed: 0, total: 0, events: 0 }
  const { segments, segmentsRead, eventsRead, startedAt, finishedAt } = backfill
  return {
    ...about,
    status: finishedAt ? 'completed' : 'running',
    processed: Number(segmentsRead),
    total: Number(segments),
    events: Number(eventsRead),
    startedAt: startedAt.toString(),
    ...(finishedAt && { completedAt: finishedAt.toString() }),
  }
}
