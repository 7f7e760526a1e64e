import { timingSafeEqual } from 'node:crypto'
import type { Ctx } from '../../../platform/ctx.ts'
import { Problem } from '../../../platform/problem.ts'
import type { ProviderEvent } from '../provider.ts'

const toleranceSeconds = 300

/** A message as it arrives: not to be believed before its signature is checked. */
export type Webhook = {
  readonly id: string
  /** Seconds since 1970, as text. */
  readonly timestamp: string
  readonly body: string
  /** Hexadecimal. */
  readonly signature: string
}

/** Signs as providers do: over the id, the time and the body, under a key that only this merchant's webhooks have. */
export function signWebhook(ctx: Ctx, event: ProviderEvent): Webhook {
  const unsigned = {
    id: event.id,
    timestamp: String(Math.floor(ctx.realNow.epochMilliseconds / 1000)),
    body: JSON.stringify(event),
  }
  return { ...unsigned, signature: signatureOf(ctx, unsigned).toString('hex') }
}

/** Throws UNAUTHENTICATED when it is not signed, or too old. */
export function readWebhook(ctx: Ctx, webhook: Webhook): ProviderEvent {
  const given = Buffer.from(webhook.signature, 'hex')
  const expected = signatureOf(ctx, webhook)
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw unsigned()
  const age = Math.floor(ctx.realNow.epochMilliseconds / 1000) - Number(webhook.timestamp)
  if (Math.abs(age) > toleranceSeconds) throw unsigned()
  return JSON.parse(webhook.body) as ProviderEvent
}

function unsigned(): Problem {
  return new Problem('UNAUTHENTICATED', 'This webhook was not signed by the provider.')
}

function signatureOf(ctx: Ctx, { id, timestamp, body }: Omit<Webhook, 'signature'>): Buffer {
  return ctx.seals.index('sandbox_webhooks', 'signature', `${id}.${timestamp}.${body}`)
}
