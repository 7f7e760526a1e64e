import { assert } from '@tallystick/core/assert.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { newId } from '../../platform/ids.ts'
import type { Collecting } from '../collecting.ts'
import { findDefaultMethod, findMethod } from '../methods/store.ts'
import { providerNow } from '../provider-for.ts'
import { type PaymentOrder, type Providers, providerOf } from '../providers/provider.ts'
import { type Session, statusAt } from '../sessions/session.ts'
import { lockSession, setProvider, setSession } from '../sessions/store.ts'
import { planDestination } from '../transfers/destination.ts'
import { orderOf } from './order-of.ts'
import { type Asking, assertMayCharge, followLater } from './start-attempt.ts'
import { type Attempt, findLastAttempt, insertAttempt } from './store.ts'

/** What to ask of the provider, or why there is nothing to ask for. */
export type Charge =
  | Asking
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
  { providers, payables }: Pick<Collecting, 'providers' | 'payables'>,
  sessionId: string,
): Promise<Charge> {
  const found = await lockSession(ctx, sessionId)
  assert(found, 'what is charged has a session')
  const session = { ...found, provider: await providerNow(ctx, found) }
  const provider = providerOf(providers, session.provider)
  assertMayCharge(ctx, provider)
  const status = statusAt(session, ctx.now)
  if (status === 'processing') return resume(ctx, providers, session)
  if (status !== 'pending') return undefined

  const { customerId } = session
  const method =
    customerId === undefined
      ? undefined
      : await findDefaultMethod(ctx, customerId, session.provider)
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
    chosenMethodId: undefined,
    askedAt: ctx.realNow,
  }
  await insertAttempt(ctx, attempt)
  if (session.provider !== found.provider) await setProvider(ctx, sessionId, session.provider)
  await setSession(ctx, sessionId, { status: 'processing' })
  await followLater(ctx, id, 1)
  await planDestination(ctx, payables, { session, attempt })
  const away = { token: method.token, isHolderPresent: false }
  const order = await orderOf(ctx, session, attempt)
  return { provider, order: { ...order, ...away, isRepeated: false } }
}

async function resume(ctx: Ctx, providers: Providers, session: Session): Promise<Charge> {
  const attempt = await findLastAttempt(ctx, session.id)
  const order = attempt && (await chargeOf(ctx, session, attempt))
  return order && { provider: providerOf(providers, session.provider), order }
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
  const away = { isHolderPresent: false, isRepeated: true } as const
  if (!method) return undefined
  return { ...(await orderOf(ctx, session, attempt)), ...away, token: method.token }
}
