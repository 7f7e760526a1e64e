import type { Ctx } from '../../platform/ctx.ts'
import { newId } from '../../platform/ids.ts'
import type { Arrival } from '../ingest/arrival.ts'
import type { NewEvent, Unmatched } from '../ingest/decide.ts'
import { insertInboxEvents, type NewInboxEvent } from './store.ts'

type Kept = Pick<NewEvent, 'line' | 'unreadable'> & {
  readonly arrival: Pick<Arrival, 'eventId' | 'key'>
}

/** Values that did not fit: the event is stored, and what could not be read of it waits here. */
export async function keepRejected(ctx: Ctx, events: readonly Kept[]): Promise<void> {
  const rows = events.flatMap(({ arrival, line, unreadable }) =>
    unreadable.map(
      ({ meter, reason }): NewInboxEvent => ({
        id: newId('inboxEvent'),
        kind: 'rejected',
        eventType: line.type,
        billableMetricId: meter.billableMetricId,
        reason,
        eventId: arrival.eventId,
        key: arrival.key,
        replayable: true,
      }),
    ),
  )
  await insertInboxEvents(ctx, rows)
}

/** Events that nothing reads: they were refused, so the evidence is all there is of them. */
export async function keepUnmatched(ctx: Ctx, unmatched: readonly Unmatched[]): Promise<void> {
  const rows = unmatched.map(
    ({ arrival, line }): NewInboxEvent => ({
      id: newId('inboxEvent'),
      kind: 'unmatched',
      eventType: line.type,
      reason: 'INVALID_EVENT_TYPE',
      key: arrival.key,
      replayable: arrival.body.idempotencyKey !== undefined,
      evidence: {
        ...arrival.body,
        timestamp: line.timestamp,
        idempotencyKey: arrival.idempotencyKey,
      },
    }),
  )
  await insertInboxEvents(ctx, rows)
}

/** Usage that came after the last invoice of its customer, for somebody to look at. */
export async function keepUnbilled(
  ctx: Ctx,
  late: readonly {
    readonly eventId: string
    readonly eventType: string
    readonly billableMetricId: string
    readonly reason: string
  }[],
): Promise<void> {
  await insertInboxEvents(
    ctx,
    late.map((one) => ({
      ...one,
      id: newId('inboxEvent'),
      kind: 'unbilled',
      key: one.eventId,
      replayable: false,
    })),
  )
}
