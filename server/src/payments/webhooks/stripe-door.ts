import { assert } from '@tallystick/core/assert.ts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { retried } from '../../platform/db/retried.ts'
import { notFound, Problem } from '../../platform/problem.ts'
import { systemIn, transact, type Workspace } from '../../platform/workspace.ts'
import { listOwnAccounts } from '../accounts/key-store.ts'
import { findMerchantOfAccount, findPlatform } from '../accounts/lookups.ts'
import type { Collecting } from '../collecting.ts'
import { stripePlatform } from '../providers/accounts.ts'
import type { StripeNews } from '../providers/stripe/news.ts'
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
 * and what is none of our business is thanked for. An account of a merchant's own has a door of its own.
 */
export function stripeDoor(server: FastifyInstance, door: StripeDoor): void {
  server.post('/webhooks/stripe', { config: { access } }, async (request, reply) => {
    // Without keys there is nobody who could sign.
    if (!door.reach.hasPlatform) throw notFound()
    await receive(door, [{ merchantId: '', account: stripePlatform.account }], request)
    return reply.status(200).header('cache-control', 'no-store').send({ received: true })
  })
  server.post('/webhooks/stripe/:merchantId', { config: { access } }, async (request, reply) => {
    const { merchantId } = request.params as { readonly merchantId: string }
    // One that new payments are not made in any more still tells of refunds and disputes of the old ones.
    const accounts = await within(door, merchantId, listOwnAccounts)
    if (accounts.length === 0) throw notFound()
    const theirs = accounts.map((account) => ({ merchantId, account }))
    await receive(door, theirs, request)
    return reply.status(200).header('cache-control', 'no-store').send({ received: true })
  })
}

type Whose = { readonly merchantId: string; readonly account: string }

async function receive(
  door: StripeDoor,
  any: readonly Whose[],
  request: FastifyRequest,
): Promise<void> {
  const { collecting } = door
  const { whose, news } = await hear(door, any, request)
  const concerned = news && (await concernedBy(door, whose, news))
  if (!concerned) return
  const { merchantId, account } = concerned
  const { event } = news
  await retried(() =>
    within(door, merchantId, async (ctx) => {
      // Another installation may use the same account, and has other merchants.
      if (ctx.seals.ownerId === '') return
      await receiveEvent(ctx, collecting.payables, { provider: 'stripe', account, event })
    }),
  )
}

/** The account that has signed it, and what it tells; throws UNAUTHENTICATED when none of them has. */
async function hear(
  door: StripeDoor,
  [whose, ...others]: readonly Whose[],
  request: FastifyRequest,
): Promise<{ readonly whose: Whose; readonly news: StripeNews | undefined }> {
  assert(whose, 'a webhook has somebody who may sign it')
  const signature = request.headers['stripe-signature']
  try {
    const news = await readStripeWebhook(door.reach, whose, {
      body: request.bodyText,
      signature: typeof signature === 'string' ? signature : '',
      now: door.workspace.clock(),
      isLive: door.workspace.mode === 'live',
    })
    return { whose, news }
  } catch (error) {
    const isUnsigned = error instanceof Problem && error.code === 'UNAUTHENTICATED'
    if (!isUnsigned || others.length === 0) throw error
    return hear(door, others, request)
  }
}

/** Whose book it is in, and about which account; undefined for what is none of our business. */
async function concernedBy(
  door: StripeDoor,
  whose: Whose,
  news: StripeNews,
): Promise<Whose | undefined> {
  const isOwn = whose.merchantId !== ''
  if ('merchantId' in news) {
    const { merchantId } = news
    // What a merchant's own account tells is about that merchant.
    return isOwn && merchantId !== whose.merchantId ? undefined : { ...whose, merchantId }
  }
  if (isOwn) return news.account === undefined ? whose : undefined
  const { account } = news
  const merchantId = await within(door, '', (ctx) =>
    account === undefined ? findPlatform(ctx) : findMerchantOfAccount(ctx, account),
  )
  return merchantId ? { merchantId, account: account ?? whose.account } : undefined
}

function within<T>(
  { workspace }: StripeDoor,
  merchantId: string,
  work: Parameters<typeof transact<T>>[2],
): Promise<T> {
  return transact(workspace, systemIn(merchantId, 'stripe'), work)
}
