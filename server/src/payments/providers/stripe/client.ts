import type Stripe from 'stripe'
import { version } from '../../../version.ts'

export type StripeKeys = {
  readonly secretKey: string
  /** Where the API is reached. */
  readonly url: string
}

/**
 * A client of Stripe. The package is loaded with the first one: who has no keys loads nothing. All tries together end
 * well within the minute after which somebody goes to look what became of a payment.
 */
export async function openStripe({ secretKey, url }: StripeKeys): Promise<Stripe> {
  const { default: Client } = await import('stripe')
  const { protocol, hostname, port } = new URL(url)
  return new Client(secretKey, {
    protocol: protocol === 'http:' ? 'http' : 'https',
    host: hostname,
    ...(port && { port }),
    timeout: 10_000,
    maxNetworkRetries: 2,
    telemetry: false,
    appInfo: { name: 'Tallystick', version },
  })
}
