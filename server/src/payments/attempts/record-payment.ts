import type { Ctx } from '../../platform/ctx.ts'
import { endUnpaid } from '../expire-session.ts'
import { savePaymentMethod } from '../methods/save-payment-method.ts'
import { setUnusable } from '../methods/store.ts'
import { isForGood } from '../methods/unusable.ts'
import { type Payables, payableOf } from '../payable.ts'
import type { ProviderPayment } from '../providers/provider.ts'
import { returnPayment } from '../refunds/return-payment.ts'
import { atTimeOfSession } from '../sessions/at-time-of-session.ts'
import { isOver, type Session, statusAt } from '../sessions/session.ts'
import { lockSession, setSession } from '../sessions/store.ts'
import { bookDestination } from '../transfers/destination.ts'
import { levelSoon } from '../transfers/level-soon.ts'
import {
  type Attempt,
  type AttemptStatus,
  findAttempt,
  isWaitingForForm,
  setAttempt,
} from './store.ts'

/** An attempt only goes up. News arrive twice and out of order; success is the last word, even after a failure. */
const rank: Record<AttemptStatus, number> = {
  created: 0,
  requires_action: 1,
  processing: 2,
  failed: 3,
  succeeded: 4,
}

/**
 * Takes note of what became of a payment, whoever tells it: the provider's answer, its webhook, or somebody who went to
 * look. The first to tell it changes something, the others change nothing.
 */
export async function recordPayment(
  realCtx: Ctx,
  payables: Payables,
  payment: ProviderPayment,
): Promise<void> {
  const asked = await findAttempt(realCtx, 'idempotency_key', payment.idempotencyKey)
  if (!asked) return
  const ctx = await atTimeOfSession(realCtx, asked.sessionId)
  const session = await lockSession(ctx, asked.sessionId)
  // Read again under the lock of its session.
  const attempt = session && (await findAttempt(ctx, 'payment_attempt_id', asked.id))
  if (!attempt || !isNews(attempt, payment)) return

  const { status, reference: providerReference, challengeId, failureCode, method } = payment
  const change = { status, providerReference, challengeId, failureCode, method }
  await setAttempt(ctx, attempt.id, change)
  if (status === 'succeeded') await recordSuccess(ctx, payables, { session, attempt, payment })
  else if (status === 'failed') {
    await recordFailure(ctx, payables, { session, attempt, failureCode: failureCode ?? 'declined' })
  }
}

/** Further than it was; or the bank has begun to ask a payer who had the provider's form open. */
function isNews(attempt: Attempt, { status, challengeId }: ProviderPayment): boolean {
  if (isWaitingForForm(attempt) && status === 'requires_action') return challengeId !== undefined
  return rank[status] > rank[attempt.status]
}

export type Failure = {
  readonly session: Session
  readonly attempt: Attempt
  readonly failureCode: string
}

/** No payment was made: the payer may try again, as long as there is time. */
export async function recordFailure(
  ctx: Ctx,
  payables: Payables,
  { session, attempt, failureCode }: Failure,
): Promise<void> {
  const { paymentMethodId, chosenMethodId } = attempt
  const methodId = paymentMethodId ?? chosenMethodId
  if (methodId !== undefined && isForGood(failureCode)) {
    await setUnusable(ctx, methodId, failureCode)
  }
  // A session that was completed or cancelled meanwhile does not care.
  if (session.status !== 'processing') return
  if (isOver(session, ctx.now)) return endUnpaid(ctx, payables, { ...session, failureCode })
  const { id: sessionId, entityType, entityId } = session
  await setSession(ctx, sessionId, { status: 'pending', failureCode })
  // On its page the payer has seen it.
  if (paymentMethodId === undefined) return
  await payableOf(payables, entityType).failed?.(ctx, { sessionId, entityId, failureCode })
}

type Success = {
  readonly session: Session
  readonly attempt: Attempt
  readonly payment: ProviderPayment
}

/** The money is there. It settles what it was for, or goes back in full. */
async function recordSuccess(
  ctx: Ctx,
  payables: Payables,
  { session, attempt, payment }: Success,
): Promise<void> {
  const { id, entityType, entityId, customerId, amount, provider } = session
  const { reference: providerReference } = payment
  const status = statusAt(session, ctx.now)
  const isOpen = status === 'pending' || status === 'processing'
  const settlement = {
    entityId,
    sessionId: id,
    attemptId: attempt.id,
    customerId,
    amount,
    provider,
  }
  const isShared = await bookDestination(ctx, attempt)
  const verdict = isOpen
    ? await payableOf(payables, entityType).settle(ctx, settlement)
    : ('unwanted' as const)

  // What was not shared out as it came, or is not wanted, follows.
  if (!isShared || verdict === 'unwanted') await levelSoon(ctx, provider)
  if (verdict === 'settled') {
    await setSession(ctx, id, { status: 'completed', providerReference })
    if (attempt.saveMethod && payment.method) await savePaymentMethod(ctx, session, payment.method)
    return
  }
  if (isOpen) {
    const failureCode = 'payment_returned'
    await setSession(ctx, id, { status: 'cancelled', providerReference, failureCode })
  }
  await returnPayment(ctx, session, attempt)
}
