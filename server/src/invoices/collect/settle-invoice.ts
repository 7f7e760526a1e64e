import { platformFee } from '@tallystick/core/ledger/fees.ts'
import { type InvoiceSource, invoicePaid } from '@tallystick/core/ledger/invoice-recipes.ts'
import { decimalFromInteger } from '@tallystick/core/money/decimal.ts'
import { feeTermsOf } from '../../access/fee-terms.ts'
import { post } from '../../ledger/post.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { booked } from '../booked.ts'
import type { InvoiceRow } from '../store.ts'
import type { Collection } from './collection.ts'
import { setPaid } from './store.ts'

/**
 * A locked invoice is paid: merchant, tax office and platform get their parts. Of what moves past the house the platform
 * takes its fixed part alone.
 */
export async function settleInvoice(
  ctx: Ctx,
  collection: Pick<Collection, 'paid'>,
  { invoice, source }: { readonly invoice: InvoiceRow; readonly source: InvoiceSource },
): Promise<InvoiceRow> {
  const ref = booked(invoice)
  const { fee, feeFixed } = await feesOf(ctx, invoice, source)

  const from = typeof source === 'string' ? source : `${source.provider}:${source.account}`
  const paid = await setPaid(ctx, invoice.id, { fee, feeFixed, from })
  await post(ctx, invoicePaid({ ...ref, fee, source }))
  await ctx.unschedule('invoices.charge_invoice', invoice.id)
  for (const heard of collection.paid) await heard(ctx, paid)
  return paid
}

/** The platform's fee in nanos, should the invoice be paid through a provider now. */
export async function feeOf(ctx: Ctx, invoice: InvoiceRow): Promise<bigint> {
  return (await feesOf(ctx, invoice)).fee
}

async function feesOf(ctx: Ctx, invoice: InvoiceRow, source?: InvoiceSource) {
  const terms = await feeTermsOf(ctx)
  const percent = source === 'out_of_band' ? decimalFromInteger(0n) : terms.percent
  const feeFixed = terms.fixed.get(invoice.currency) ?? 0n
  return { fee: platformFee({ net: booked(invoice).net, percent, fixed: feeFixed }), feeFixed }
}
