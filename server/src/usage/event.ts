import type { Sent } from '@tallystick/contract/endpoint.ts'
import type { UsageEvent } from '@tallystick/contract/usage.ts'
import { assert } from '@tallystick/core/assert.ts'
import { formatId } from '@tallystick/core/ids.ts'
import type { Currency } from '@tallystick/core/money/money.ts'
import type { Static } from 'typebox'
import type { Problem } from '../platform/problem.ts'

/** What the sender wrote beside the figures. Sealed with its neighbours in a segment. */
export type Remainder = {
  readonly idempotencyKey: string
  readonly metadata?: Readonly<Record<string, string>> | undefined
  /** Per property, as sent; absent when none came with a price. */
  readonly suppliedPrices?: readonly (string | undefined)[] | undefined
}

/** A usage event that was charged. Amounts in nanos; it never changes. */
export type ChargedEvent = {
  readonly id: string
  readonly merchantId: string
  readonly customerId: string
  readonly consumerId: string
  readonly subscriptionId: string
  readonly usedAt: Temporal.Instant
  readonly createdAt: Temporal.Instant
  readonly currency: Currency
  readonly price: bigint
  readonly tax: bigint
  readonly fee: bigint
  /** Absent when nothing moved. */
  readonly entryId: string | undefined
  readonly properties: readonly { readonly metricId: string; readonly quantity: number }[]
  readonly remainder: Remainder
  readonly refund?: Refund | undefined
}
/** What became of an event: charged, now or the first time it was reported; or refused, and nothing moved. */
export type Verdict = ChargedEvent | Problem

export type Refund = { readonly reason: string | undefined; readonly refundedAt: Temporal.Instant }

export function showEvent(event: ChargedEvent): Sent<Static<typeof UsageEvent>> {
  const { remainder, refund, currency, price, tax } = event
  return {
    id: event.id,
    object: 'usageEvent',
    billing: {
      billingEventId: formatId('billingEvent', event.id.slice(event.id.indexOf('_') + 1)),
      currency,
      price: integer(price),
      totalAmount: integer(price + tax),
      totalTax: integer(tax),
    },
    consumerId: event.consumerId,
    createdAt: event.createdAt.toString(),
    customerId: event.customerId,
    idempotencyKey: remainder.idempotencyKey,
    merchantId: event.merchantId,
    metadata: remainder.metadata,
    properties: event.properties.map(({ metricId, quantity }, at) => ({
      billableMetricId: metricId,
      price: remainder.suppliedPrices?.[at] ?? undefined,
      quantity,
    })),
    refund: refund && { reason: refund.reason, refundedAt: refund.refundedAt.toString() },
    subscriptionId: event.subscriptionId,
    timestamp: event.usedAt.toString(),
  }
}

/** The contract has an integer of nanos here; what an event may cost is limited so that a double carries it exactly. */
function integer(nanos: bigint): number {
  const value = Number(nanos)
  assert(Number.isSafeInteger(value), 'the amounts of an event are safe integers')
  return value
}
