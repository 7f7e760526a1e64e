import type { Sent } from '@tallystick/contract/endpoint.ts'
import type { InboxEvent } from '@tallystick/contract/events.ts'
import { formatId } from '@tallystick/core/ids.ts'
import type { Static } from 'typebox'
import type { Ctx } from '../../platform/ctx.ts'
import { findEventLines } from '../ingest/event-store.ts'
import type { InboxRow } from './store.ts'

/** Entries of the inbox with what was sent, from the evidence or from the segment of the event. */
export async function showInbox(
  ctx: Ctx,
  rows: readonly InboxRow[],
): Promise<readonly Sent<Static<typeof InboxEvent>>[]> {
  const stored = rows.flatMap(({ evidence, eventId }) => (evidence || !eventId ? [] : [eventId]))
  const lines = await findEventLines(ctx, stored)
  return rows.map((row) => {
    const { evidence, eventId = '' } = row
    const line = lines.get(eventId)
    const sent = evidence ?? (line && { ...line, subject: line.customerId })
    return {
      id: row.id,
      object: 'inboxEvent',
      kind: row.kind,
      reason: row.reason,
      state: row.state,
      replayable: row.replayable,
      eventId: eventId === '' ? undefined : formatId('event', eventId),
      billableMetricId: row.billableMetricId,
      type: row.eventType,
      source: sent?.source,
      subject: sent?.subject,
      externalSubject: sent?.externalSubject,
      timestamp: sent?.timestamp,
      idempotencyKey: sent?.idempotencyKey,
      externalId: sent?.externalId,
      data: sent?.data,
      createdAt: row.createdAt.toString(),
    }
  })
}
