import type { Currency } from '@tallystick/core/money/money.ts'
import { periodFrom } from '@tallystick/core/subscribing/schedule.ts'
import { isAfter } from '@tallystick/core/time/instant.ts'
import { draftUpfront } from '../invoices/upfront/draft-upfront.ts'
import { chargesOf } from '../invoices/upfront/fee-items.ts'
import type { Ctx } from '../platform/ctx.ts'
import { planOf } from './roll-over.ts'
import { findSubscription } from './store.ts'
import { switchedTo } from './switch-plan.ts'
import { termsNow, termsOfChange } from './terms-now.ts'

export type Renewal = {
  readonly customerId: string
  readonly name: string
  readonly renewsAt: Temporal.Instant
  readonly currency: Currency
  /** Nanos that are due in advance for the next period, with tax, by the prices of today. */
  readonly advance: bigint
  readonly autoCharge: boolean
}

/** What comes at the end of the running period; undefined for a subscription that ends before, or has not begun. */
export async function nextRenewal(ctx: Ctx, id: string): Promise<Renewal | undefined> {
  const subscription = await findSubscription(ctx, id)
  if (subscription?.status !== 'active' || subscription.period.sequence === 0) return undefined
  const { customerId, currency, period, endingAt, nextPlanId, autoCharge, details } = subscription
  const renewsAt = period.end
  if (endingAt && !isAfter(endingAt, renewsAt)) return undefined

  const changed =
    nextPlanId !== undefined && switchedTo(subscription, await planOf(ctx, nextPlanId), renewsAt)
  const next = changed || subscription
  const terms = await (changed
    ? termsOfChange(ctx, subscription, changed)
    : termsNow(ctx, subscription))
  const span = { terms, from: next.planSince, startedAt: subscription.startedAt }
  const payer = { subscriptionId: id, customerId, at: renewsAt }
  const draft = await draftUpfront(ctx, {
    ...{ customerId, currency, exempt: subscription.taxExempt, suppliedAt: renewsAt },
    entered: chargesOf(payer, span, periodFrom(terms, renewsAt)),
  })
  const advance = draft?.totals.grandTotal ?? 0n
  return { customerId, name: details.name, renewsAt, currency, advance, autoCharge }
}
