import { type Money, nanosToText } from '@tallystick/core/money/money.ts'
import type { Selectable } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { moneyOf } from '../../platform/db/amounts.ts'
import type { Schema } from '../../platform/db/schema.gen.ts'
import type { ProviderMethod, ProviderPayment } from '../providers/provider.ts'
import type { Session } from '../sessions/session.ts'

export type AttemptStatus = 'created' | ProviderPayment['status']

export type Attempt = {
  readonly id: string
  readonly sessionId: string
  /** Sent to the provider, so a repeated call is one payment there. */
  readonly idempotencyKey: string
  readonly amount: Money
  readonly status: AttemptStatus
  readonly providerReference: string | undefined
  readonly challengeId: string | undefined
  readonly saveMethod: boolean
  /** The stored method that is charged while its holder is away; undefined for a payment on the page. */
  readonly paymentMethodId: string | undefined
  /** The stored method that its holder chose on the page. */
  readonly chosenMethodId: string | undefined
  /** Real time at which it was written down, whatever clock its customer lives by. */
  readonly askedAt: Temporal.Instant
  readonly createdAt: Temporal.Instant
}

const columns = [
  'payment_attempt_id',
  'payment_session_id',
  'idempotency_key',
  'amount',
  'currency',
  'status',
  'provider_reference',
  'challenge_id',
  'save_method',
  'payment_method_id',
  'chosen_method_id',
  'asked_at',
  'created_at',
] as const

/** Its payer has the provider's form open, and has confirmed nothing as far as we know: it can be begun anew. */
export function isWaitingForForm(
  attempt: Pick<Attempt, 'status' | 'challengeId'> | undefined,
): boolean {
  return attempt?.status === 'requires_action' && attempt.challengeId === undefined
}

/** Nobody knows its end yet. */
export function isUnderWay({ status }: Pick<Attempt, 'status'>): boolean {
  return status !== 'succeeded' && status !== 'failed'
}

type NewAttempt = Pick<
  Attempt,
  | 'id'
  | 'sessionId'
  | 'idempotencyKey'
  | 'amount'
  | 'saveMethod'
  | 'paymentMethodId'
  | 'chosenMethodId'
>
const place = (row: string) => ({ table: 'payment_attempts', column: 'method', row })

export async function insertAttempt(ctx: Ctx, attempt: NewAttempt): Promise<void> {
  await ctx.db
    .insertInto('tally.payment_attempts')
    .values({
      merchant_id: ctx.organizationId,
      payment_attempt_id: attempt.id,
      payment_session_id: attempt.sessionId,
      idempotency_key: attempt.idempotencyKey,
      amount: nanosToText(attempt.amount.nanos),
      currency: attempt.amount.currency,
      status: 'created',
      save_method: attempt.saveMethod,
      payment_method_id: attempt.paymentMethodId ?? null,
      chosen_method_id: attempt.chosenMethodId ?? null,
      asked_at: ctx.realNow,
      created_at: ctx.now,
      updated_at: ctx.now,
    })
    .execute()
}

export async function findAttempt(
  ctx: Ctx,
  by: 'payment_attempt_id' | 'idempotency_key' | 'challenge_id',
  name: string,
): Promise<Attempt | undefined> {
  const row = await ctx.db
    .selectFrom('tally.payment_attempts')
    .select(columns)
    .where('merchant_id', '=', ctx.organizationId)
    .where(by, '=', name)
    .executeTakeFirst()
  return row && open(row)
}

/** The one that paid its session; undefined when none did, or its customer's funds. */
export async function findPaidAttempt(
  ctx: Ctx,
  { id, status, providerReference }: Session,
): Promise<Attempt | undefined> {
  if (status !== 'completed' || providerReference === undefined) return undefined
  const row = await ctx.db
    .selectFrom('tally.payment_attempts')
    .select(columns)
    .where('merchant_id', '=', ctx.organizationId)
    .where('payment_session_id', '=', id)
    .where('provider_reference', '=', providerReference)
    .where('status', '=', 'succeeded')
    .executeTakeFirst()
  return row && open(row)
}

/** The newest try of a session. */
export async function findLastAttempt(ctx: Ctx, sessionId: string): Promise<Attempt | undefined> {
  const row = await ctx.db
    .selectFrom('tally.payment_attempts')
    .select(columns)
    .where('merchant_id', '=', ctx.organizationId)
    .where('payment_session_id', '=', sessionId)
    .orderBy('created_at', 'desc')
    .orderBy('payment_attempt_id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && open(row)
}

export type AttemptChange = {
  readonly status: AttemptStatus
  readonly providerReference?: string | undefined
  readonly challengeId?: string | undefined
  readonly failureCode?: string | undefined
  /** Its token is not kept here. */
  readonly method?: ProviderMethod | undefined
}

export async function setAttempt(ctx: Ctx, id: string, change: AttemptChange): Promise<void> {
  const { status, providerReference, challengeId, failureCode, method } = change
  await ctx.db
    .updateTable('tally.payment_attempts')
    .set({
      status,
      failure_code: failureCode ?? null,
      updated_at: ctx.now,
      ...(providerReference !== undefined && { provider_reference: providerReference }),
      ...(challengeId !== undefined && { challenge_id: challengeId }),
      ...(method && { method: ctx.seals.seal(place(id), { ...method, token: '' }) }),
    })
    .where('merchant_id', '=', ctx.organizationId)
    .where('payment_attempt_id', '=', id)
    .execute()
}

/** What one may know of the method with which a session was paid, by its own reference. */
export async function findMethodUsed(
  ctx: Ctx,
  attemptId: string,
): Promise<ProviderMethod | undefined> {
  const row = await ctx.db
    .selectFrom('tally.payment_attempts')
    .select('method')
    .where('merchant_id', '=', ctx.organizationId)
    .where('payment_attempt_id', '=', attemptId)
    .executeTakeFirst()
  return row?.method ? ctx.seals.open<ProviderMethod>(place(attemptId), row.method) : undefined
}

type Row = Pick<Selectable<Schema['tally.payment_attempts']>, (typeof columns)[number]>

function open(row: Row): Attempt {
  return {
    id: row.payment_attempt_id,
    sessionId: row.payment_session_id,
    idempotencyKey: row.idempotency_key,
    amount: moneyOf(row),
    status: row.status as AttemptStatus,
    providerReference: row.provider_reference ?? undefined,
    challengeId: row.challenge_id ?? undefined,
    saveMethod: row.save_method,
    paymentMethodId: row.payment_method_id ?? undefined,
    chosenMethodId: row.chosen_method_id ?? undefined,
    askedAt: row.asked_at ?? row.created_at,
    createdAt: row.created_at,
  }
}
