import { setting } from './config-setting.ts'
import { maskAll, webUrl } from './config-values.ts'

/** How this installation reaches its account at Stripe. */
export type StripeConfig = {
  readonly secretKey: string
  readonly publishableKey: string
  /** Any of them signs: while one is replaced by another there are two. */
  readonly webhookSecrets: readonly string[]
  readonly url: string
}

export const stripeSettings = {
  stripeSecretKey: setting({
    name: 'TALLY_STRIPE_SECRET_KEY',
    describe: 'The secret (or restricted) key of your account at Stripe; without it, no Stripe.',
    parse: key('sk', 'rk'),
    fallback: undefined,
    shownDefault: 'none',
    mask: maskAll,
  }),
  stripePublishableKey: setting({
    name: 'TALLY_STRIPE_PUBLISHABLE_KEY',
    describe: 'The publishable key of the same account; payment pages show it to browsers.',
    parse: key('pk'),
    fallback: undefined,
    shownDefault: 'none',
  }),
  stripeWebhookSecret: setting({
    name: 'TALLY_STRIPE_WEBHOOK_SECRET',
    describe:
      'The signing secret of its endpoint …/webhooks/stripe; several with commas (for connected accounts, while rotated).',
    parse: signingSecrets,
    fallback: undefined,
    shownDefault: 'none',
    mask: maskAll,
  }),
  stripeUrl: setting({
    name: 'TALLY_STRIPE_URL',
    describe: 'Where the API of Stripe is reached.',
    parse: webUrl,
    fallback: 'https://api.stripe.com',
  }),
}

type Read = {
  readonly mode: 'sandbox' | 'live'
  readonly stripeSecretKey: string | undefined
  readonly stripePublishableKey: string | undefined
  readonly stripeWebhookSecret: readonly string[] | undefined
  readonly stripeUrl: string
}

/** Undefined without keys. What is wrong with them is added to `wrong`, as whole sentences. */
export function stripeConfig(read: Read, wrong: string[]): StripeConfig | undefined {
  const { stripeSecretKey, stripePublishableKey, stripeWebhookSecret, stripeUrl } = read
  const keys = [stripeSecretKey, stripePublishableKey, stripeWebhookSecret]
  if (keys.every((one) => one === undefined)) return undefined
  if (!stripeSecretKey || !stripePublishableKey || !stripeWebhookSecret) {
    wrong.push(`${three} must be set together or not at all`)
    return undefined
  }
  // A test key in live mode would take no money, a live key in the sandbox would take it for nothing.
  const kind = read.mode === 'live' ? 'live' : 'test'
  for (const [name, value] of [
    ['TALLY_STRIPE_SECRET_KEY', stripeSecretKey],
    ['TALLY_STRIPE_PUBLISHABLE_KEY', stripePublishableKey],
  ]) {
    if (value?.split('_')[1] !== kind) {
      wrong.push(`${name} must be a ${kind} key where TALLY_MODE is ${read.mode}`)
    }
  }
  return {
    secretKey: stripeSecretKey,
    publishableKey: stripePublishableKey,
    webhookSecrets: stripeWebhookSecret,
    url: stripeUrl,
  }
}

const three =
  'TALLY_STRIPE_SECRET_KEY, TALLY_STRIPE_PUBLISHABLE_KEY and TALLY_STRIPE_WEBHOOK_SECRET'

function key(...prefixes: readonly string[]) {
  const form = new RegExp(`^(${prefixes.join('|')})_(test|live)_\\w{4,}$`)
  return (given: string): string => {
    if (!form.test(given))
      throw new Error(`be a key of Stripe, ${prefixes[0]}_test_… or ${prefixes[0]}_live_…`)
    return given
  }
}

function signingSecrets(given: string): readonly string[] {
  const secrets = given.split(',').map((one) => one.trim())
  if (secrets.every((one) => /^whsec_\w{8,}$/.test(one)) && secrets.length <= 4) return secrets
  throw new Error('be a signing secret of Stripe, whsec_…')
}
