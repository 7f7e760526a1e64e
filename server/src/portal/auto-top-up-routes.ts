import { portalAutoTopUp } from '@tallystick/contract/auto-topups.ts'
import { setAutoTopup } from '../payments/auto-topups/set-auto-topup.ts'
import { showAutoTopup } from '../payments/auto-topups/show-auto-topup.ts'
import { switchOffAutoTopup } from '../payments/auto-topups/switch-off-auto-topup.ts'
import { routes } from '../platform/http/bind.ts'
import { forHolder } from './holder.ts'

export const portalAutoTopUpRoutes = routes(portalAutoTopUp, {
  getPortalAutoTopUp: {
    freestanding: (call) =>
      forHolder(call, (ctx, { customerId, subscription }) =>
        showAutoTopup(ctx, customerId, subscription.currency),
      ),
  },

  setPortalAutoTopUp: {
    freestanding: (call, { body }) =>
      forHolder(call, async (ctx, { customerId, subscription: { currency } }) => {
        await setAutoTopup(ctx, customerId, { ...body, currency })
        return showAutoTopup(ctx, customerId)
      }),
  },

  deletePortalAutoTopUp: {
    freestanding: (call) =>
      forHolder(call, async (ctx, { customerId }) => {
        await switchOffAutoTopup(ctx, customerId)
        return undefined
      }),
  },
})
