import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { assert } from '@tallystick/core/assert.ts'
import type { Ctx } from '../platform/ctx.ts'
import { eventIdAt } from './ingest/arrival.ts'

/** An event as it was sent, with what ingestion made of it. */
export type EventLine = {
  readonly type: string
  readonly source: string
  /** The customer it belonged to when it came. */
  readonly customerId?: string | undefined
  /** The row of external_subjects that it counts under instead, when it belonged to nobody. */
  readonly subjectId?: string | undefined
  readonly externalSubject?: string | undefined
  readonly externalId?: string | undefined
  readonly timestamp: string
  readonly idempotencyKey: string
  readonly data: Readonly<Record<string, unknown>>
}

/** What a body holds: the lines of one segment, or of several that were merged, each under its own id. */
type Part = { readonly segmentId: string; readonly lines: readonly (EventLine | null)[] }

const level = { params: { [constants.ZSTD_c_compressionLevel]: 1 } }
const place = (row: string) => ({ table: 'event_segments', column: 'body', row })

/** The payloads of one flush, compressed and then sealed together: a tenth of what sealing each would take. */
export function packSegment(ctx: Ctx, segmentId: string, lines: Part['lines']): Buffer {
  const parts: readonly Part[] = [{ segmentId, lines }]
  const body = zstdCompressSync(Buffer.from(JSON.stringify(parts)), level)
  return ctx.seals.sealBytes(place(segmentId), body)
}

/** The events of a segment by their id, 32 hex digits, in the order in which they came. */
export function unpackSegment(
  ctx: Ctx,
  segmentId: string,
  body: Buffer,
): ReadonlyMap<string, EventLine> {
  const text = zstdDecompressSync(ctx.seals.openBytes(place(segmentId), body)).toString()
  const parts = JSON.parse(text) as readonly Part[]
  assert(Array.isArray(parts), 'a segment holds parts')
  const events = new Map<string, EventLine>()
  for (const part of parts) {
    for (const [line, event] of part.lines.entries()) {
      // A line is empty when its event was refused, or when its customer has been erased.
      if (event) events.set(eventIdAt(part.segmentId, line), event)
    }
  }
  return events
}
