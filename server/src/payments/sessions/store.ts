import type { ProviderAccount } from '@tallystick/core/ledger/accounts.ts'
import { nanosToText } from '@tallystick/core/money/money.ts'
import type { Selectable } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { moneyOf, nanosOf } from '../../platform/db/amounts.ts'
import { newestFirst, type Page } from '../../platform/db/page.ts'
import type { Schema } from '../../platform/db/schema.gen.ts'
import type { EntityType } from '../payable.ts'
import type { Session, SessionDetails, SessionStatus } from './session.ts'

const columns = [
  'payment_session_id',
  'customer_id',
  'mode',
  'entity_type',
  'entity_id',
  'subscription_id',
  'amount',
  'funds_amount',
  'currency',
  'status',
  'save_method',
  'details',
  'provider',
  'provider_account',
  'provider_reference',
  'failure_code',
  'expires_at',
  'completed_at',
  'created_at',
  'updated_at',
] as const
const place = (row: string) => ({ table: 'payment_sessions', column: 'details', row })

export type NewSession = Omit<
  Session,
  'status' | 'providerReference' | 'failureCode' | 'completedAt' | 'createdAt' | 'updatedAt'
> & { readonly codeHash: Buffer }

export async function insertSession(ctx: Ctx, session: NewSession): Promise<void> {
  const { id, url, breakdown, description, label, metadata } = session
  const { successRedirectUrl, failureRedirectUrl } = session
  const details: SessionDetails = {
    url,
    breakdown,
    description,
    label,
    successRedirectUrl,
    failureRedirectUrl,
    metadata,
  }
  await ctx.db
    .insertInto('tally.payment_sessions')
    .values({
      merchant_id: ctx.organizationId,
      payment_session_id: id,
      customer_id: session.customerId ?? null,
      mode: session.mode,
      entity_type: session.entityType,
      entity_id: session.entityId,
      subscription_id: session.subscriptionId ?? null,
      amount: nanosToText(session.amount.nanos),
      funds_amount: nanosToText(session.funds),
      currency: session.amount.currency,
      status: 'pending',
      save_method: session.saveMethod,
      code_hash: session.codeHash,
      details: ctx.seals.seal(place(id), details),
      provider: session.provider.provider,
      provider_account: session.provider.account,
      expires_at: session.expiresAt,
      created_at: ctx.now,
      updated_at: ctx.now,
    })
    .execute()
}

export async function findSession(ctx: Ctx, id: string): Promise<Session | undefined> {
  const row = await one(ctx, id).executeTakeFirst()
  return row && open(ctx, row)
}

/** The same, held until the end: attempts, results, expiry and cancelling come one after the other. */
export async function lockSession(ctx: Ctx, id: string): Promise<Session | undefined> {
  const row = await one(ctx, id).forUpdate().executeTakeFirst()
  return row && open(ctx, row)
}

function one({ db, organizationId }: Ctx, id: string) {
  return db
    .selectFrom('tally.payment_sessions')
    .select(columns)
    .where('merchant_id', '=', organizationId)
    .where('payment_session_id', '=', id)
}

/** The session of a one-off payment or a top-up, which have just one. */
export async function findSessionsOf(
  ctx: Ctx,
  entityType: EntityType,
  entityIds: readonly string[],
): Promise<ReadonlyMap<string, Session>> {
  if (entityIds.length === 0) return new Map()
  const rows = await ctx.db
    .selectFrom('tally.payment_sessions')
    .select(columns)
    .where('merchant_id', '=', ctx.organizationId)
    .where('entity_type', '=', entityType)
    .where('entity_id', 'in', entityIds)
    .execute()
  return new Map(rows.map((row) => [row.entity_id, open(ctx, row)]))
}

export async function listSessionsById(ctx: Ctx, ids: readonly string[]) {
  if (ids.length === 0) return []
  const rows = await ctx.db
    .selectFrom('tally.payment_sessions')
    .select(columns)
    .where('merchant_id', '=', ctx.organizationId)
    .where('payment_session_id', 'in', ids)
    .execute()
  return rows.map((row) => open(ctx, row))
}

export async function findPaidSession(
  ctx: Ctx,
  entityType: EntityType,
  entityId: string,
): Promise<Session | undefined> {
  const row = await ctx.db
    .selectFrom('tally.payment_sessions')
    .select(columns)
    .where('merchant_id', '=', ctx.organizationId)
    .where('entity_type', '=', entityType)
    .where('entity_id', '=', entityId)
    .where('status', '=', 'completed')
    .executeTakeFirst()
  return row && open(ctx, row)
}

export type SessionChange = {
  readonly status: SessionStatus
  readonly providerReference?: string | undefined
  /** Left out, the last failure is forgotten. */
  readonly failureCode?: string | undefined
}

export async function setSession(ctx: Ctx, id: string, change: SessionChange): Promise<void> {
  const { status, providerReference, failureCode } = change
  await ctx.db
    .updateTable('tally.payment_sessions')
    .set({
      status,
      failure_code: failureCode ?? null,
      updated_at: ctx.now,
      ...(providerReference !== undefined && { provider_reference: providerReference }),
      ...(status === 'completed' && { completed_at: ctx.now }),
    })
    .where('merchant_id', '=', ctx.organizationId)
    .where('payment_session_id', '=', id)
    .execute()
}

/** Before anybody has paid there: where the money will lie. */
export async function setProvider(ctx: Ctx, id: string, to: ProviderAccount): Promise<void> {
  await ctx.db
    .updateTable('tally.payment_sessions')
    .set({ provider: to.provider, provider_account: to.account })
    .where('merchant_id', '=', ctx.organizationId)
    .where('payment_session_id', '=', id)
    .execute()
}

export type SessionFilter = {
  readonly subscriptionId?: string
  readonly customerId?: string
  readonly status?: SessionStatus
  readonly entityType?: EntityType
}

export async function listSessions(ctx: Ctx, filter: SessionFilter & Page) {
  const { subscriptionId, customerId, status, entityType } = filter
  let some = ctx.db
    .selectFrom('tally.payment_sessions')
    .where('merchant_id', '=', ctx.organizationId)
    // Those that only store a method collect nothing.
    .where('mode', '=', 'payment')
  if (subscriptionId !== undefined) some = some.where('subscription_id', '=', subscriptionId)
  if (customerId !== undefined) some = some.where('customer_id', '=', customerId)
  if (status !== undefined) some = some.where('status', '=', status)
  if (entityType !== undefined) some = some.where('entity_type', '=', entityType)
  const { rows, total } = await newestFirst(some.select(columns), 'payment_session_id', filter)
  return { rows: rows.map((row) => open(ctx, row)), total }
}

type Row = Pick<Selectable<Schema['tally.payment_sessions']>, (typeof columns)[number]>

function open(ctx: Ctx, row: Row): Session {
  return {
    ...ctx.seals.open<SessionDetails>(place(row.payment_session_id), row.details),
    id: row.payment_session_id,
    customerId: row.customer_id ?? undefined,
    mode: row.mode as Session['mode'],
    entityType: row.entity_type as EntityType,
    entityId: row.entity_id,
    subscriptionId: row.subscription_id ?? undefined,
    amount: moneyOf(row),
    funds: nanosOf(row.funds_amount),
    status: row.status as SessionStatus,
    saveMethod: row.save_method as Session['saveMethod'],
    provider: { provider: row.provider, account: row.provider_account },
    providerReference: row.provider_reference ?? undefined,
    failureCode: row.failure_code ?? undefined,
    expiresAt: row.expires_at,
    completedAt: row.completed_at ?? undefined,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}
