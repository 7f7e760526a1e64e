import type { BillingTerms } from '@tallystick/core/subscribing/terms.ts'
import type { SubscribablePlan } from '../catalog/plans/plan-for-subscribing.ts'
import { openPeriodInvoice } from '../invoices/open-period.ts'
import type { Ctx } from '../platform/ctx.ts'
import { setPeriod } from './period-store.ts'
import { remindLater } from './remind.ts'
import type { NumberedPeriod, SubscriptionRow } from './store.ts'

export type Opening = {
  readonly plan: SubscribablePlan
  readonly terms: BillingTerms
  readonly period: NumberedPeriod
  /** What is due in advance for it is on another invoice. */
  readonly advanceBilled: boolean
}

/** A period of a locked subscription begins: its invoice opens, and the end of the period is waited for. */
export async function openPeriod(
  ctx: Ctx,
  subscription: SubscriptionRow,
  { plan, terms, period, advanceBilled }: Opening,
): Promise<SubscriptionRow> {
  const { id, customerId, startedAt, planSince, paymentTermDays } = subscription
  await openPeriodInvoice(ctx, {
    subscriptionId: id,
    customerId,
    sequence: period.sequence,
    period: { start: period.start, end: period.end },
    terms,
    termsFrom: planSince,
    startedAt,
    advanceBilled,
    paymentTermDays,
    autoApprove: subscription.autoApprove ?? plan.autoApprove,
  })
  const opened = await setPeriod(ctx, id, period)
  await ctx.schedule({
    kind: 'subscriptions.close_period',
    subjectId: id,
    dueAt: period.end,
  })
  await remindLater(ctx, opened, plan)
  return opened
}
