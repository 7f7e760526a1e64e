import { isAfter } from '@tallystick/core/time/instant.ts'
import { ownProfile } from '../access/organizations/own-profile.ts'
import { type BillingCustomer, customerForBilling } from '../customers/customer-for-billing.ts'
import type { Ctx } from '../platform/ctx.ts'
import { Problem } from '../platform/problem.ts'
import { type Claim, emailIndexOf } from './store.ts'

/** The customer of a claim that can still be made; throws LINK_EXPIRED for every other one. */
export async function openCustomer(
  ctx: Ctx,
  claim: Claim | undefined,
  { held = false } = {},
): Promise<BillingCustomer> {
  const isOpen = claim && claim.claimedBy === undefined && isAfter(claim.expiresAt, ctx.realNow)
  const customer = isOpen && (await customerForBilling(ctx, claim.customerId, { held }))
  // Whose address is another one by now has proved nothing.
  if (customer && emailIndexOf(ctx, customer.email).equals(claim.emailIndex)) return customer
  throw new Problem('LINK_EXPIRED', 'This link has expired or was used already.')
}

/** What the holder of the link sees. */
export async function describeClaim(ctx: Ctx, claim: Claim, { email, name }: BillingCustomer) {
  return {
    object: 'claim' as const,
    merchant: (await ownProfile(ctx)).name,
    customer: name,
    email,
    expiresAt: claim.expiresAt.toString(),
  }
}
