import { portalPlans } from '@tallystick/contract/portal-plans.ts'
import { assert } from '@tallystick/core/assert.ts'
import { plansOfProduct } from '../catalog/plans/plans-of-product.ts'
import type { Billing } from '../invoices/billing.ts'
import { routes } from '../platform/http/bind.ts'
import { cancelAtPeriodEnd } from '../subscriptions/cancellation/cancel-at-period-end.ts'
import { takeBackCancellation } from '../subscriptions/cancellation/take-back-cancellation.ts'
import { changePlan } from '../subscriptions/plan-change/change-plan.ts'
import { showPlanChange } from '../subscriptions/plan-change/show-plan-change.ts'
import { subscriptionNow } from '../subscriptions/subscription-now.ts'
import { forHolder } from './holder.ts'
import { showPlan } from './show-plan.ts'

export const portalPlanRoutes = (billing: Billing) =>
  routes(portalPlans, {
    listPortalPlans: {
      freestanding: (call) =>
        forHolder(call, async (ctx, { subscription }) => {
          const { planId, nextPlanId } = subscription
          const data = []
          for (const plan of await plansOfProduct(ctx, subscription)) {
            const isCurrent = plan.id === planId
            const isNext = plan.id === nextPlanId
            data.push({ ...(await showPlan(ctx, plan)), isCurrent, isNext })
          }
          return { object: 'list' as const, data }
        }),
    },

    previewPortalPlanChange: {
      freestanding: (call, { body }) =>
        forHolder(call, async (ctx, { subscription: { id } }) => {
          const wanted = { ...body, preview: true }
          return showPlanChange(await changePlan(ctx, billing, { id, wanted }), true)
        }),
    },

    changePortalPlan: {
      freestanding: (call, { body }) =>
        forHolder(call, (ctx, { subscription: { id } }) =>
          call.once(ctx, async () => {
            const wanted = { ...body, preview: false }
            return showPlanChange(await changePlan(ctx, billing, { id, wanted }), false)
          }),
        ),
    },

    cancelPortalSubscription: {
      freestanding: (call) =>
        forHolder(call, (ctx, { subscription: { id } }) =>
          call.once(ctx, async () => {
            await cancelAtPeriodEnd(ctx, id)
            const endingAt = (await subscriptionNow(ctx, id))?.endingAt
            assert(endingAt, 'what is cancelled has an end')
            return { object: 'cancellation' as const, endingAt: endingAt.toString() }
          }),
        ),
    },

    resumePortalSubscription: {
      freestanding: (call) =>
        forHolder(call, async (ctx, { subscription: { id } }) => {
          await takeBackCancellation(ctx, id)
          return undefined
        }),
    },
  })
