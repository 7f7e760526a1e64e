import { paymentDuplicated } from '@tallystick/core/ledger/payment-recipes.ts'
import { post } from '../../ledger/post.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { newId } from '../../platform/ids.ts'
import type { Attempt } from '../attempts/store.ts'
import type { Session } from '../sessions/session.ts'
import { insertRefund } from './store.ts'

/** Money that came twice, late, or for something that is no longer open: it is noted, and sent back in full. */
export async function returnPayment(ctx: Ctx, session: Session, attempt: Attempt): Promise<void> {
  const { amount } = attempt
  const { provider, customerId } = session
  const { nanos, currency } = amount
  await post(ctx, paymentDuplicated({ id: attempt.id, nanos, currency, provider }))
  const id = newId('refund')
  const reason = 'duplicate_payment'
  const refund = { id, reason, subjectId: attempt.id, attemptId: attempt.id, customerId, amount }
  await insertRefund(ctx, { ...refund, reason })
  await sendLater(ctx, id)
}

export async function sendLater(ctx: Ctx, refundId: string, minutes = 0): Promise<void> {
  const dueAt = ctx.now.add({ minutes })
  const kind = 'payments.send_refund'
  await ctx.schedule({ kind, subjectId: refundId, dueAt, orByRealTime: true })
}
