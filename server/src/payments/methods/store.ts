import type { ProviderAccount } from '@tallystick/core/ledger/accounts.ts'
import { type Selectable, sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import type { Schema } from '../../platform/db/schema.gen.ts'
import type { ProviderMethod } from '../providers/provider.ts'

/** A payment method that its customer can be charged with while away. */
export type StoredMethod = ProviderMethod & {
  readonly id: string
  readonly customerId: string
  /** At whom, and in which account there, it can be charged. */
  readonly provider: string
  readonly account: string
  /** Why the bank will never again let it be charged. */
  readonly unusableCode: string | undefined
  readonly createdAt: Temporal.Instant
}

export type NewMethod = Pick<StoredMethod, 'id' | 'customerId' | 'provider' | 'account'> & {
  readonly method: ProviderMethod
}

const columns = [
  'payment_method_id',
  'customer_id',
  'provider',
  'provider_account',
  'details',
  'unusable_code',
  'created_at',
] as const
const place = (row: string) => ({ table: 'payment_methods', column: 'details', row })
const removed = Buffer.alloc(0)

export async function insertMethod(
  ctx: Ctx,
  { id, customerId, provider, account, method }: NewMethod,
): Promise<void> {
  await ctx.db
    .insertInto('tally.payment_methods')
    .values({
      merchant_id: ctx.organizationId,
      payment_method_id: id,
      customer_id: customerId,
      provider,
      provider_account: account,
      details: ctx.seals.seal(place(id), method),
      precedence: aboveAll(ctx, customerId),
      created_at: ctx.now,
    })
    .execute()
}

/** Above every other method of the customer. */
function aboveAll({ organizationId }: Ctx, customerId: string) {
  return sql<number>`(
    select coalesce(max(o.precedence), 0) + 1 from tally.payment_methods as o
    where o.merchant_id = ${organizationId} and o.customer_id = ${customerId})`
}

/** The default first. */
export async function listMethods(ctx: Ctx, customerId: string): Promise<readonly StoredMethod[]> {
  const rows = await kept(ctx, customerId).limit(mostMethods).execute()
  return rows.map((row) => open(ctx, row))
}

const mostMethods = 1000

/** The same ids, none of which is removed by anybody else until the end. */
export async function lockMethods(ctx: Ctx, customerId: string): Promise<readonly string[]> {
  const rows = await kept(ctx, customerId).forUpdate().limit(mostMethods).execute()
  return rows.map((row) => row.payment_method_id)
}

/** Of those that can be charged in this account. */
export async function findDefaultMethod(
  ctx: Ctx,
  customerId: string,
  { provider, account }: ProviderAccount,
): Promise<StoredMethod | undefined> {
  const row = await kept(ctx, customerId)
    .where('provider', '=', provider)
    .where('provider_account', '=', account)
    .limit(1)
    .executeTakeFirst()
  return row && open(ctx, row)
}

/** Undefined once it is removed. */
export async function findMethod(ctx: Ctx, id: string): Promise<StoredMethod | undefined> {
  const row = await ctx.db
    .selectFrom('tally.payment_methods')
    .select(columns)
    .where('merchant_id', '=', ctx.organizationId)
    .where('payment_method_id', '=', id)
    .where('removed_at', 'is', null)
    .executeTakeFirst()
  return row && open(ctx, row)
}

function kept({ db, organizationId }: Ctx, customerId: string) {
  return db
    .selectFrom('tally.payment_methods')
    .select(columns)
    .where('merchant_id', '=', organizationId)
    .where('customer_id', '=', customerId)
    .where('removed_at', 'is', null)
    .orderBy('precedence', 'desc')
    .orderBy('payment_method_id', 'desc')
}

export async function setDefault(ctx: Ctx, { id, customerId }: StoredMethod): Promise<void> {
  await ctx.db
    .updateTable('tally.payment_methods')
    .set({ precedence: aboveAll(ctx, customerId) })
    .where('merchant_id', '=', ctx.organizationId)
    .where('payment_method_id', '=', id)
    .execute()
}

export async function setUnusable(ctx: Ctx, id: string, code: string): Promise<void> {
  await ctx.db
    .updateTable('tally.payment_methods')
    .set({ unusable_code: code })
    .where('merchant_id', '=', ctx.organizationId)
    .where('payment_method_id', '=', id)
    .execute()
}

/**
 * What was known of it is gone, but for the token, until the provider has forgotten it, too. The row stays, since
 * payments name it.
 */
export async function setRemoved(ctx: Ctx, { id, token, type }: StoredMethod): Promise<void> {
  const left: ProviderMethod = { token, type }
  await ctx.db
    .updateTable('tally.payment_methods')
    .set({ removed_at: ctx.now, details: ctx.seals.seal(place(id), left) })
    .where('merchant_id', '=', ctx.organizationId)
    .where('payment_method_id', '=', id)
    .where('removed_at', 'is', null)
    .execute()
}

/** One that its customer has removed, while the provider still knows it. */
export async function findRemoved(ctx: Ctx, id: string): Promise<StoredMethod | undefined> {
  const row = await ctx.db
    .selectFrom('tally.payment_methods')
    .select(columns)
    .where('merchant_id', '=', ctx.organizationId)
    .where('payment_method_id', '=', id)
    .where('removed_at', 'is not', null)
    .where('details', '<>', removed)
    .executeTakeFirst()
  return row && open(ctx, row)
}

export async function setForgotten(ctx: Ctx, id: string): Promise<void> {
  await ctx.db
    .updateTable('tally.payment_methods')
    .set({ details: removed })
    .where('merchant_id', '=', ctx.organizationId)
    .where('payment_method_id', '=', id)
    .where('removed_at', 'is not', null)
    .execute()
}

type Row = Pick<Selectable<Schema['tally.payment_methods']>, (typeof columns)[number]>

function open(ctx: Ctx, row: Row): StoredMethod {
  return {
    ...ctx.seals.open<ProviderMethod>(place(row.payment_method_id), row.details),
    id: row.payment_method_id,
    customerId: row.customer_id,
    provider: row.provider,
    account: row.provider_account,
    unusableCode: row.unusable_code ?? undefined,
    createdAt: row.created_at,
  }
}
