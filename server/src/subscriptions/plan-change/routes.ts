import { subscriptionPlanChange } from '@tallystick/contract/subscription-plan-change.ts'
import type { Billing } from '../../invoices/billing.ts'
import { routes } from '../../platform/http/bind.ts'
import { changePlan } from './change-plan.ts'
import { showPlanChange } from './show-plan-change.ts'

export const planChangeRoutes = (billing: Billing) =>
  routes(subscriptionPlanChange, {
    async changeSubscriptionPlan(ctx, { params: { id }, body: wanted }) {
      return showPlanChange(await changePlan(ctx, billing, { id, wanted }), wanted.preview)
    },
  })
