import { sql } from 'kysely'
import type { Db } from './db.ts'

/**
 * For the rest of the transaction, named statements keep the plan that they have. The planner would think of a new one
 * for each list it is given, which takes longer than the statements themselves.
 */
export async function keepPlans(db: Db): Promise<void> {
  await sql`/* keep plans */ select set_config('plan_cache_mode', 'force_generic_plan', true)`.execute(
    db,
  )
}
