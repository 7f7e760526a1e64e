import { cardEndsAt } from '@tallystick/core/payments/card-expiry.ts'
import { monthOf } from '@tallystick/core/topups/auto-topup.ts'
import { amount, day, dayOf } from '../documents/wording.ts'
import { autoTopupNow } from '../payments/auto-topups/auto-topup-now.ts'
import { chargedCard } from '../payments/methods/charged-card.ts'
import { type TopupNow, topupNow } from '../payments/topups/topup-now.ts'
import type { Ctx } from '../platform/ctx.ts'
import { refillRetry } from '../subscriptions/refill/refill-retry.ts'
import {
  cardExpiring,
  limitReached,
  type TopupFacts,
  topupFailed,
  topupNeedsYou,
} from './letters/funds-letters.ts'
import { reasonOf } from './letters/reasons.ts'
import type { Teller, Told } from './told.ts'

/** Tellers about funds and what fills them, each for as long as what it tells is true. */
export const fundsTellers = {
  topup_failed: (async (ctx, { id }) => {
    const topup = await topupNow(ctx, id)
    if (topup?.status !== 'pending') return undefined
    const retryAt = await retryOf(ctx, id, topup)
    const retryOn = retryAt && day(dayOf(retryAt))
    const next = { reason: reasonOf(topup.failureCode), retryOn }
    return told(topup, (facts) => topupFailed(facts, next))
  }) satisfies Teller,

  topup_needs_you: (async (ctx, { id }) => {
    const topup = await topupNow(ctx, id)
    return topup?.status === 'pending' ? told(topup, topupNeedsYou) : undefined
  }) satisfies Teller,

  topup_limit_reached: (async (ctx, { id: customerId }) => {
    const auto = await autoTopupNow(ctx, customerId)
    if (auto?.stoppedReason === undefined) return undefined
    const { threshold, monthlyLimit, currency } = auto
    const facts = {
      threshold: amount(threshold, currency),
      amount: amount(auto.amount, currency),
      limit: amount(monthlyLimit, currency),
      goesOnOn: day(dayOf(monthOf(ctx.now).end)),
    }
    const letter: Told['letter'] = (between) => limitReached({ ...between, ...facts })
    return { customerId, subscriptionId: undefined, letter }
  }) satisfies Teller,

  card_expiring: (async (ctx, { id }) => {
    const card = await chargedCard(ctx, id)
    if (!card) return undefined
    const facts = {
      card: `${card.brand ?? 'card'} ending in ${card.last4 ?? '····'}`,
      lastDay: day(dayOf(cardEndsAt(card).subtract({ milliseconds: 1 }))),
    }
    const letter: Told['letter'] = (between) => cardExpiring({ ...between, ...facts })
    return { customerId: card.customerId, subscriptionId: undefined, letter }
  }) satisfies Teller,
}

function told(
  { customerId, subscriptionId, amount: { nanos, currency }, paymentUrl }: TopupNow,
  write: (facts: TopupFacts) => ReturnType<Told['letter']>,
): Told {
  return {
    customerId,
    subscriptionId,
    letter: ({ merchant, customer }) =>
      write({ merchant, customer, amount: amount(nanos, currency), paymentUrl }),
  }
}

/** Whoever wanted it tries again; undefined when it is not tried. */
async function retryOf(ctx: Ctx, topupId: string, { customerId, origin, failureCode }: TopupNow) {
  if (origin !== 'auto') return refillRetry(ctx, { topupId, code: failureCode ?? '' })
  const auto = await autoTopupNow(ctx, customerId)
  return auto?.topupId === topupId ? auto.retryAt : undefined
}
