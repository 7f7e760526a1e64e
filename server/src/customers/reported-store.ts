import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'

export type Reported = {
  readonly customerId: string
  /** What its test clock shows, or the real time. */
  readonly now: Temporal.Instant
  readonly externalIndex: string | undefined
}

export const externalIdIndex = ({ seals }: Ctx, externalId: string) =>
  seals.index('customers', 'external_id_index', externalId)

type Row = {
  readonly customer_id: string
  readonly external_id_index: Buffer | null
  readonly shows_at: Temporal.Instant | null
}

/** Each is looked up by itself, as an ordered range of one: a plan for all at once may read everything there is. */
export async function findReported(
  ctx: Ctx,
  ids: readonly string[],
  externalIndexes: readonly Buffer[],
): Promise<Reported[]> {
  const [byId, byIndex] = await Promise.all([
    ids.length > 0 ? lookUp(ctx, ids) : [],
    externalIndexes.length > 0 ? lookUpExternal(ctx, externalIndexes) : [],
  ])
  return [...byId, ...byIndex].map(({ customer_id, external_id_index, shows_at }) => ({
    customerId: customer_id,
    now: shows_at ?? ctx.realNow,
    externalIndex: external_id_index?.toString('hex'),
  }))
}

async function lookUp(ctx: Ctx, ids: readonly string[]): Promise<readonly Row[]> {
  const { rows } = await sql<Row>`
    /* look up reported customers */
    select c.customer_id, c.external_id_index, k.shows_at
    from unnest(${ids}::text[]) as n (id) cross join lateral (
      select u.customer_id, u.external_id_index from tally.customers as u
      where u.merchant_id = ${ctx.organizationId} and u.customer_id between n.id and n.id
        and u.deleted_at is null
      order by u.customer_id limit 1
    ) as c ${clockOf(ctx)}`.execute(ctx.db)
  return rows
}

async function lookUpExternal(ctx: Ctx, indexes: readonly Buffer[]): Promise<readonly Row[]> {
  const { rows } = await sql<Row>`
    /* look up external customers */
    select c.customer_id, c.external_id_index, k.shows_at
    from unnest(${indexes}::bytea[]) as n (external_index) cross join lateral (
      select u.customer_id, u.external_id_index from tally.customers as u
      where u.merchant_id = ${ctx.organizationId}
        and u.external_id_index between n.external_index and n.external_index
      order by u.external_id_index limit 1
    ) as c ${clockOf(ctx)}`.execute(ctx.db)
  return rows
}

/** Test clocks are few, and there are none but in the sandbox. */
function clockOf({ mode, organizationId }: Ctx) {
  return mode === 'live'
    ? sql`cross join (select null::timestamptz as shows_at) as k`
    : sql`
      left join tally.customer_clocks as l on l.merchant_id = ${organizationId} and l.customer_id = c.customer_id
      left join tally.test_clocks as k on k.merchant_id = ${organizationId} and k.test_clock_id = l.test_clock_id`
}
