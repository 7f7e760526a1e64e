import { assert } from '@tallystick/core/assert.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { invalid, Problem } from '../../platform/problem.ts'
import { readWith } from '../ingest/decide.ts'
import { findEventLines } from '../ingest/event-store.ts'
import type { EventPorts } from '../ingest/gather.ts'
import { ingestEvents } from '../ingest/ingest.ts'
import { listMetersOf } from '../meter-store.ts'
import { countReplayable, type InboxRow, lockReplayable, settleInboxEvents } from './store.ts'

type Wanted = { readonly ids?: readonly string[]; readonly type?: string }

export type Replayed = {
  readonly replayed: number
  readonly duplicates: number
  readonly stillOpen: number
  readonly remaining: number
}

const atOnce = 1000

/** Reads entries again, by the very code that reads what comes. An entry that counts now is open no more. */
export async function replayInbox(ctx: Ctx, wanted: Wanted, ports: EventPorts): Promise<Replayed> {
  const rows = await lockReplayable(ctx, chosen(wanted), atOnce)
  const unmatched = rows.filter(({ kind }) => kind === 'unmatched')
  const rejected = rows.filter(({ kind }) => kind === 'rejected')
  const refused = await replayRefused(ctx, unmatched, ports)
  const readNow = await fitNow(ctx, rejected)
  await settleInboxEvents(ctx, [...refused.settled, ...readNow], 'replayed')
  const left = wanted.type === undefined ? 0 : await countReplayable(ctx, wanted.type)
  const settled = refused.settled.length + readNow.length
  return {
    replayed: settled - refused.duplicates,
    duplicates: refused.duplicates,
    stillOpen: rows.length - settled,
    remaining: Math.max(0, left - (rows.length - settled)),
  }
}

function chosen({ ids, type }: Wanted) {
  if (ids && type === undefined) return { ids }
  if (type !== undefined && !ids) return { type }
  const message = 'exactly one of ids and type is needed'
  throw invalid({ field: 'ids', message }, { field: 'type', message })
}

/** Events that were refused come once more, as they came first. */
async function replayRefused(ctx: Ctx, rows: readonly InboxRow[], ports: EventPorts) {
  const bodies = rows.flatMap(({ evidence }) => evidence ?? [])
  assert(bodies.length === rows.length, 'what was refused is kept with its evidence')
  if (rows.length === 0) return { settled: [], duplicates: 0 }
  const verdicts = await ingestEvents(ctx, bodies, ports)
  const settled = rows.filter((_, at) => !(verdicts[at] instanceof Problem)).map(({ id }) => id)
  const known = verdicts.filter((one) => !(one instanceof Problem) && !one.isNew)
  return { settled, duplicates: known.length }
}

/**
 * A value that did not fit is read again when its metric is changed, with everything else that is stored. What fits now
 * counts through that, and its entry has done its duty.
 */
async function fitNow(ctx: Ctx, rows: readonly InboxRow[]): Promise<string[]> {
  const lines = await findEventLines(ctx, [
    ...new Set(rows.flatMap(({ eventId }) => eventId ?? [])),
  ])
  const meters = await listMetersOf(ctx, [...new Set(rows.map(({ eventType }) => eventType))])
  const newest = new Map(meters.map((meter) => [meter.billableMetricId, meter]))
  return rows.flatMap(({ id, eventId = '', billableMetricId = '' }) => {
    const line = lines.get(eventId)
    const meter = newest.get(billableMetricId)
    return line && meter && !('reason' in readWith(ctx, meter, line.data)) ? [id] : []
  })
}
