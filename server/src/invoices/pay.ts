import type { ProviderAccount } from '@tallystick/core/ledger/accounts.ts'
import { platformFee } from '@tallystick/core/ledger/fees.ts'
import { invoicePaid } from '@tallystick/core/ledger/invoice-recipes.ts'
import { feeTermsOf } from '../access/fee-terms.ts'
import { post } from '../ledger/post.ts'
import type { Ctx } from '../platform/ctx.ts'
import { booked } from './booked.ts'
import type { Collection } from './collect/collection.ts'
import { changeInvoice } from './store.ts'
import { lockInvoiceZero } from './zero-store.ts'

/** The first invoice of a subscription is paid: merchant, tax office and platform get their parts. */
export async function payInvoiceZero(
  ctx: Ctx,
  collection: Pick<Collection, 'paid'>,
  { subscriptionId, source }: { readonly subscriptionId: string; readonly source: ProviderAccount },
): Promise<void> {
  const invoice = await lockInvoiceZero(ctx, subscriptionId)
  if (invoice?.status !== 'ISSUED') return

  const { percent, fixed } = await feeTermsOf(ctx)
  const feeFixed = fixed.get(invoice.currency) ?? 0n
  const fee = platformFee({ net: invoice.subtotal, percent, fixed: feeFixed })

  const paidFrom = `${source.provider}:${source.account}`
  const paid = await changeInvoice(ctx, invoice.id, {
    status: 'PAID',
    fee,
    feeFixed,
    paidFrom,
    paidAt: ctx.now,
  })
  await post(ctx, invoicePaid({ ...booked(invoice), fee, source }))
  for (const heard of collection.paid) await heard(ctx, paid)
}
