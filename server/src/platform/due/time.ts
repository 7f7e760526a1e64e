import { isAfter } from '@tallystick/core/time/instant.ts'
import { sql } from 'kysely'
import type { Ctx, DueWork } from '../ctx.ts'
import type { DueKind } from './order.ts'
import { rankOf } from './order.ts'

/** Whose time it is, and what it shows. */
export type Time = Pick<Ctx, 'now' | 'testClockId' | 'lane'>

type Untimed = Omit<Ctx, keyof Time | 'schedule' | 'unschedule'>

/** The same context at another time: what it schedules is due by the clock that shows this time. */
export function atTime(ctx: Untimed, { now, testClockId, lane }: Time): Ctx {
  const time = { now, testClockId, lane }
  return {
    ...ctx,
    ...time,
    schedule: (work) => schedule(ctx, time, work),
    unschedule: (kind, subjectId) => unschedule(ctx, kind, subjectId),
  }
}

/** Scheduling again replaces what was scheduled, its failures included. */
async function schedule(ctx: Untimed, time: Time, work: DueWork): Promise<void> {
  const { kind, subjectId, dueAt } = work
  const lane = time.testClockId ?? time.lane ?? subjectId
  await sql`
    insert into tally.due_work
      (organization_id, kind, subject_id, lane, test_clock_id, rank, due_at, run_at)
    values (${ctx.organizationId}, ${kind}, ${subjectId}, ${lane}, ${time.testClockId ?? null},
      ${rankOf(kind)}, ${dueAt}, ${runAt(ctx.realNow, time, work) ?? null})
    on conflict (organization_id, kind, subject_id) do update set
      lane = excluded.lane, test_clock_id = excluded.test_clock_id, rank = excluded.rank,
      due_at = excluded.due_at, run_at = excluded.run_at, turn = excluded.turn,
      attempts = 0, failure_code = null`.execute(ctx.db)
}

/** Real time from which it may be done; undefined for what waits for a test clock to come there. */
function runAt(
  realNow: Temporal.Instant,
  { now, testClockId }: Time,
  { dueAt, orByRealTime }: DueWork,
): Temporal.Instant | undefined {
  if (testClockId === undefined) return dueAt
  if (!isAfter(dueAt, now)) return realNow
  return orByRealTime ? realNow.add(now.until(dueAt)) : undefined
}

async function unschedule(ctx: Untimed, kind: DueKind, subjectId: string): Promise<void> {
  await ctx.db
    .deleteFrom('tally.due_work')
    .where('organization_id', '=', ctx.organizationId)
    .where('kind', '=', kind)
    .where('subject_id', '=', subjectId)
    .execute()
}
