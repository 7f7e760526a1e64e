import type { Money } from '@tallystick/core/money/money.ts'
import { advanceLines, dueAmount, periodFrom } from '@tallystick/core/subscribing/schedule.ts'
import { isAfter } from '@tallystick/core/time/instant.ts'
import type { Ctx } from '../platform/ctx.ts'
import { planOf } from './roll-over.ts'
import { findSubscription } from './store.ts'
import { switchedTo } from './switch-plan.ts'
import { termsNow } from './terms-now.ts'

export type Renewal = {
  readonly customerId: string
  readonly name: string
  readonly renewsOn: Temporal.Instant
  /** What is due in advance for the period that begins then, by the prices of today; before tax. */
  readonly due: Money
  readonly autoCharge: boolean
}

/** How an active subscription goes on after the running period; undefined when it does not. */
export async function nextRenewal(ctx: Ctx, id: string): Promise<Renewal | undefined> {
  const subscription = await findSubscription(ctx, id)
  if (subscription?.status !== 'active' || subscription.period.sequence === 0) return undefined
  const { customerId, details, period, startedAt, endingAt, nextPlanId, autoCharge } = subscription
  const renewsOn = period.end
  if (endingAt && !isAfter(endingAt, renewsOn)) return undefined
  const inForce =
    nextPlanId === undefined
      ? subscription
      : switchedTo(subscription, await planOf(ctx, nextPlanId), renewsOn)
  const terms = await termsNow(ctx, inForce)
  const span = { terms, from: inForce.planSince, startedAt }
  const { currency } = terms
  const lines = advanceLines(span, periodFrom(terms, renewsOn))
  const nanos = lines.reduce((sum, line) => sum + dueAmount(line, currency), 0n)
  return { customerId, name: details.name, renewsOn, due: { nanos, currency }, autoCharge }
}
