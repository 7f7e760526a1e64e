import type { Ctx } from '../../platform/ctx.ts'
import { recordAccount } from '../accounts/record-account.ts'
import { recordPayment } from '../attempts/record-payment.ts'
import { closeChargeback } from '../chargebacks/close-chargeback.ts'
import { openChargeback } from '../chargebacks/open-chargeback.ts'
import type { Payables } from '../payable.ts'
import { recordPayout } from '../payouts/record-payout.ts'
import type { ProviderEvent } from '../providers/provider.ts'
import { recordRefund } from '../refunds/record-refund.ts'
import { liesThere } from './lies-there.ts'
import { insertProviderEvent } from './store.ts'

/** `account` is the provider's account that the news are about. */
type Told = {
  readonly provider: string
  readonly account: string
  readonly event: ProviderEvent
}

/**
 * Handles what a provider tells us once, in one transaction with what it changes. Its signature has been checked: so it
 * speaks for its own account. Nobody learns from one account what became of money in another.
 */
export async function receiveEvent(ctx: Ctx, payables: Payables, told: Told): Promise<void> {
  const { provider, event } = told
  if (!(await liesThere(ctx, told))) return
  if (await insertProviderEvent(ctx, provider, event)) await handle(ctx, payables, told)
}

async function handle(ctx: Ctx, payables: Payables, { event, ...where }: Told) {
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
    case 'dispute.closed': {
      const { payment } = event.dispute
      if (payment) await recordPayment(ctx, payables, payment)
      await openChargeback(ctx, event.dispute)
      return closeChargeback(ctx, event.dispute)
    }
    case 'account.changed':
      return recordAccount(ctx, event.account)
    case 'payout.changed':
      return recordPayout(ctx, where, event.payout)
  }
}
