import { portalAccount } from '@tallystick/contract/portal-account.ts'
import { changeBillingDetails } from '../customers/change-billing-details.ts'
import { noticesTo } from '../notices/notices-to.ts'
import { chooseMethod } from '../payments/methods/choose-method.ts'
import { methodsOf, showMethod } from '../payments/methods/show-method.ts'
import { type Call, routes } from '../platform/http/bind.ts'
import { listPage } from '../platform/http/list.ts'
import { billingDetailsOf, openSetupPage, openTopupPage, removeOwnMethod } from './account.ts'
import { forHolder } from './holder.ts'

export const portalAccountRoutes = routes(portalAccount, {
  listPortalPaymentMethods: {
    freestanding: (call) =>
      forHolder(call, async (ctx, { customerId }) => ({
        object: 'list' as const,
        data: await methodsOf(ctx, customerId),
      })),
  },

  createPortalPaymentMethod: {
    freestanding: async (call) => {
      await limitPages(call)
      return forHolder(call, (ctx, holder) => call.once(ctx, () => openSetupPage(ctx, holder)))
    },
  },

  choosePortalPaymentMethod: {
    freestanding: (call, { params: { methodId } }) =>
      forHolder(call, async (ctx, { customerId }) =>
        showMethod(await chooseMethod(ctx, { customerId, methodId }), true),
      ),
  },

  deletePortalPaymentMethod: {
    freestanding: (call, { params: { methodId } }) =>
      forHolder(call, async (ctx, holder) => {
        await removeOwnMethod(ctx, holder, methodId)
        return undefined
      }),
  },

  createPortalTopup: {
    freestanding: async (call, { body: { amount } }) => {
      await limitPages(call)
      return forHolder(call, (ctx, holder) =>
        call.once(ctx, () => openTopupPage(ctx, holder, amount)),
      )
    },
  },

  getPortalBillingDetails: {
    freestanding: (call) => forHolder(call, billingDetailsOf),
  },

  updatePortalBillingDetails: {
    freestanding: (call, { body }) =>
      forHolder(call, async (ctx, { customerId }) => {
        await changeBillingDetails(ctx, customerId, body)
        return billingDetailsOf(ctx, { customerId })
      }),
  },

  listPortalNotices: {
    freestanding: (call, { query }) =>
      forHolder(call, async (ctx, { customerId, subscription: { id: subscriptionId } }) => {
        const found = await noticesTo(ctx, { ...query, customerId, subscriptionId })
        return listPage(found, query, ({ at, ...notice }) => ({
          object: 'portalNotice' as const,
          ...notice,
          at: at.toString(),
        }))
      }),
  },
})

/** Each page is kept until it ends; who holds a link is nobody whom we know. */
const pages = { bucket: 'portal pages', max: 30, windowSeconds: 3600 }

function limitPages(call: Call): Promise<void> {
  return call.limit({ ...pages, who: call.principal.scope.customerId ?? '' })
}
