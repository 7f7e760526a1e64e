import type { UsageEventInput } from '@tallystick/contract/usage.ts'
import type { Static } from 'typebox'
import type { Ctx } from '../platform/ctx.ts'

export type UsageInput = Static<typeof UsageEventInput>

/** An event as it came, and what follows from it alone. */
export type Arrival = {
  readonly input: UsageInput
  /** 128 bits that stand for the idempotency key, as a UUID's hex. */
  readonly key: string
  /** Undefined when the text names no moment of the calendar. */
  readonly usedAt: Temporal.Instant | undefined
}

export function arrivalOf(ctx: Ctx, input: UsageInput): Arrival {
  const key = ctx.seals.index('usage_events', 'key', input.idempotencyKey).toString('hex', 0, 16)
  return { input, key, usedAt: momentOf(input.timestamp) }
}

/** To the microsecond, which is what the database keeps: the first reply shows what every later one will. */
export function momentOf(text: string): Temporal.Instant | undefined {
  try {
    const moment = Temporal.Instant.from(text)
    return moment.round({ smallestUnit: 'microsecond', roundingMode: 'floor' })
  } catch (error) {
    // The schema has checked the form; what is left are dates such as year -271822.
    if (error instanceof RangeError) return undefined
    throw error
  }
}
