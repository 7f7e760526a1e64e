import type { Ctx } from '../../platform/ctx.ts'
import { recordPayment } from '../attempts/record-payment.ts'
import { openChargeback } from '../chargebacks/open-chargeback.ts'
import type { Payables } from '../payable.ts'
import type { ProviderEvent } from '../providers/provider.ts'
import { recordRefund } from '../refunds/record-refund.ts'
import { insertProviderEvent } from './store.ts'

type Told = { readonly provider: string; readonly event: ProviderEvent }

/** Handles what a provider tells us once, in one transaction with what it changes. Its signature has been checked. */
export async function receiveEvent(
  ctx: Ctx,
  payables: Payables,
  { provider, event }: Told,
): Promise<void> {
  if (await insertProviderEvent(ctx, provider, event)) await handle(ctx, payables, event)
}

async function handle(ctx: Ctx, payables: Payables, event: ProviderEvent) {
  switch (event.kind) {
    case 'payment.changed':
      return recordPayment(ctx, payables, event.payment)
    case 'refund.changed':
      return recordRefund(ctx, payables, event.refund)
    case 'dispute.opened': {
      const { payment } = event.dispute
      if (payment) await recordPayment(ctx, payables, payment)
      return openChargeback(ctx, event.dispute)
    }
  }
}
