import type { Checkout } from '@tallystick/contract/checkout.ts'
import type { Sent } from '@tallystick/contract/endpoint.ts'
import { assert } from '@tallystick/core/assert.ts'
import type { Static } from 'typebox'
import type { Ctx } from '../../platform/ctx.ts'
import type { Call } from '../../platform/http/bind.ts'
import { notFound } from '../../platform/problem.ts'
import { systemIn } from '../../platform/workspace.ts'
import { partyOf } from '../attempts/order-of.ts'
import type { Collecting } from '../collecting.ts'
import { providerNow } from '../provider-for.ts'
import type { Session } from '../sessions/session.ts'
import { findSession } from '../sessions/store.ts'
import { describeSession } from './describe-session.ts'
import { showCheckout } from './show-checkout.ts'

export type Shown = Sent<Static<typeof Checkout>>

/** The link says which session of which merchant it is, never the request. */
export function holderOf({ principal: { scope } }: Call) {
  const { organizationId: merchantId, subjectId: sessionId } = scope
  assert(merchantId && sessionId, 'the holder of a checkout link has a session')
  return { merchantId, sessionId, system: systemIn(merchantId, 'checkout') }
}

/** The session of the link, with who would move its money now. */
export async function readSession(ctx: Ctx, sessionId: string): Promise<Session> {
  const session = await findSession(ctx, sessionId)
  if (!session) throw notFound()
  return { ...session, provider: await providerNow(ctx, session) }
}

/** What the payer sees. The secret is that of the payment under way, for who has just asked the provider. */
export async function show(
  call: Call,
  { providers, payables }: Collecting,
  clientSecret?: string | undefined,
): Promise<Shown> {
  const { sessionId, system, merchantId: organizationId } = holderOf(call)
  const { session, shown } = await call.within(async (ctx) => {
    const session = await readSession(ctx, sessionId)
    return { session, shown: await showCheckout(ctx, session) }
  })
  // Read by the system's hand: a link lets its holder see the session, not what it is for.
  const described = await call.as(system, (ctx) => describeSession(ctx, payables, session))
  const { provider: name } = session.provider
  const provider = providers[name]
  const form = await provider?.pageForm?.(partyOf({ organizationId }, session), session.amount)
  const { challenge } = shown
  return {
    ...shown,
    ...described,
    provider: name === 'stripe' ? 'stripe' : 'sandbox',
    offers: provider?.pageForm && !form ? [] : (provider?.offers ?? []),
    challenge: challenge && { ...challenge, clientSecret },
    stripe: form,
  }
}
