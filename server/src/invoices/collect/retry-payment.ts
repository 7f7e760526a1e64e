import { assertChargeable } from '../../payments/attempts/assert-chargeable.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { Problem } from '../../platform/problem.ts'
import type { InvoiceRow } from '../store.ts'
import { chargeAt } from './collect-invoice.ts'

/** Somebody wants an unpaid invoice charged now. 409 while it is being paid, or when nothing can be charged. */
export async function retryPayment(ctx: Ctx, invoice: InvoiceRow): Promise<void> {
  const { id, paymentSessionId } = invoice
  if (paymentSessionId === undefined) {
    const why = 'The first invoice is paid with its subscription.'
    throw new Problem('INVOICE_NOT_RETRYABLE', why)
  }
  await assertChargeable(ctx, paymentSessionId)
  await chargeAt(ctx, id, ctx.now)
}
