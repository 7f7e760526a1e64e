import { sql } from 'kysely'
import type { Ctx } from '../ctx.ts'
import type { DueKind } from './order.ts'

/** A lane of an organization in which something is due. */
export type Lane = { readonly organizationId: string; readonly lane: string }
export type ReadyLane = Lane & {
  readonly dueAt: Temporal.Instant
  /** Since when it could have been done, by real time. */
  readonly readySince: Temporal.Instant
}

/** Lanes of every organization with something ready by now, the longest overdue first. For role tally_worker. */
export async function listReady(
  { db }: Ctx,
  realNow: Temporal.Instant,
  limit: number,
): Promise<ReadyLane[]> {
  const { rows } = await sql<{
    organization_id: string
    lane: string
    due_at: Temporal.Instant
    run_at: Temporal.Instant
  }>`select organization_id, lane, due_at, run_at from tally.list_due_work(${realNow}, ${limit})`.execute(
    db,
  )
  return rows.map((row) => ({
    organizationId: row.organization_id,
    lane: row.lane,
    dueAt: row.due_at,
    readySince: row.run_at,
  }))
}

/** Until the end of the transaction nobody else works in this lane; false when somebody does. */
export async function takeLane({ db, organizationId }: Ctx, lane: string): Promise<boolean> {
  const { rows } = await sql<{ free: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${`${organizationId} ${lane}`}, 0)) as free`.execute(
    db,
  )
  return rows[0]?.free === true
}

export type Step = {
  readonly kind: DueKind
  readonly subjectId: string
  readonly testClockId: string | undefined
  readonly turn: string
  readonly attempts: number
}

type Ready = {
  /** What the lane's test clock shows. */
  readonly showsAt: Temporal.Instant | undefined
  /** Whether what is ready by real time counts. */
  readonly byRealTime: boolean
  /** Whether work that failed waits until it is tried again. */
  readonly patient: boolean
}

/**
 * The next step of a lane; undefined when none is ready, or when somebody works in it outside a transaction. What failed
 * holds back what is due later about the same subject, and nothing else.
 */
export async function findStep(ctx: Ctx, lane: string, ready: Ready): Promise<Step | undefined> {
  const { realNow, organizationId } = ctx
  const { showsAt = null, byRealTime, patient } = ready
  const { rows } = await sql<{
    kind: string
    subject_id: string
    test_clock_id: string | null
    turn: string
    attempts: number
  }>`
    select d.kind, d.subject_id, d.test_clock_id, d.turn, d.attempts from tally.due_work as d
    where d.organization_id = ${organizationId} and d.lane = ${lane}
      and (d.due_at <= ${showsAt} or (${byRealTime} and d.run_at <= ${realNow}))
      and (not ${patient} or d.attempts = 0 or d.run_at <= ${realNow})
      and not exists (
        select from tally.due_work as e
        where e.organization_id = ${organizationId} and e.subject_id = d.subject_id
          and e.lane = ${lane} and ${patient} and e.attempts > 0 and e.run_at > ${realNow}
          and (e.due_at, e.rank) < (d.due_at, d.rank))
      and not exists (
        select from tally.due_work as l
        where l.organization_id = ${organizationId} and l.lane = ${lane}
          and l.leased_until > clock_timestamp())
    order by d.due_at, d.rank, d.subject_id limit 1`.execute(ctx.db)
  const [row] = rows
  return (
    row && {
      kind: row.kind as DueKind,
      subjectId: row.subject_id,
      testClockId: row.test_clock_id ?? undefined,
      turn: row.turn,
      attempts: row.attempts,
    }
  )
}

/** For a minute or so somebody works on it outside a transaction. Called again, it is that much longer. */
export async function lease(ctx: Ctx, step: Step, seconds: number): Promise<void> {
  await sql`
    update tally.due_work set leased_until = clock_timestamp() + make_interval(secs => ${seconds})
    where organization_id = ${ctx.organizationId} and kind = ${step.kind}
      and subject_id = ${step.subjectId}`.execute(ctx.db)
}

/** It is done: the row goes, unless the work was scheduled again meanwhile. */
export async function finish(ctx: Ctx, { kind, subjectId, turn }: Step): Promise<void> {
  const { numDeletedRows } = await ctx.db
    .deleteFrom('tally.due_work')
    .where('organization_id', '=', ctx.organizationId)
    .where('kind', '=', kind)
    .where('subject_id', '=', subjectId)
    .where('turn', '=', turn)
    .executeTakeFirstOrThrow()
  if (numDeletedRows > 0n) return
  await ctx.db
    .updateTable('tally.due_work')
    .set({ leased_until: null })
    .where('organization_id', '=', ctx.organizationId)
    .where('kind', '=', kind)
    .where('subject_id', '=', subjectId)
    .where('leased_until', 'is not', null)
    .execute()
}

/** It failed, and is tried again later. */
export async function putOff(
  ctx: Ctx,
  step: Step,
  failure: { readonly code: string; readonly until: Temporal.Instant },
): Promise<void> {
  await ctx.db
    .updateTable('tally.due_work')
    .set({
      attempts: step.attempts + 1,
      failure_code: failure.code,
      run_at: failure.until,
      leased_until: null,
    })
    .where('organization_id', '=', ctx.organizationId)
    .where('kind', '=', step.kind)
    .where('subject_id', '=', step.subjectId)
    .where('turn', '=', step.turn)
    .execute()
}
