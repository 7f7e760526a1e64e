import { portalAutoTopUp } from '@tallystick/contract/auto-topups.ts'
import { assert } from '@tallystick/core/assert.ts'
import { setAutoTopup } from '../payments/auto-topups/set-auto-topup.ts'
import { showAutoTopup } from '../payments/auto-topups/show-auto-topup.ts'
import { switchOffAutoTopup } from '../payments/auto-topups/switch-off-auto-topup.ts'
import type { Ctx } from '../platform/ctx.ts'
import { type Call, routes } from '../platform/http/bind.ts'
import { notFound } from '../platform/problem.ts'
import type { Principal } from '../platform/workspace.ts'
import { subscriptionNow } from '../subscriptions/subscription-now.ts'

/** Done by the merchant's hand: a link lets its holder see rows, not write them. */
export const portalAutoTopUpRoutes = routes(portalAutoTopUp, {
  getPortalAutoTopUp: {
    freestanding: async (call) => {
      const { merchant, customerId, subscriptionId } = holderOf(call)
      return call.as(merchant, async (ctx) =>
        showAutoTopup(ctx, customerId, await currencyOf(ctx, subscriptionId)),
      )
    },
  },

  setPortalAutoTopUp: {
    freestanding: async (call, { body }) => {
      const { merchant, customerId, subscriptionId } = holderOf(call)
      return call.as(merchant, async (ctx) => {
        const currency = await currencyOf(ctx, subscriptionId)
        await setAutoTopup(ctx, customerId, { ...body, currency })
        return showAutoTopup(ctx, customerId)
      })
    },
  },

  deletePortalAutoTopUp: {
    freestanding: async (call) => {
      const { merchant, customerId } = holderOf(call)
      await call.as(merchant, (ctx) => switchOffAutoTopup(ctx, customerId))
      return undefined
    },
  },
})

/** The link says whose funds they are, never the request. */
function holderOf({ principal: { scope } }: Call) {
  const { organizationId, customerId, subjectId: subscriptionId } = scope
  assert(organizationId && customerId && subscriptionId, 'a portal link has a subscription')
  const merchant: Principal = {
    role: 'tally_app',
    scope: { organizationId },
    actor: { kind: 'system', id: 'portal' },
    permissions: new Set(),
  }
  return { customerId, subscriptionId, merchant }
}

async function currencyOf(ctx: Ctx, subscriptionId: string) {
  const subscription = await subscriptionNow(ctx, subscriptionId)
  if (!subscription) throw notFound()
  return subscription.currency
}
