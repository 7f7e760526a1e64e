import { invoiceCancelled } from '@tallystick/core/ledger/invoice-recipes.ts'
import { post } from '../ledger/post.ts'
import type { Ctx } from '../platform/ctx.ts'
import { booked } from './booked.ts'
import { changeInvoice } from './store.ts'
import { lockInvoiceZero } from './zero-store.ts'

/** Takes back the first invoice of a subscription if it is unpaid or a draft; else, and without one, nothing happens. */
export async function cancelInvoiceZero(ctx: Ctx, subscriptionId: string): Promise<void> {
  const invoice = await lockInvoiceZero(ctx, subscriptionId)
  if (invoice?.status !== 'ISSUED' && invoice?.status !== 'DRAFT') return

  await changeInvoice(ctx, invoice.id, { status: 'CANCELLED' })
  if (invoice.status === 'ISSUED') await post(ctx, invoiceCancelled(booked(invoice)))
}
