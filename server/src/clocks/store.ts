import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import { newestFirst, type Page } from '../platform/db/page.ts'

export type TestClock = {
  readonly id: string
  readonly name: string | undefined
  readonly description: string | undefined
  readonly showsAt: Temporal.Instant
  /** Where it is on its way to. */
  readonly targetAt: Temporal.Instant | undefined
  readonly createdAt: Temporal.Instant
  readonly updatedAt: Temporal.Instant
  readonly deletedAt: Temporal.Instant | undefined
}

const columns = [
  'test_clock_id',
  'details',
  'shows_at',
  'target_at',
  'created_at',
  'updated_at',
  'deleted_at',
] as const
const place = (row: string) => ({ table: 'test_clocks', column: 'details', row })

export type NewClock = Pick<TestClock, 'id' | 'name' | 'description' | 'showsAt'>

export async function insertClock(ctx: Ctx, clock: NewClock): Promise<TestClock> {
  const { id, name, description, showsAt } = clock
  const row = await ctx.db
    .insertInto('tally.test_clocks')
    .values({
      merchant_id: ctx.organizationId,
      test_clock_id: id,
      details: ctx.seals.seal(place(id), { name, description }),
      shows_at: showsAt,
      created_at: ctx.realNow,
      updated_at: ctx.realNow,
    })
    .returning(columns)
    .executeTakeFirstOrThrow()
  return open(ctx, row)
}

export async function findClock(ctx: Ctx, id: string): Promise<TestClock | undefined> {
  const row = await clocks(ctx).where('test_clock_id', '=', id).executeTakeFirst()
  return row && open(ctx, row)
}

/** Locked against everybody who lives by it. */
export async function lockClock(ctx: Ctx, id: string): Promise<TestClock | undefined> {
  const row = await clocks(ctx).where('test_clock_id', '=', id).forUpdate().executeTakeFirst()
  return row && open(ctx, row)
}

/** A clock that has not been deleted; it neither moves nor goes before the transaction ends. */
export async function holdClock(ctx: Ctx, id: string): Promise<TestClock | undefined> {
  const row = await clocks(ctx)
    .where('test_clock_id', '=', id)
    .where('deleted_at', 'is', null)
    .forShare()
    .executeTakeFirst()
  return row && open(ctx, row)
}

export async function listClocks(ctx: Ctx, page: Page) {
  const query = clocks(ctx).where('deleted_at', 'is', null)
  const { rows, total } = await newestFirst(query, 'test_clock_id', page)
  return { rows: rows.map((row) => open(ctx, row)), total }
}

type ClockChange = {
  readonly showsAt?: Temporal.Instant
  /** Undefined once it has arrived. */
  readonly targetAt?: Temporal.Instant | undefined
  readonly deletedAt?: Temporal.Instant
}

export async function setClock(ctx: Ctx, id: string, change: ClockChange): Promise<TestClock> {
  const row = await ctx.db
    .updateTable('tally.test_clocks')
    .set({
      ...(change.showsAt && { shows_at: change.showsAt }),
      ...('targetAt' in change && { target_at: change.targetAt ?? null }),
      ...(change.deletedAt && { deleted_at: change.deletedAt }),
      updated_at: ctx.realNow,
    })
    .where('merchant_id', '=', ctx.organizationId)
    .where('test_clock_id', '=', id)
    .returning(columns)
    .executeTakeFirstOrThrow()
  return open(ctx, row)
}

/** When the next work of those who live by the clock is due, no later than its target. */
export async function nextDueAt(
  { db, organizationId }: Ctx,
  { id, targetAt }: TestClock,
): Promise<Temporal.Instant | undefined> {
  const { rows } = await sql<{ due_at: Temporal.Instant }>`
    select due_at from tally.due_work
    where organization_id = ${organizationId} and lane = ${id} and due_at <= ${targetAt}
    order by due_at limit 1`.execute(db)
  return rows[0]?.due_at
}

function clocks({ db, organizationId }: Ctx) {
  return db
    .selectFrom('tally.test_clocks')
    .select(columns)
    .where('merchant_id', '=', organizationId)
}

type Row = Awaited<ReturnType<ReturnType<typeof clocks>['executeTakeFirstOrThrow']>>

function open(ctx: Ctx, row: Row): TestClock {
  type Details = Pick<TestClock, 'name' | 'description'>
  return {
    id: row.test_clock_id,
    ...ctx.seals.open<Details>(place(row.test_clock_id), row.details),
    showsAt: row.shows_at,
    targetAt: row.target_at ?? undefined,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    deletedAt: row.deleted_at ?? undefined,
  }
}
