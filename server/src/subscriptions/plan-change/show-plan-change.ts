import type { Sent } from '@tallystick/contract/endpoint.ts'
import type { PlanChange } from '@tallystick/contract/subscription-plan-change.ts'
import { moneyToText } from '@tallystick/core/money/money.ts'
import type { Static } from 'typebox'
import { showExpected } from '../show-expected.ts'
import type { Outcome } from './change-plan.ts'

/** A change of plan as the wire shows it: made, or only looked at. */
export function showPlanChange(
  { subscription, quote, invoiceId }: Outcome,
  preview: boolean,
): Sent<Static<typeof PlanChange>> {
  const { plan, at, period, draft } = quote
  const { currency } = subscription
  const carried = (draft?.summed ?? []).reduce((sum, { cut }) => sum + cut, 0n)
  return {
    object: 'planChange',
    subscriptionId: subscription.id,
    previousPlanId: subscription.planId,
    planId: plan.id,
    preview,
    effectiveAt: at.toString(),
    periodStart: period.start.toString(),
    periodEnd: period.end.toString(),
    ...showExpected(currency, draft),
    carriedCredit: moneyToText({ nanos: carried, currency }),
    ...(invoiceId !== undefined && { invoiceId }),
  }
}
