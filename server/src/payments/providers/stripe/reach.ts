import type Stripe from 'stripe'
import type { StripeConfig } from '../../../config-stripe.ts'
import { Problem } from '../../../platform/problem.ts'
import { stripePlatform } from '../accounts.ts'
import type { Party } from '../provider.ts'
import { openStripe } from './client.ts'

type Whose = Pick<Party, 'merchantId' | 'account'>
type Keys = Omit<StripeConfig, 'url'>

/** How the accounts at Stripe are reached: the installation's, and those that merchants brought keys of. */
export type StripeReach = {
  /** Whether the installation has keys. */
  readonly hasPlatform: boolean
  /** Throws UNAVAILABLE where there are no keys (any more). */
  readonly keysOf: (whose: Whose) => Promise<Keys>
  readonly clientOf: (whose: Whose) => Promise<Stripe>
  /** That of the platform's account. */
  readonly platform: () => Promise<Stripe>
  /** That of a key that is only being tried. */
  readonly withKey: (secretKey: string) => Promise<Stripe>
}

type Reaching = {
  readonly platform: Keys | undefined
  readonly url: string
  /** The keys of an account of a merchant's own. */
  readonly findKeys: (whose: Whose) => Promise<Keys | undefined>
}

export function stripeReach({ platform, url, findKeys }: Reaching): StripeReach {
  const clients = new Map<string, Promise<Stripe>>()
  const keysOf = async (whose: Whose) => {
    const isPlatform = whose.account === stripePlatform.account
    const keys = isPlatform ? platform : await findKeys(whose)
    if (keys) return keys
    throw new Problem('UNAVAILABLE', 'No payment provider is set up.')
  }
  const clientOf = async (whose: Whose) => {
    const { secretKey } = await keysOf(whose)
    return clients.getOrInsertComputed(secretKey, () => openStripe({ secretKey, url }))
  }
  return {
    hasPlatform: platform !== undefined,
    keysOf,
    clientOf,
    platform: () => clientOf({ merchantId: '', account: stripePlatform.account }),
    withKey: (secretKey) => openStripe({ secretKey, url }),
  }
}
