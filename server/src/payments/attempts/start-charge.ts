import { assert } from '@tallystick/core/assert.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { newId } from '../../platform/ids.ts'
import { findDefaultMethod, findMethod } from '../methods/store.ts'
import type { PaymentOrder, Provider } from '../providers/provider.ts'
import { type Session, statusAt } from '../sessions/session.ts'
import { lockSession, setSession } from '../sessions/store.ts'
import { assertMayCharge, followLater } from './start-attempt.ts'
import { type Attempt, findLastAttempt, insertAttempt } from './store.ts'

/** What to ask the provider for, or why there is nothing to ask for. */
export type Charge =
  | { readonly order: PaymentOrder }
  /** No method can be charged; the code says why. */
  | { readonly failureCode: string }
  /** It is being paid already, or is not to be paid any more. */
  | undefined

/**
 * Writes down that the default method of a session's customer is about to be charged, before it is. Called again while
 * nobody knows whether the provider was asked, it gives the same order: sent twice, it is one payment.
 */
export async function startCharge(
  ctx: Ctx,
  provider: Pick<Provider, 'isReal'>,
  sessionId: string,
): Promise<Charge> {
  assertMayCharge(ctx, provider)
  const session = await lockSession(ctx, sessionId)
  assert(session, 'what is charged has a session')
  const status = statusAt(session, ctx.now)
  if (status === 'processing') return resume(ctx, session)
  if (status !== 'pending') return undefined

  const { customerId } = session
  const method = customerId === undefined ? undefined : await findDefaultMethod(ctx, customerId)
  if (!method) return { failureCode: 'no_payment_method' }
  if (method.unusableCode !== undefined) return { failureCode: method.unusableCode }

  const id = newId('paymentAttempt')
  const attempt = {
    id,
    sessionId,
    idempotencyKey: id,
    amount: session.amount,
    saveMethod: false,
    paymentMethodId: method.id,
  }
  await insertAttempt(ctx, attempt)
  await setSession(ctx, sessionId, { status: 'processing' })
  await followLater(ctx, id, 1)
  return { order: { ...partyOf(ctx, session), ...orderOf(attempt), token: method.token } }
}

async function resume(ctx: Ctx, session: Session): Promise<Charge> {
  const attempt = await findLastAttempt(ctx, session.id)
  const order = attempt && (await chargeOf(ctx, session, attempt))
  return order && { order }
}

/** The order of an attempt of which nobody knows whether the provider heard it; undefined when there is none. */
export async function chargeOf(
  ctx: Ctx,
  session: Session,
  attempt: Attempt,
): Promise<PaymentOrder | undefined> {
  const { status, paymentMethodId } = attempt
  if (status !== 'created' || paymentMethodId === undefined) return undefined
  const method = await findMethod(ctx, paymentMethodId)
  return method && { ...partyOf(ctx, session), ...orderOf(attempt), token: method.token }
}

const partyOf = ({ organizationId: merchantId }: Ctx, { customerId }: Session) => ({
  merchantId,
  customerId,
})
const orderOf = ({ idempotencyKey, amount }: Pick<Attempt, 'idempotencyKey' | 'amount'>) => ({
  idempotencyKey,
  amount,
})
