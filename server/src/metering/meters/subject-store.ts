import { isId } from '@tallystick/core/ids.ts'
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { hexOf } from '../hex.ts'

/**
 * Under which the readings of these customers stand: their own digits, and those of external ids that their events came
 * with before them. An empty text stands for events that belong to no customer.
 */
export async function listSubjects(ctx: Ctx, customerIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ subject_id: string }>`
    select e.subject_id from tally.external_subjects as e
    where e.merchant_id = ${ctx.organizationId} and e.customer_id = any (${customerIds}::text[])
    union all
    select e.subject_id from tally.external_subjects as e
    where e.merchant_id = ${ctx.organizationId} and e.customer_id is null
      and ${customerIds.includes('')}`.execute(ctx.db)
  const own = customerIds.filter((id) => isId('customer', id)).map(hexOf)
  return [...own, ...rows.map(({ subject_id }) => subject_id)]
}
