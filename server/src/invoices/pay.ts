import type { ProviderAccount } from '@tallystick/core/ledger/accounts.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Collection } from './collect/collection.ts'
import { settleInvoice } from './collect/settle-invoice.ts'
import { lockInvoiceZero } from './zero-store.ts'

/** The first invoice of a subscription is paid, with the subscription that it belongs to. */
export async function payInvoiceZero(
  ctx: Ctx,
  collection: Pick<Collection, 'paid'>,
  { subscriptionId, source }: { readonly subscriptionId: string; readonly source: ProviderAccount },
): Promise<void> {
  const invoice = await lockInvoiceZero(ctx, subscriptionId)
  if (invoice?.status === 'ISSUED') await settleInvoice(ctx, collection, { invoice, source })
}
