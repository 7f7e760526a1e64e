import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'

/*
 * What is asked before the organization is known: each takes an id of the provider's and returns one of ours, through
 * functions of the database that look across organizations (server/migrations/0018_settlement.sql).
 */

/** The merchant for whom the platform opened this account. */
export async function findMerchantOfAccount({ db }: Ctx, account: string) {
  const { rows } = await sql<{ merchant_id: string }>`
    select merchant_id from tally.find_payment_account(${account})`.execute(db)
  return rows[0]?.merchant_id
}

/** The merchant whose payment this is at the provider. */
export async function findMerchantOfPayment({ db }: Ctx, reference: string) {
  const { rows } = await sql<{ merchant_id: string }>`
    select merchant_id from tally.find_provider_payment(${reference})`.execute(db)
  return rows[0]?.merchant_id
}

/** The organization that runs the house, and owns the installation's account; undefined before it is set up. */
export async function findPlatform({ db }: Ctx): Promise<string | undefined> {
  const { rows } = await sql<{ organization_id: string }>`
    select organization_id from tally.find_platform()`.execute(db)
  return rows[0]?.organization_id
}
