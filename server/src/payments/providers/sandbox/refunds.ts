import { assert } from '@tallystick/core/assert.ts'
import type { Ctx } from '../../../platform/ctx.ts'
import { uuidv7 } from '../../../platform/ids.ts'
import type { ProviderRefund, RefundOrder } from '../provider.ts'
import { announce } from './announce.ts'
import { insertRefund, listRefunds, lockPayment, type SandboxRefund, setRefund } from './store.ts'

const refundMinutes = 1

/** Never more than was paid; what cannot be sent back fails at once. The rest arrives a minute later. */
export async function createRefund(ctx: Ctx, order: RefundOrder): Promise<ProviderRefund> {
  const { payment, first, sent } = await read(ctx, order)
  if (first) return first

  const isCovered =
    payment.status === 'succeeded' && sent + order.amount.nanos <= payment.amount.nanos
  const refund = await keep(ctx, order, isCovered ? 'pending' : 'failed')
  const subjectId = refund.reference
  if (isCovered) {
    const dueAt = ctx.now.add({ minutes: refundMinutes })
    await ctx.schedule({ kind: 'sandbox.finish_refund', subjectId, dueAt })
  } else {
    await announce(ctx, 'refund.changed', subjectId)
  }
  return refund
}

/** One that was never asked for is kept as cancelled: so it is not sent when somebody asks for it afterwards. */
export async function cancelRefund(ctx: Ctx, order: RefundOrder): Promise<ProviderRefund> {
  const { first } = await read(ctx, order)
  if (!first) return keep(ctx, order, 'cancelled')
  if (first.status !== 'pending') return first
  await setRefund(ctx, first.reference, 'cancelled')
  await announce(ctx, 'refund.changed', first.reference)
  return { ...first, status: 'cancelled' }
}

/** Under the lock of the payment: what goes back through it is decided one after the other. */
async function read(ctx: Ctx, { paymentReference, idempotencyKey }: RefundOrder) {
  const payment = await lockPayment(ctx, 'sandbox_payment_id', paymentReference)
  assert(payment, 'a refund names a payment')
  const all = await listRefunds(ctx, paymentReference)
  const counted = all.filter(({ status }) => status === 'pending' || status === 'succeeded')
  return {
    payment,
    first: all.find((refund) => refund.idempotencyKey === idempotencyKey),
    sent: counted.reduce((sum, { nanos }) => sum + nanos, 0n),
  }
}

async function keep(
  ctx: Ctx,
  { paymentReference, idempotencyKey, amount: { nanos } }: RefundOrder,
  status: ProviderRefund['status'],
): Promise<SandboxRefund> {
  const refund = { reference: `sbx_ref_${uuidv7()}`, idempotencyKey, status, paymentReference }
  await insertRefund(ctx, { ...refund, nanos })
  return { ...refund, nanos }
}
