import { isAfter } from '@tallystick/core/time/instant.ts'
import { hashSecret, makeSecret } from '../access/api-key-secret.ts'
import type { Ctx } from '../platform/ctx.ts'
import { findClaim, setCode } from './store.ts'

export type ClaimLetter = {
  readonly customerId: string
  readonly url: string
  readonly expiresAt: Temporal.Instant
}

/** What its letter says; asked for again, another link works, and this one no more. Undefined when it came to nothing. */
export async function claimLetter(ctx: Ctx, claimId: string): Promise<ClaimLetter | undefined> {
  const claim = await findClaim(ctx, claimId)
  if (!claim || claim.claimedBy !== undefined || !isAfter(claim.expiresAt, ctx.realNow)) {
    return undefined
  }
  const { customerId, expiresAt } = claim
  const code = makeSecret()
  await setCode(ctx, claimId, hashSecret(code))
  return { customerId, url: `${ctx.publicUrl}/claim/${claimId}#${code}`, expiresAt }
}
