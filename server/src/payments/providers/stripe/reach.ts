import type Stripe from 'stripe'
import type { StripeConfig } from '../../../config-stripe.ts'
import { Problem } from '../../../platform/problem.ts'
import { stripePlatform } from '../accounts.ts'
import type { Party } from '../provider.ts'
import { openStripe } from './client.ts'

type Whose = Pick<Party, 'merchantId' | 'account'>

/** How the accounts at Stripe are reached: the installation's, and those that merchants brought keys of. */
export type StripeReach = {
  /** Throws UNAVAILABLE where there are no keys (any more). */
  readonly keysOf: (whose: Whose) => Promise<StripeConfig>
  readonly clientOf: (whose: Whose) => Promise<Stripe>
}

export function stripeReach(config: StripeConfig): StripeReach {
  const clients = new Map<string, Promise<Stripe>>()
  const keysOf = async ({ account }: Whose) => {
    if (account === stripePlatform.account) return config
    throw new Problem('UNAVAILABLE', 'No payment provider is set up.')
  }
  return {
    keysOf,
    clientOf: async (whose) => {
      const keys = await keysOf(whose)
      return clients.getOrInsertComputed(keys.secretKey, () => openStripe(keys))
    },
  }
}
