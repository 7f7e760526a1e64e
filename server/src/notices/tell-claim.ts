import { claimLetter } from '../claims/claim-letter.ts'
import { day, dayOf } from '../documents/wording.ts'
import { accountClaim } from './letters/claim-letter.ts'
import type { Teller } from './told.ts'

/** Mails the link of a claim, as long as it leads somewhere. */
export const tellClaim: Teller = async (ctx, { id }) => {
  const claim = await claimLetter(ctx, id)
  if (!claim) return undefined
  const { customerId, url, expiresAt } = claim
  const until = `${day(dayOf(expiresAt))}, ${expiresAt.toString().slice(11, 16)} UTC`
  return {
    customerId,
    subscriptionId: undefined,
    letter: ({ merchant, customer }) => accountClaim({ merchant, customer, url, until }),
  }
}
