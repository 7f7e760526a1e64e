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
  const terms = await feeTermsOf(ctx)
  const percent = source === 'out_of_band' ? decimalFromInteger(0n) : terms.percent
  const ref = booked(invoice)
  const feeFixed = terms.fixed.get(invoice.currency) ?? 0n
  const fee = platformFee({ net: ref.net, percent, fixed: feeFixed })

  const from = typeof source === 'string' ? source : `${source.provider}:${source.account}`
  const paid = await setPaid(ctx, invoice.id, { fee, feeFixed, from })
  await post(ctx, invoicePaid({ ...ref, fee, source }))
  await ctx.unschedule('invoices.charge_invoice', invoice.id)
  for (const heard of collection.paid) await heard(ctx, paid)
  return paid
}
