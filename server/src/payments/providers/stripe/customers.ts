import { assert } from '@tallystick/core/assert.ts'
import type Stripe from 'stripe'
import { systemIn, transact, type Workspace } from '../../../platform/workspace.ts'
import type { Party } from '../provider.ts'
import { findStripeCustomer, insertStripeCustomer } from './customer-store.ts'

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

/** The same, made where there is none. Stripe is told our id of it, and nothing about the person. */
export async function customerFor(
  workspace: Workspace,
  client: Stripe,
  party: Party,
): Promise<string | undefined> {
  const { merchantId, customerId, account } = party
  if (customerId === undefined) return undefined
  const known = await knownCustomer(workspace, party)
  if (known) return known
  const made = await client.customers.create(
    { metadata: { merchantId, customerId } },
    { idempotencyKey: `customer_${merchantId}_${customerId}` },
  )
  await transact(workspace, systemIn(merchantId, 'stripe'), (ctx) =>
    insertStripeCustomer(ctx, { account, customerId }, made.id),
  )
  const first = await knownCustomer(workspace, party)
  assert(first, 'the customer was written down')
  return first
}
