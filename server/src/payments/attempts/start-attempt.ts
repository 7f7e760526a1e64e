import { createHash } from 'node:crypto'
import type { Ctx } from '../../platform/ctx.ts'
import { newId } from '../../platform/ids.ts'
import { notFound, Problem } from '../../platform/problem.ts'
import type { Collecting } from '../collecting.ts'
import { findMethod } from '../methods/store.ts'
import { providerNow } from '../provider-for.ts'
import { type Means, type PaymentOrder, type Provider, providerOf } from '../providers/provider.ts'
import { atTimeOfSession } from '../sessions/at-time-of-session.ts'
import { type Session, statusAt } from '../sessions/session.ts'
import { lockSession, setProvider, setSession } from '../sessions/store.ts'
import { planDestination } from '../transfers/destination.ts'
import { orderOf } from './order-of.ts'
import { findAttempt, insertAttempt } from './store.ts'

/** With what the payer pays: with something new, or with what was stored before. */
export type Chosen = Exclude<Means, { readonly token: string }> | { readonly methodId: string }

type Wish = {
  readonly sessionId: string
  /** What the payer chose, where there is a choice. */
  readonly saveMethod: boolean
  /** The Idempotency-Key of the request. */
  readonly requestKey: string | undefined
  readonly means: Chosen
}

/** What to ask of whom. */
export type Asking = { readonly provider: Provider; readonly order: PaymentOrder }

/**
 * Writes down that a payment is about to be asked for, before it is: what is not written down could happen unseen. Only
 * one at a time, so the loser of two that press at once is told so. Undefined for the repetition of a request.
 */
export async function startAttempt(
  realCtx: Ctx,
  { providers, payables }: Pick<Collecting, 'providers' | 'payables'>,
  wish: Wish,
): Promise<Asking | undefined> {
  const { sessionId } = wish
  const ctx = await atTimeOfSession(realCtx, sessionId)
  const found = await lockSession(ctx, sessionId)
  if (!found) throw notFound()
  const session = { ...found, provider: await providerNow(ctx, found) }
  const provider = providerOf(providers, session.provider)
  assertMayCharge(ctx, provider)
  const id = newId('paymentAttempt')
  const idempotencyKey = keyOf(wish) ?? id
  if (await findAttempt(ctx, 'idempotency_key', idempotencyKey)) return undefined
  assertPayable(session, ctx.now)
  const means = await meansOf(ctx, session, wish.means)

  const attempt = {
    id,
    sessionId,
    idempotencyKey,
    paymentMethodId: undefined,
    chosenMethodId: 'methodId' in wish.means ? wish.means.methodId : undefined,
    amount: session.amount,
    saveMethod: savesMethod(session, wish),
    askedAt: ctx.realNow,
  }
  await insertAttempt(ctx, attempt)
  if (session.provider !== found.provider) await setProvider(ctx, sessionId, session.provider)
  await setSession(ctx, sessionId, { status: 'processing' })
  await followLater(ctx, id, 1)
  await planDestination(ctx, payables, { session, attempt })
  const order = await orderOf(ctx, session, attempt)
  return { provider, order: { ...order, ...means, isRepeated: false } }
}

/** What is stored already is not stored again. */
function savesMethod({ saveMethod }: Session, wish: Wish): boolean {
  if ('methodId' in wish.means) return false
  return saveMethod === 'required' || (saveMethod === 'offered' && wish.saveMethod)
}

async function meansOf(ctx: Ctx, session: Session, chosen: Chosen): Promise<Means> {
  if (!('methodId' in chosen)) return chosen
  const method = await findMethod(ctx, chosen.methodId)
  // Whoever holds the link of a session pays with the methods of its customer, and of nobody else.
  if (!method || method.customerId !== session.customerId || session.mode === 'setup') {
    throw notFound()
  }
  const { provider, account } = session.provider
  const isThere = method.provider === provider && method.account === account
  if (!isThere || method.unusableCode !== undefined) {
    throw new Problem('NO_PAYMENT_METHOD', 'This payment method can no longer be charged.')
  }
  return { token: method.token, isHolderPresent: true }
}

/** A test card must never pay for something that is really owed. */
export function assertMayCharge({ mode }: Ctx, { isReal }: Pick<Provider, 'isReal'>): void {
  if (mode === 'live' && !isReal) {
    throw new Problem('UNAVAILABLE', 'No payment provider is set up.')
  }
}

/** Somebody looks what became of it, should the provider's answer and its webhook both be lost. */
export async function followLater(ctx: Ctx, attemptId: string, minutes: number): Promise<void> {
  const dueAt = ctx.now.add({ minutes })
  const kind = 'payments.follow_attempt'
  await ctx.schedule({ kind, subjectId: attemptId, dueAt, orByRealTime: true })
}

/** The key of a request never leaves the house as it came. */
function keyOf({ sessionId, requestKey }: Wish): string | undefined {
  if (requestKey === undefined) return undefined
  return `${sessionId}_${createHash('sha256').update(requestKey).digest('hex')}`
}

/** Throws why a session takes no payment now. */
export function assertPayable(session: Session, now: Temporal.Instant): void {
  const status = statusAt(session, now)
  if (status === 'pending') return
  if (status === 'processing') {
    throw new Problem('PAYMENT_IN_PROGRESS', 'A payment is already under way.')
  }
  if (status === 'expired') {
    throw new Problem('PAYMENT_SESSION_EXPIRED', 'The time to pay this is over.')
  }
  throw new Problem('PAYMENT_SESSION_CLOSED', `This is ${status}; there is nothing to pay.`)
}
