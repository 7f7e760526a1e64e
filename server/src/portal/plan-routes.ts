import { portalPlans } from '@tallystick/contract/portal-plans.ts'
import { assert } from '@tallystick/core/assert.ts'
import type { Billing } from '../invoices/billing.ts'
import { routes } from '../platform/http/bind.ts'
import { cancelAtPeriodEnd } from '../subscriptions/cancellation/cancel-at-period-end.ts'
import { takeBackCancellation } from '../subscriptions/cancellation/take-back-cancellation.ts'
import { subscriptionNow } from '../subscriptions/subscription-now.ts'
import { forHolder } from './holder.ts'
import { changeOwnPlan, listOwnPlans } from './own-plan.ts'

export const portalPlanRoutes = (billing: Billing) =>
  routes(portalPlans, {
    listPortalPlans: {
      freestanding: (call) => forHolder(call, listOwnPlans),
    },

    previewPortalPlanChange: {
      freestanding: (call, { body }) =>
        forHolder(call, (ctx, { subscription }) => {
          const wanted = { ...body, preview: true }
          return changeOwnPlan(ctx, billing, { subscription, wanted })
        }),
    },

    changePortalPlan: {
      freestanding: (call, { body }) =>
        forHolder(call, (ctx, { subscription }) => {
          const wanted = { ...body, preview: false }
          return call.once(ctx, () => changeOwnPlan(ctx, billing, { subscription, wanted }))
        }),
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
