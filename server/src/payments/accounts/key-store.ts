import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'

/** Stand sealed. */
type Secrets = {
  readonly secretKey: string
  /** Any of them signs: while one is replaced by another there are two. */
  readonly webhookSecrets: readonly string[]
}

/** Keys of an account of the merchant's own. */
export type ProviderKeys = Secrets & {
  readonly account: string
  readonly publishableKey: string
  readonly createdAt: Temporal.Instant
}

const place = (row: string) => ({ table: 'provider_keys', column: 'secrets', row })

/** Those with which new payments are made; or those of one account, whether or not they still are. */
export async function findProviderKeys(
  ctx: Ctx,
  account?: string,
): Promise<ProviderKeys | undefined> {
  const own = ctx.db
    .selectFrom('tally.provider_keys')
    .select(['account', 'publishable_key', 'secrets', 'created_at'])
    .where('merchant_id', '=', ctx.organizationId)
  const wanted =
    account === undefined
      ? own.where('replaced_at', 'is', null)
      : own.where('account', '=', account)
  const row = await wanted.executeTakeFirst()
  return (
    row && {
      ...ctx.seals.open<Secrets>(place(row.account), row.secrets),
      account: row.account,
      publishableKey: row.publishable_key,
      createdAt: row.created_at,
    }
  )
}

/** In which account of its own a merchant is paid; undefined when it has none. */
export async function findOwnAccount(ctx: Ctx): Promise<string | undefined> {
  const row = await ctx.db
    .selectFrom('tally.provider_keys')
    .select('account')
    .where('merchant_id', '=', ctx.organizationId)
    .where('replaced_at', 'is', null)
    .executeTakeFirst()
  return row?.account
}

/** Every account of its own that a merchant was ever paid in and whose keys are still known. */
export async function listOwnAccounts(ctx: Ctx): Promise<readonly string[]> {
  const rows = await ctx.db
    .selectFrom('tally.provider_keys')
    .select('account')
    .where('merchant_id', '=', ctx.organizationId)
    .orderBy('account')
    .execute()
  return rows.map(({ account }) => account)
}

/** From now on new payments are made with these. */
export async function putProviderKeys(
  ctx: Ctx,
  { account, publishableKey, ...secrets }: Omit<ProviderKeys, 'createdAt'>,
): Promise<void> {
  await ctx.db
    .updateTable('tally.provider_keys')
    .set({ replaced_at: ctx.realNow })
    .where('merchant_id', '=', ctx.organizationId)
    .where('account', '<>', account)
    .where('replaced_at', 'is', null)
    .execute()
  const row = {
    merchant_id: ctx.organizationId,
    provider: 'stripe',
    account,
    publishable_key: publishableKey,
    secrets: ctx.seals.seal(place(account), secrets),
    created_at: ctx.realNow,
    replaced_at: null,
  }
  await ctx.db
    .insertInto('tally.provider_keys')
    .values(row)
    .onConflict((conflict) => conflict.columns(['merchant_id', 'account']).doUpdateSet(row))
    .execute()
}

export async function deleteProviderKeys(ctx: Ctx): Promise<void> {
  await ctx.db
    .deleteFrom('tally.provider_keys')
    .where('merchant_id', '=', ctx.organizationId)
    .execute()
}

/** Whether something is still to be sent or followed through an account of the merchant's own. */
export async function isOwnAccountInUse(ctx: Ctx): Promise<boolean> {
  const { rows } = await sql<{ used: boolean }>`
    select exists (
      select from tally.provider_keys as k
      join tally.payment_sessions as s on s.merchant_id = ${ctx.organizationId}
        and s.provider = k.provider and s.provider_account = k.account
      left join tally.payment_attempts as t on t.merchant_id = ${ctx.organizationId}
        and t.payment_session_id = s.payment_session_id
      left join tally.refunds as r on r.merchant_id = ${ctx.organizationId}
        and r.payment_attempt_id = t.payment_attempt_id
      where k.merchant_id = ${ctx.organizationId} and (s.status = 'processing'
        or t.status in ('created', 'requires_action', 'processing')
        or r.status in ('pending', 'cancelling'))
    ) as used`.execute(ctx.db)
  return rows[0]?.used ?? false
}
