import { assert } from '@tallystick/core/assert.ts'
import type { Money } from '@tallystick/core/money/money.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { newId } from '../../platform/ids.ts'
import { Problem } from '../../platform/problem.ts'
import { findPaidAttempt } from '../attempts/store.ts'
import { isChargedBack } from '../chargebacks/store.ts'
import { findSession } from '../sessions/store.ts'
import { sendLater } from './return-payment.ts'
import { insertRefund } from './store.ts'

export type RefundOfPayment = {
  /** The session that was paid. */
  readonly sessionId: string
  /** The credit note that this refund serves. */
  readonly subjectId: string
  readonly amount: Money
}

/** Sends what was paid back the way it came, once this transaction is committed. Its books are the caller's. */
export async function refundPayment(
  ctx: Ctx,
  { sessionId, subjectId, amount }: RefundOfPayment,
): Promise<string> {
  const session = await findSession(ctx, sessionId)
  const attempt = session && (await findPaidAttempt(ctx, session))
  assert(attempt, `the session ${sessionId} was paid`)
  if (await isChargedBack(ctx, attempt.id)) {
    const why = 'The payer’s bank has taken this payment back already.'
    throw new Problem('INVOICE_NOT_REFUNDABLE', why)
  }
  const id = newId('refund')
  const { customerId } = session
  const reason = 'invoice_refund'
  await insertRefund(ctx, { id, reason, subjectId, attemptId: attempt.id, customerId, amount })
  await sendLater(ctx, id)
  return id
}
