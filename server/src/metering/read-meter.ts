import { assert } from '@tallystick/core/assert.ts'
import type { Decimal } from '@tallystick/core/money/decimal.ts'
import type { Ctx } from '../platform/ctx.ts'

/** One customer's usage of one metric in [from, to), both exact to the millisecond. */
export type MeterRequest = {
  readonly billableMetricId: string
  readonly customerId: string
  readonly from: Temporal.Instant
  readonly to: Temporal.Instant
}

export type MeterReading = {
  /** By the metric's aggregation; zero where there is no event. */
  readonly quantity: Decimal
  readonly events: bigint
  /** The real time of the reading, whatever clock the customer lives by: what `changedSince` wants to know. */
  readonly asOf: Temporal.Instant
}

export type ChangeQuestion = {
  readonly billableMetricId: string
  readonly customerId: string
  /** Only events that happened before. */
  readonly before: Temporal.Instant
  /** The `asOf` of an earlier reading. */
  readonly since: Temporal.Instant
}

/** What a customer used of a metric. */
export async function readMeter(ctx: Ctx, request: MeterRequest): Promise<MeterReading> {
  const [reading] = await readMeters(ctx, [request])
  assert(reading, 'each request has its reading')
  return reading
}

/** Many readings in one round trip, in the order of the requests, all of one moment. */
export async function readMeters(
  _ctx: Ctx,
  requests: readonly MeterRequest[],
): Promise<readonly MeterReading[]> {
  assert(requests.length === 0, 'there are no meters to read yet')
  return []
}

/**
 * Whether a reading of events before that moment may have changed since an earlier one. False is certain; true means
 * that it is worth reading again.
 */
export async function changedSince(_ctx: Ctx, _question: ChangeQuestion): Promise<boolean> {
  return true
}
