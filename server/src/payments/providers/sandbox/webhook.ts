import { timingSafeEqual } from 'node:crypto'
import type { Ctx } from '../../../platform/ctx.ts'
import type { ProviderEvent, Webhook } from '../provider.ts'

const toleranceSeconds = 300

/** Signs as providers do: over the id, the time and the body, under a key that only this merchant's webhooks have. */
export function signWebhook(ctx: Ctx, event: ProviderEvent): Webhook {
  const unsigned = {
    id: event.id,
    timestamp: String(Math.floor(ctx.realNow.epochMilliseconds / 1000)),
    body: JSON.stringify(event),
  }
  return { ...unsigned, signature: signatureOf(ctx, unsigned).toString('hex') }
}

export function readWebhook(ctx: Ctx, webhook: Webhook): ProviderEvent | undefined {
  const given = Buffer.from(webhook.signature, 'hex')
  const expected = signatureOf(ctx, webhook)
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined
  const age = Math.floor(ctx.realNow.epochMilliseconds / 1000) - Number(webhook.timestamp)
  if (Math.abs(age) > toleranceSeconds) return undefined
  return JSON.parse(webhook.body) as ProviderEvent
}

function signatureOf(ctx: Ctx, { id, timestamp, body }: Omit<Webhook, 'signature'>): Buffer {
  return ctx.seals.index('sandbox_webhooks', 'signature', `${id}.${timestamp}.${body}`)
}
