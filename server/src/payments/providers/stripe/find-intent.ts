import type Stripe from 'stripe'
import type { PaymentKey } from '../provider.ts'
import { type Intent, marksOf, retrieveIntent } from './intent.ts'

type Wanted = PaymentKey & {
  readonly reference?: string | undefined
  readonly askedAt: Temporal.Instant
}

/** Our clocks and theirs may differ a little. */
const slackSeconds = 300

/**
 * The intent of an attempt. Where its name was lost with the reply, it is looked for among those that were made since,
 * by what we wrote on it: keys of requests are forgotten after a day, and the search of Stripe lags behind.
 */
export async function findIntent(
  client: Stripe,
  { reference, idempotencyKey, merchantId, askedAt }: Wanted,
  customer: string | undefined,
): Promise<Intent | undefined> {
  if (reference) return retrieveIntent(client, reference)
  const since = Math.floor(askedAt.epochMilliseconds / 1000) - slackSeconds
  const some = {
    created: { gte: since },
    limit: 100,
    expand: ['data.payment_method'],
    ...(customer && { customer }),
  }
  const isIt = (intent: Intent) => {
    const marks = marksOf(intent)
    return marks?.attemptKey === idempotencyKey && marks.merchantId === merchantId
  }
  for await (const intent of client.paymentIntents.list(some)) if (isIt(intent)) return intent
  for await (const intent of client.setupIntents.list(some)) if (isIt(intent)) return intent
  return undefined
}
