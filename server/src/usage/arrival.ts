import type { UsageEventInput } from '@tallystick/contract/usage.ts'
import type { Static } from 'typebox'
import type { Ctx } from '../platform/ctx.ts'
import { parseInstant } from '../platform/http/instant.ts'

export type UsageInput = Static<typeof UsageEventInput>

/** An event as it came, and what follows from it alone. */
export type Arrival = {
  readonly input: UsageInput
  /** 128 bits that stand for the idempotency key, as a UUID's hex. */
  readonly key: string
  /** Undefined when the text is finer than any instant. */
  readonly usedAt: Temporal.Instant | undefined
}

export function arrivalOf(ctx: Ctx, input: UsageInput): Arrival {
  const key = ctx.seals.index('usage_events', 'key', input.idempotencyKey).toString('hex', 0, 16)
  return { input, key, usedAt: momentOf(input.timestamp) }
}

/** To the microsecond, which is what the database keeps: the first reply shows what every later one will. */
function momentOf(text: string): Temporal.Instant | undefined {
  return parseInstant(text)?.round({ smallestUnit: 'microsecond', roundingMode: 'floor' })
}
