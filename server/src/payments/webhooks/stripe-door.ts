import type { FastifyInstance, FastifyRequest } from 'fastify'
import { retried } from '../../platform/db/retried.ts'
import { systemIn, transact, type Workspace } from '../../platform/workspace.ts'
import type { Collecting } from '../collecting.ts'
import { stripePlatform } from '../providers/accounts.ts'
import type { StripeReach } from '../providers/stripe/reach.ts'
import { readStripeWebhook } from '../providers/stripe/webhook.ts'
import { receiveEvent } from './receive-event.ts'

export type StripeDoor = {
  readonly workspace: Workspace
  readonly reach: StripeReach
  readonly collecting: Pick<Collecting, 'payables'>
}

const access = { kind: 'open', reason: 'Stripe signs what it sends here.' }

/**
 * Where Stripe tells us what happened. Whatever is not 2xx is sent again, for days: so a failure of ours loses nothing,
 * and what is none of our business is thanked for.
 */
export function stripeDoor(server: FastifyInstance, door: StripeDoor): void {
  server.post('/webhooks/stripe', { config: { access } }, async (request, reply) => {
    await receive(door, { merchantId: '', account: stripePlatform.account }, request)
    return reply.status(200).header('cache-control', 'no-store').send({ received: true })
  })
}

type Whose = { readonly merchantId: string; readonly account: string }

async function receive(
  { workspace, reach, collecting }: StripeDoor,
  whose: Whose,
  request: FastifyRequest,
): Promise<void> {
  const signature = request.headers['stripe-signature']
  const news = await readStripeWebhook(reach, whose, {
    body: request.bodyText,
    signature: typeof signature === 'string' ? signature : '',
    now: workspace.clock(),
    isLive: workspace.mode === 'live',
  })
  if (!news) return
  const { merchantId, event } = news
  await retried(() =>
    transact(workspace, systemIn(merchantId, 'stripe'), async (ctx) => {
      // Another installation may use the same account, and has other merchants.
      if (ctx.seals.ownerId === '') return
      await receiveEvent(ctx, collecting.payables, { provider: 'stripe', event })
    }),
  )
}
