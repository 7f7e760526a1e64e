import { checkout } from '@tallystick/contract/checkout.ts'
import { routes } from '../../platform/http/bind.ts'
import { Problem } from '../../platform/problem.ts'
import type { Collecting } from '../collecting.ts'
import { answer, leaveForm, pay, readMeans, refresh } from './pay.ts'
import { payFromFunds } from './pay-from-funds.ts'
import { holderOf, show } from './show.ts'

/** Payments talk to the provider, so they take several transactions, and none is open while they do. */
export function checkoutRoutes(collecting: Collecting) {
  return routes(checkout, {
    getCheckout: { freestanding: (call) => show(call, collecting) },

    payCheckout: {
      freestanding: async (call, { body }) => {
        const means = readMeans(body)
        const saveMethod = 'savePaymentMethod' in body && body.savePaymentMethod === true
        const payment = await pay(call, collecting, { means, saveMethod })
        return show(call, collecting, payment?.clientSecret)
      },
    },

    openCheckoutElement: {
      freestanding: async (call, { body }) => {
        const saveMethod = body?.savePaymentMethod ?? false
        const payment = await pay(call, collecting, { means: { onPage: true }, saveMethod })
        const { clientSecret, reference } = payment ?? {}
        if (!clientSecret) {
          throw new Problem('UNAVAILABLE', 'The payment provider does not take this payment.')
        }
        const intent = reference?.startsWith('seti_') ? ('setup' as const) : ('payment' as const)
        return { object: 'checkoutElement' as const, clientSecret, intent }
      },
    },

    refreshCheckout: {
      freestanding: async (call) => {
        const payment = await refresh(call, collecting)
        return show(call, collecting, payment?.clientSecret)
      },
    },

    payCheckoutFromFunds: {
      freestanding: async (call) => {
        const { sessionId, system } = holderOf(call)
        await leaveForm(call, collecting)
        await call.as(system, (ctx) => payFromFunds(ctx, collecting.payables, sessionId))
        return show(call, collecting)
      },
    },

    answerChallenge: {
      freestanding: async (call, { body }) => {
        await answer(call, collecting, body)
        return show(call, collecting)
      },
    },
  })
}
