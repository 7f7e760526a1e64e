import { assert } from '@tallystick/core/assert.ts'
import { instantFromText, isBefore } from '@tallystick/core/time/instant.ts'
import { reportedCustomers } from '../../customers/reported-customers.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { uuidv7 } from '../../platform/ids.ts'
import type { FreestandingJob } from '../../platform/jobs/job.ts'
import { bindExternalSubjects } from '../external-subjects.ts'
import { hexOf } from '../hex.ts'
import { keepRejected } from '../inbox/keep.ts'
import { keyOf, segmentOf } from '../ingest/arrival.ts'
import { readWith } from '../ingest/decide.ts'
import { insertReadings } from '../ingest/event-store.ts'
import { findMeter, type Meter } from '../meter-store.ts'
import type { EventLine } from '../segment.ts'
import { listReadSubjects, listUnread, lockBackfill, setRead, setReady } from './backfill-store.ts'

/** Segments of one transaction: some thousand events. */
const segmentsAtOnce = 50

/**
 * Reads what was stored before a meter was made, a part per transaction; then the metric's figures are those of this
 * meter, and no longer those of the one before. A segment is noted as read together with what was read of it: so whoever
 * takes over after a crash, and whatever comes in meanwhile, no event counts twice.
 */
export const readStored: FreestandingJob = {
  async freestanding({ within }, { subjectId: meterId = '' }) {
    while (await within((ctx) => readOn(ctx, meterId))) {
      // The next part begins where this one ended.
    }
  },
}

/** Reads the next part; false when there is nothing left to do. */
async function readOn(ctx: Ctx, meterId: string): Promise<boolean> {
  const reading = await lockBackfill(ctx, meterId)
  const meter = await findMeter(ctx, meterId)
  if (!reading || !meter) return false
  const wanted = { meterId, eventType: meter.eventType }
  const segments = await listUnread(ctx, wanted, { cursor: reading.cursor, atMost: segmentsAtOnce })
  if (segments.length === 0) {
    await setReady(ctx, meterId, meter.billableMetricId)
    return false
  }
  const stored = segments.flatMap(({ lines }) =>
    [...lines].flatMap(([eventId, line]) =>
      line.type === meter.eventType ? { eventId, line } : [],
    ),
  )
  await count(ctx, meter, stored)
  const segmentIds = segments.map(({ segmentId }) => segmentId)
  await setRead(ctx, meterId, { segmentIds, events: stored.length })
  return true
}

type Stored = { readonly eventId: string; readonly line: EventLine }

/** Counts what the meter reads of stored events; what it cannot read waits in the inbox. */
async function count(ctx: Ctx, meter: Meter, stored: readonly Stored[]): Promise<void> {
  const counted = stored.filter(
    ({ line }) => !meter.eventFrom || !isBefore(momentOf(line), meter.eventFrom),
  )
  const subjectOf = await subjectsOf(ctx, counted)
  const rows = counted.map(({ eventId, line }) => {
    const reading = readWith(ctx, meter, line.data)
    return {
      arrival: { eventId, key: keyOf(ctx, line.idempotencyKey) },
      line,
      subjectId: subjectOf({ eventId, line }),
      happenedAt: momentOf(line),
      readings: 'reason' in reading ? [] : [reading],
      unreadable: 'reason' in reading ? [reading] : [],
    }
  })
  const read = rows.filter(({ readings }) => readings.length > 0)
  if (read.length > 0) await insertReadings(ctx, uuidv7(), read)
  await keepRejected(ctx, rows)
}

const momentOf = ({ timestamp }: EventLine) => instantFromText(timestamp)

/**
 * Whose events these are. What another meter read of them says so. Of one that none could read, its line does: the
 * customer that it came for, or who bears the external id by now.
 */
async function subjectsOf(ctx: Ctx, stored: readonly Stored[]) {
  const ids = stored.map(({ eventId }) => eventId)
  const known = await listReadSubjects(ctx, ids, [...new Set(ids.map(segmentOf))])
  const names = stored.flatMap(({ eventId, line }) =>
    known.has(eventId) || line.customerId !== undefined ? [] : (line.externalSubject ?? []),
  )
  const externalIds = [...new Set(names)]
  const found = await reportedCustomers(ctx, { ids: [], externalIds })
  const { customers, externalSubjects } = await bindExternalSubjects(ctx, externalIds, found)
  return ({ eventId, line }: Stored): string => {
    const { customerId, externalSubject = '' } = line
    const bearer = customerId ?? customers.byExternalId.get(externalSubject)?.customerId
    const subjectId =
      known.get(eventId) ?? (bearer ? hexOf(bearer) : externalSubjects.get(externalSubject))
    assert(subjectId, `the event ${eventId} is somebody's`)
    return subjectId
  }
}
