import { assert } from '@tallystick/core/assert.ts'
import type Stripe from 'stripe'
import { systemIn, transact, type Workspace } from '../../../platform/workspace.ts'
import type { Party } from '../provider.ts'
import { findStripeCustomer, saveStripeCustomer } from './customer-store.ts'

/** The customer as Stripe knows it; undefined when nothing was ever stored or paid there in its name. */
export async function knownCustomer(
  workspace: Workspace,
  { merchantId, customerId, account }: Party,
): Promise<string | undefined> {
  if (customerId === undefined) return undefined
  return transact(workspace, systemIn(merchantId, 'stripe'), (ctx) =>
    findStripeCustomer(ctx, { account, customerId }),
  )
}

/**
 * The same, made where there is none, or where the one that was is gone: somebody deleted it at Stripe. Stripe is told our
 * id of it, and nothing about the person.
 */
export async function customerFor(
  workspace: Workspace,
  client: Stripe,
  { gone, ...party }: Party & { readonly gone?: string | undefined },
): Promise<string | undefined> {
  const { merchantId, customerId, account } = party
  if (customerId === undefined) return undefined
  const known = await knownCustomer(workspace, party)
  if (known && known !== gone) return known
  const made = await client.customers.create(
    { metadata: { merchantId, customerId } },
    { idempotencyKey: ['customer', merchantId, customerId, gone ?? []].flat().join('_') },
  )
  await transact(workspace, systemIn(merchantId, 'stripe'), (ctx) =>
    saveStripeCustomer(ctx, { account, customerId, gone }, made.id),
  )
  const first = await knownCustomer(workspace, party)
  assert(first, 'the customer was written down')
  return first
}
