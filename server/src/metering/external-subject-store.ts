import { sql } from 'kysely'
import { externalIdIndexOf } from '../customers/reported-customers.ts'
import type { Ctx } from '../platform/ctx.ts'
import { hexOfColumn } from './hex.ts'

const lockName = ({ organizationId }: Ctx) => sql`hashtextextended(${`links ${organizationId}`}, 0)`

/** Nothing is linked until this transaction ends. */
export async function holdLinks(ctx: Ctx): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(${lockName(ctx)})`.execute(ctx.db)
}

type Unlinked = { readonly externalId: string; readonly subjectId: string }

/** What stands for each external id: what did already, or else what is given here. */
export async function insertExternalSubjects(
  ctx: Ctx,
  wanted: readonly Unlinked[],
): Promise<Map<string, string>> {
  if (wanted.length === 0) return new Map()
  const indexes = wanted.map(({ externalId }) => externalIdIndexOf(ctx, externalId))
  const subjects = wanted.map(({ subjectId }) => subjectId)
  await sql`
    insert into tally.external_subjects (merchant_id, subject_id, external_index)
    select ${ctx.organizationId}, w.subject_id, w.external_index
    from unnest(${subjects}::uuid[], ${indexes}::bytea[]) as w (subject_id, external_index)
    order by w.external_index on conflict do nothing`.execute(ctx.db)
  const { rows } = await sql<{ subject_id: string; external_index: Buffer }>`
    select s.subject_id, s.external_index from unnest(${indexes}::bytea[]) as w (external_index)
    join tally.external_subjects as s on s.external_index = w.external_index
    where s.merchant_id = ${ctx.organizationId} and s.customer_id is null`.execute(ctx.db)
  const byIndex = new Map(
    rows.map((row) => [row.external_index.toString('hex'), hexOfColumn(row.subject_id)]),
  )
  return new Map(
    wanted.map(({ externalId, subjectId }, at) => [
      externalId,
      byIndex.get(indexes[at]?.toString('hex') ?? '') ?? subjectId,
    ]),
  )
}

/** All that waited for this external id is the customer's from now on. Says how many rows there were: none or one. */
export async function linkExternalSubject(
  ctx: Ctx,
  { externalId, customerId }: { readonly externalId: string; readonly customerId: string },
): Promise<bigint> {
  await sql`select pg_advisory_xact_lock(${lockName(ctx)})`.execute(ctx.db)
  const { numAffectedRows = 0n } = await sql`
    update tally.external_subjects set customer_id = ${customerId}, linked_at = clock_timestamp()
    where merchant_id = ${ctx.organizationId} and customer_id is null
      and external_index = ${externalIdIndexOf(ctx, externalId)}`.execute(ctx.db)
  return numAffectedRows
}
