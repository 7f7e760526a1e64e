import type { Stripe } from '@stripe/stripe-js'
import type { Checkout } from '../../api/portal.ts'

type Account = Pick<NonNullable<Checkout['stripe']>, 'publishableKey' | 'account'>

const opened = new Map<string, Promise<Stripe>>()

/** Stripe.js, which has to come from Stripe itself; it is loaded where it is needed, and once. */
export function openStripe(whose: Account): Promise<Stripe> {
  const key = `${whose.publishableKey} ${whose.account ?? ''}`
  const known = opened.get(key)
  if (known !== undefined) return known
  const stripe = load(whose)
  opened.set(key, stripe)
  // What failed for want of a network is tried again.
  stripe.catch(() => opened.delete(key))
  return stripe
}

async function load({ publishableKey, account }: Account): Promise<Stripe> {
  allowScript()
  const { loadStripe } = await import('@stripe/stripe-js/dist/pure.mjs')
  const stripe = await loadStripe(publishableKey, {
    ...(account !== undefined && { stripeAccount: account }),
  })
  if (stripe === null) throw new Error('Stripe.js is not there.')
  return stripe
}

type Policies = {
  readonly defaultPolicy: unknown
  readonly createPolicy: (
    name: string,
    rules: { readonly createScriptURL: (url: string) => string },
  ) => unknown
}

/** The policy of the page refuses every script that a script adds; this one address is let through. */
function allowScript(): void {
  const { trustedTypes } = globalThis as { readonly trustedTypes?: Policies }
  if (trustedTypes === undefined || trustedTypes.defaultPolicy) return
  trustedTypes.createPolicy('default', {
    createScriptURL: (url) => {
      if (URL.parse(url)?.origin === 'https://js.stripe.com') return url
      throw new TypeError('This page adds no scripts but those of Stripe.')
    },
  })
}
