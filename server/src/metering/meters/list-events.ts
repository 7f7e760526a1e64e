import type { MeterEvent } from '@tallystick/contract/meters.ts'
import { formatId } from '@tallystick/core/ids.ts'
import type { Static } from 'typebox'
import type { Ctx } from '../../platform/ctx.ts'
import type { Page } from '../../platform/db/page.ts'
import { hexOfColumn } from '../hex.ts'
import { findEventLines } from '../ingest/event-store.ts'
import type { EventLine } from '../segment.ts'
import { readyMeters } from './definition-store.ts'
import { countReadEvents, type EventSearch, listReadEvents, type ReadEvent } from './event-store.ts'
import { listFigures } from './meter-store.ts'

type Shown = Static<typeof MeterEvent>

/** A page of the events that a metric read. Only the segments of this page are opened. */
export async function listEvents(ctx: Ctx, search: EventSearch, page: Page) {
  const total = await countEvents(ctx, search)
  const rows = await listReadEvents(ctx, search, page)
  const lines = await findEventLines(
    ctx,
    rows.map(({ event_id }) => hexOfColumn(event_id)),
  )
  const events = rows.map((row) => show(row, lines.get(hexOfColumn(row.event_id))))
  return { events, total }
}

/** Without names to look for, the totals know how many there are. */
async function countEvents(ctx: Ctx, search: EventSearch): Promise<number> {
  const { from, to, subjects, externalId, externalSubject, billableMetricId } = search
  if (externalId !== undefined || externalSubject !== undefined) return countReadEvents(ctx, search)
  const merchantId = ctx.organizationId
  const selection = {
    merchantId,
    meters: readyMeters(merchantId, billableMetricId),
    ownMeter: undefined,
    aggregation: 'COUNT' as const,
    from,
    to,
    windowSize: undefined,
    subjects: subjects ?? ('all' as const),
    detail: false,
    dimensions: new Map<string, readonly string[]>(),
  }
  const [total] = await listFigures(ctx, selection, { grouping: undefined, most: 0 })
  return Number(total?.events ?? 0)
}

/** Of an event whose customer has been erased there is nothing left but that it was. */
function show(
  { event_id, happened_at, customer_id }: ReadEvent,
  line: EventLine | undefined,
): Shown {
  const id = formatId('event', event_id)
  return {
    id,
    object: 'meterEvent',
    type: line?.type ?? '',
    source: line?.source ?? '',
    subject: customer_id ?? '',
    time: happened_at.toString(),
    idempotencyKey: line?.idempotencyKey ?? id,
    data: { ...line?.data },
    ...(line?.externalId !== undefined && { externalId: line.externalId }),
    ...(line?.externalSubject !== undefined && { externalSubject: line.externalSubject }),
  }
}
