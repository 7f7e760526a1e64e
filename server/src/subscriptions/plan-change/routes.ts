import { subscriptionPlanChange } from '@tallystick/contract/subscription-plan-change.ts'
import { moneyToText } from '@tallystick/core/money/money.ts'
import type { Billing } from '../../invoices/billing.ts'
import { routes } from '../../platform/http/bind.ts'
import { showExpected } from '../show-expected.ts'
import { changePlan } from './change-plan.ts'

export const planChangeRoutes = (billing: Billing) =>
  routes(subscriptionPlanChange, {
    async changeSubscriptionPlan(ctx, { params: { id }, body: wanted }) {
      const { subscription, quote, invoiceId } = await changePlan(ctx, billing, { id, wanted })
      const { plan, at, period, draft } = quote
      const { currency } = subscription
      const carried = (draft?.summed ?? []).reduce((sum, { cut }) => sum + cut, 0n)
      return {
        object: 'planChange' as const,
        subscriptionId: id,
        previousPlanId: subscription.planId,
        planId: plan.id,
        preview: wanted.preview,
        effectiveAt: at.toString(),
        periodStart: period.start.toString(),
        periodEnd: period.end.toString(),
        ...showExpected(currency, draft),
        carriedCredit: moneyToText({ nanos: carried, currency }),
        ...(invoiceId !== undefined && { invoiceId }),
      }
    },
  })
