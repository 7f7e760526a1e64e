import type { Money } from '@tallystick/core/money/money.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { paymentUrlOf } from '../sessions/session.ts'
import { findSessionsOf } from '../sessions/store.ts'
import { findTopup, type TopupOrigin, type TopupStatus } from './store.ts'

export type TopupNow = {
  readonly customerId: string
  readonly subscriptionId: string | undefined
  readonly amount: Money
  readonly status: TopupStatus
  readonly origin: TopupOrigin
  /** Why it could not be charged the last time. */
  readonly failureCode: string | undefined
  /** Where it can be paid by hand. */
  readonly paymentUrl: string | undefined
}

/** A top-up and its page; undefined when there is none. */
export async function topupNow(ctx: Ctx, topupId: string): Promise<TopupNow | undefined> {
  const topup = await findTopup(ctx, topupId)
  const session = (await findSessionsOf(ctx, 'topup', [topupId])).get(topupId)
  if (!topup || !session) return undefined
  const { customerId, amount, status, origin } = topup
  const { subscriptionId, failureCode } = session
  const paymentUrl = paymentUrlOf(session, ctx.now)
  return { customerId, subscriptionId, amount, status, origin, failureCode, paymentUrl }
}
