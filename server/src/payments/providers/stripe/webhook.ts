import { Problem } from '../../../platform/problem.ts'
import type { Party } from '../provider.ts'
import { readEvent } from './events.ts'
import type { StripeNews } from './news.ts'
import type { StripeReach } from './reach.ts'

export type StripeWebhook = {
  /** The body as it came, to the last blank: that is what was signed. */
  readonly body: string
  /** Of the `Stripe-Signature` header. */
  readonly signature: string
  readonly now: Temporal.Instant
  readonly isLive: boolean
}

const toleranceSeconds = 300

/**
 * Reads a webhook of one of the accounts. Throws UNAUTHENTICATED when none of its secrets signed it, or too long ago;
 * undefined for news that are not for us. What it tells may be old: Stripe is asked where that matters.
 */
export async function readStripeWebhook(
  reach: StripeReach,
  whose: Pick<Party, 'merchantId' | 'account'>,
  { body, signature, now, isLive }: StripeWebhook,
): Promise<StripeNews | undefined> {
  const [client, { webhookSecrets }] = await Promise.all([
    reach.clientOf(whose),
    reach.keysOf(whose),
  ])
  const at = now.epochMilliseconds
  for (const secret of webhookSecrets) {
    try {
      client.webhooks.signature?.verifyHeader(
        body,
        signature,
        secret,
        toleranceSeconds,
        undefined,
        at,
      )
    } catch {
      continue
    }
    const event = client.webhooks.constructEvent(
      body,
      signature,
      secret,
      toleranceSeconds,
      undefined,
      at,
    )
    return event.livemode === isLive ? readEvent(client, event) : undefined
  }
  throw new Problem('UNAUTHENTICATED', 'This webhook was not signed by the provider.')
}
