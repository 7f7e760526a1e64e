import type { Period } from '@tallystick/core/time/period.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { hexOfColumn } from '../hex.ts'
import { findEventLines } from '../ingest/event-store.ts'
import { listArrivedSince } from '../meters/event-store.ts'
import { listSubjects } from '../meters/subject-store.ts'
import { keepUnbilled } from './keep.ts'

export type LateUsage = {
  readonly billableMetricId: string
  readonly customerId: string
  /** The stretch that was billed for the last time. */
  readonly billed: Period
  /** Real time of the reading that was billed. */
  readonly readAt: Temporal.Instant
}

/** Puts events of a stretch that arrived after it was billed for the last time where somebody sees them, once each. */
export async function noteUnbilled(ctx: Ctx, late: LateUsage): Promise<void> {
  const { billableMetricId, customerId, billed, readAt } = late
  const subjects = await listSubjects(ctx, [customerId])
  const search = { billableMetricId, from: billed.start, to: billed.end, subjects }
  const ids = (await listArrivedSince(ctx, search, readAt)).map(hexOfColumn)
  const lines = await findEventLines(ctx, ids)
  const reason = 'FINAL_INVOICE_ISSUED'
  const about = { billableMetricId, reason }
  await keepUnbilled(
    ctx,
    ids.map((eventId) => ({ ...about, eventId, eventType: lines.get(eventId)?.type ?? '' })),
  )
}
