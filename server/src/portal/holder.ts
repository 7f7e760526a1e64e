import { assert } from '@tallystick/core/assert.ts'
import { atTimeOf } from '../clocks/at-time-of.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Call } from '../platform/http/bind.ts'
import { notFound } from '../platform/problem.ts'
import type { Principal } from '../platform/workspace.ts'
import { type SubscriptionNow, subscriptionNow } from '../subscriptions/subscription-now.ts'

/** Whose portal it is. */
export type Holder = { readonly customerId: string; readonly subscription: SubscriptionNow }

/**
 * Works for the holder of a link by the merchant's hand, in the time of the customer: a link lets its holder see rows,
 * not write them, nor read what is sealed. Whose rows they are the link says, never the request.
 */
export function forHolder<T>(
  call: Call,
  work: (ctx: Ctx, holder: Holder) => Promise<T>,
): Promise<T> {
  const { organizationId, customerId, subjectId } = call.principal.scope
  assert(organizationId && customerId && subjectId, 'a portal link has a subscription')
  const merchant: Principal = {
    role: 'tally_app',
    scope: { organizationId },
    actor: { kind: 'system', id: 'portal' },
    permissions: new Set(),
  }
  return call.as(merchant, async (realCtx) => {
    const ctx = await atTimeOf(realCtx, customerId)
    const subscription = await subscriptionNow(ctx, subjectId)
    if (subscription?.customerId !== customerId) throw notFound()
    return work(ctx, { customerId, subscription })
  })
}
