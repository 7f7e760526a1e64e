import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'

/** A test clock and what it shows. */
export type ClockTime = { readonly testClockId: string; readonly showsAt: Temporal.Instant }

/** The test clock of a customer and what it shows; undefined for one that lives in real time. */
export async function findTimeOf(
  { db, organizationId, actor }: Ctx,
  customerId: string,
): Promise<ClockTime | undefined> {
  // Who only looks schedules nothing, and may not hold a clock either.
  const held = actor.kind !== 'portal'
  const { rows } = await sql<{ test_clock_id: string; shows_at: Temporal.Instant }>`
    select k.test_clock_id, k.shows_at from tally.customer_clocks as c
    join tally.test_clocks as k
      on k.merchant_id = ${organizationId} and k.test_clock_id = c.test_clock_id
    where c.merchant_id = ${organizationId} and c.customer_id = ${customerId}
    ${held ? sql`for share of k` : sql``}`.execute(db)
  const [row] = rows
  return row && { testClockId: row.test_clock_id, showsAt: row.shows_at }
}

/**
 * Decides by which clock a customer lives, once. False when that was decided before, or when there is no such customer.
 * A second decision at the same time waits here for the first.
 */
export async function insertCustomerClock(
  { db, organizationId, realNow }: Ctx,
  customerId: string,
  testClockId: string | undefined,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into tally.customer_clocks (merchant_id, customer_id, test_clock_id, decided_at)
    select c.merchant_id, c.customer_id, ${testClockId ?? null}, ${realNow} from tally.customers as c
    where c.merchant_id = ${organizationId} and c.customer_id = ${customerId}
    on conflict (merchant_id, customer_id) do nothing`.execute(db)
  return numAffectedRows === 1n
}

/** What was decided for a customer; undefined when nothing was. */
export async function findCustomerClock(
  { db, organizationId }: Ctx,
  customerId: string,
): Promise<{ readonly testClockId: string | undefined } | undefined> {
  const row = await db
    .selectFrom('tally.customer_clocks')
    .select('test_clock_id')
    .where('merchant_id', '=', organizationId)
    .where('customer_id', '=', customerId)
    .executeTakeFirst()
  return row && { testClockId: row.test_clock_id ?? undefined }
}

/**
 * What a customer's due work waits for from now on is its test clock. Real time counts as before: what comes too early
 * is put off by whoever does it.
 */
export async function moveDueWork(
  { db, organizationId }: Ctx,
  customerId: string,
  testClockId: string,
): Promise<void> {
  await db
    .updateTable('tally.due_work')
    .set({ lane: testClockId, test_clock_id: testClockId })
    .where('organization_id', '=', organizationId)
    .where('lane', '=', customerId)
    .execute()
}

/** The test clocks of customers, by customer; those without one are not among them. */
export async function listTimesOf(
  { db, organizationId }: Ctx,
  customerIds: readonly string[],
): Promise<ReadonlyMap<string, ClockTime>> {
  if (customerIds.length === 0) return new Map()
  const { rows } = await sql<TimeRow>`
    select c.customer_id, k.test_clock_id, k.shows_at from tally.customer_clocks as c
    join tally.test_clocks as k
      on k.merchant_id = ${organizationId} and k.test_clock_id = c.test_clock_id
    where c.merchant_id = ${organizationId} and c.customer_id = any (${customerIds}::text[])`.execute(
    db,
  )
  return timesBy(rows)
}

/** The same, and none of the clocks moves on before the transaction ends. */
export async function holdTimes(
  { db, organizationId }: Ctx,
  customerIds: readonly string[],
): Promise<ReadonlyMap<string, ClockTime>> {
  const { rows } = await sql<TimeRow>`
    /* customer clocks */
    select c.customer_id, k.test_clock_id, k.shows_at from tally.customer_clocks as c
    join tally.test_clocks as k
      on k.merchant_id = ${organizationId} and k.test_clock_id = c.test_clock_id
    where c.merchant_id = ${organizationId} and c.customer_id = any (${customerIds}::text[])
      and exists (select from tally.test_clocks as t where t.merchant_id = ${organizationId})
    for share of k`.execute(db)
  return timesBy(rows)
}

type TimeRow = { customer_id: string; test_clock_id: string; shows_at: Temporal.Instant }

/** Customers of one clock share it. */
function timesBy(rows: readonly TimeRow[]): ReadonlyMap<string, ClockTime> {
  const clocks = new Map(
    rows.map((row) => [
      row.test_clock_id,
      { testClockId: row.test_clock_id, showsAt: row.shows_at },
    ]),
  )
  return new Map(
    rows.flatMap((row) => {
      const clock = clocks.get(row.test_clock_id)
      return clock ? [[row.customer_id, clock] as const] : []
    }),
  )
}
