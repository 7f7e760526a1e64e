import { stillHolds } from '../access/proof.ts'
import { becomeUser } from '../access/users/become-user.ts'
import { ownEmail } from '../access/users/own-email.ts'
import { isManaged } from '../customers/is-managed.ts'
import { moveCustomer } from '../customers/move-customer.ts'
import type { Ctx } from '../platform/ctx.ts'
import { Problem } from '../platform/problem.ts'
import { moveSubscriptions } from '../subscriptions/move-subscriptions.ts'
import { type Claimant, wrong } from './claimant.ts'
import { openCustomer } from './open-claim.ts'
import { claimConsumer, lockClaim, setClaimed } from './store.ts'

/**
 * The context's user takes the account over. A user who owns a consumer gets the relation into it; everybody else becomes
 * the owner of the consumer that the merchant had managed. No money moves: it is kept by customer, and the customer stays.
 */
export async function acceptClaim(
  ctx: Ctx,
  claimId: string,
  { newcomer, proof, indexKey }: Claimant & { readonly indexKey: Buffer },
) {
  if (proof && !(await stillHolds(ctx, proof))) throw wrong()
  const claim = await lockClaim(ctx, claimId)
  const { email, consumerId: managed } = await openCustomer(ctx, claim)
  if (!(await isManaged(ctx, managed))) throw claimedAlready()
  if (newcomer) await becomeUser(ctx, { ...newcomer, email }, indexKey)

  const consumerId = await claimConsumer(ctx, claimId)
  if (!claim || consumerId === undefined) throw claimedAlready()
  if (consumerId !== claim.consumerId) {
    await moveCustomer(ctx, claim.customerId, consumerId)
    await moveSubscriptions(ctx, claim.customerId, consumerId)
  }
  await setClaimed(ctx, claimId)
  return { object: 'claimedAccount' as const, consumerId, email: await ownEmail(ctx) }
}

function claimedAlready(): Problem {
  return new Problem('LINK_EXPIRED', 'This account was claimed already.')
}
