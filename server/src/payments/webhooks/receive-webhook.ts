import type { Ctx } from '../../platform/ctx.ts'
import { Problem } from '../../platform/problem.ts'
import { recordPayment } from '../attempts/record-payment.ts'
import { openChargeback } from '../chargebacks/open-chargeback.ts'
import type { Collecting } from '../collecting.ts'
import type { ProviderEvent, Webhook } from '../providers/provider.ts'
import { recordRefund } from '../refunds/record-refund.ts'
import { insertProviderEvent } from './store.ts'

/** Handles a webhook of the provider once, in one transaction with what it changes. */
export async function receiveWebhook(
  ctx: Ctx,
  { provider, payables }: Collecting,
  webhook: Webhook,
): Promise<void> {
  const event = provider.readWebhook(ctx, webhook)
  if (!event) throw new Problem('UNAUTHENTICATED', 'This webhook was not signed by the provider.')
  if (await insertProviderEvent(ctx, provider.name, event)) await handle(ctx, payables, event)
}

async function handle(ctx: Ctx, payables: Collecting['payables'], event: ProviderEvent) {
  switch (event.kind) {
    case 'payment.changed':
      return recordPayment(ctx, payables, event.payment)
    case 'refund.changed':
      return recordRefund(ctx, payables, event.refund)
    case 'dispute.opened':
      return openChargeback(ctx, event.dispute)
  }
}
