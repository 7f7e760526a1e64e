import { checkout } from '@tallystick/contract/checkout.ts'
import { assert } from '@tallystick/core/assert.ts'
import { type Call, routes } from '../../platform/http/bind.ts'
import { systemIn } from '../../platform/workspace.ts'
import { recordPayment } from '../attempts/record-payment.ts'
import { startAttempt } from '../attempts/start-attempt.ts'
import type { Collecting } from '../collecting.ts'
import { isChallengeOpen } from './answer-challenge.ts'
import { describeSession } from './describe-session.ts'
import { payFromFunds } from './pay-from-funds.ts'
import { showCheckout } from './show-checkout.ts'

/** Enough for somebody who looks for the right card, too few for somebody who tries out stolen ones. */
const attemptsPerMinute = 10

/** Payments talk to the provider, so they take several transactions, and none is open while they do. */
export function checkoutRoutes({ provider, payables }: Collecting) {
  const show = async (call: Call) => {
    const { sessionId, system } = holderOf(call)
    const shown = await call.within((ctx) => showCheckout(ctx, sessionId))
    // Read by the system's hand: a link lets its holder see the session, not what it is for.
    const described = await call.as(system, (ctx) => describeSession(ctx, payables, sessionId))
    return { ...shown, ...described }
  }
  return routes(checkout, {
    getCheckout: { freestanding: show },

    payCheckout: {
      freestanding: async (call, { body }) => {
        const { merchantId, customerId, sessionId, system } = holderOf(call)
        await call.limit({
          bucket: 'checkout',
          who: sessionId,
          max: attemptsPerMinute,
          windowSeconds: 60,
        })
        const saveMethod = body.savePaymentMethod ?? false
        const wish = { sessionId, saveMethod, requestKey: call.idempotencyKey }
        const attempt = await call.as(system, (ctx) => startAttempt(ctx, provider, wish))
        if (attempt) {
          const { amount, idempotencyKey } = attempt
          const { card } = body
          const order = { merchantId, customerId, idempotencyKey, amount, card }
          const payment = await provider.createPayment(order)
          await call.as(system, (ctx) => recordPayment(ctx, payables, payment))
        }
        return show(call)
      },
    },

    payCheckoutFromFunds: {
      freestanding: async (call) => {
        const { sessionId, system } = holderOf(call)
        await call.as(system, (ctx) => payFromFunds(ctx, payables, sessionId))
        return show(call)
      },
    },

    answerChallenge: {
      freestanding: async (call, { body: { challengeId, outcome } }) => {
        const { merchantId, customerId, sessionId, system } = holderOf(call)
        const isOpen = (ctx: Parameters<typeof isChallengeOpen>[0]) =>
          isChallengeOpen(ctx, sessionId, challengeId)
        if (await call.within(isOpen)) {
          const payment = await provider.answerChallenge({
            merchantId,
            customerId,
            challengeId,
            outcome,
          })
          assert(payment, 'the provider knows its own challenge')
          await call.as(system, (ctx) => recordPayment(ctx, payables, payment))
        }
        return show(call)
      },
    },
  })
}

/** The link says which session of which merchant it is, never the request. */
function holderOf({ principal: { scope } }: Call) {
  const { organizationId: merchantId, customerId, subjectId: sessionId } = scope
  assert(merchantId && sessionId, 'the holder of a checkout link has a session')
  return { merchantId, customerId, sessionId, system: systemIn(merchantId, 'checkout') }
}
