import { createHash } from 'node:crypto'
import type { Ctx } from '../../platform/ctx.ts'
import { newId } from '../../platform/ids.ts'
import { notFound, Problem } from '../../platform/problem.ts'
import type { Provider } from '../providers/provider.ts'
import { atTimeOfSession } from '../sessions/at-time-of-session.ts'
import { type Session, statusAt } from '../sessions/session.ts'
import { lockSession, setSession } from '../sessions/store.ts'
import { type Attempt, findAttempt, insertAttempt } from './store.ts'

type Wish = {
  readonly sessionId: string
  /** What the payer chose, where there is a choice. */
  readonly saveMethod: boolean
  /** The Idempotency-Key of the request. */
  readonly requestKey: string | undefined
}

/**
 * Writes down that a payment is about to be asked for, before it is: what is not written down could happen unseen. Only
 * one at a time, so the loser of two that press at once is told so. Undefined for the repetition of a request.
 */
export async function startAttempt(
  realCtx: Ctx,
  provider: Pick<Provider, 'isReal'>,
  wish: Wish,
): Promise<Attempt | undefined> {
  const { sessionId } = wish
  const ctx = await atTimeOfSession(realCtx, sessionId)
  assertMayCharge(ctx, provider)
  const session = await lockSession(ctx, sessionId)
  if (!session) throw notFound()
  const id = newId('paymentAttempt')
  const idempotencyKey = keyOf(wish) ?? id
  if (await findAttempt(ctx, 'idempotency_key', idempotencyKey)) return undefined
  assertPayable(session, ctx.now)

  const attempt = {
    id,
    sessionId,
    idempotencyKey,
    paymentMethodId: undefined,
    amount: session.amount,
    saveMethod:
      session.saveMethod === 'required' || (session.saveMethod === 'offered' && wish.saveMethod),
  }
  await insertAttempt(ctx, attempt)
  await setSession(ctx, sessionId, { status: 'processing' })
  await followLater(ctx, id, 1)
  const untold = {
    status: 'created',
    providerReference: undefined,
    challengeId: undefined,
  } as const
  return { ...attempt, ...untold, createdAt: ctx.now }
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
