import { taxPercent } from '@tallystick/core/invoicing/tax-rate.ts'
import { type Decimal, decimal, decimalFromInteger } from '@tallystick/core/money/decimal.ts'
import { isAfter, isBefore } from '@tallystick/core/time/instant.ts'
import { periodContaining } from '@tallystick/core/time/period.ts'
import type { UsageProperty, UsageRequest } from '@tallystick/core/usage/charge.ts'
import type { Ctx } from '../platform/ctx.ts'
import { invalid, notFound, Problem } from '../platform/problem.ts'
import type { InstantPrice, InstantTerms } from '../subscriptions/instant-terms.ts'
import type { Arrival } from './arrival.ts'

/** The running count of one volume price of one subscription and period. */
export type Volume = {
  readonly subscriptionId: string
  readonly priceId: string
  readonly periodStart: Temporal.Instant
}

/** An event that can be priced: by whose terms, and how. */
export type Ready = {
  readonly arrival: Arrival
  readonly terms: InstantTerms
  readonly request: UsageRequest
  /** By the volume key of its properties. */
  readonly volumes: ReadonlyMap<string, Volume>
}

/** Finds the subscription that the event belongs to, the oldest that prices all of its metrics, or says why not. */
export function priceable(
  ctx: Ctx,
  arrival: Arrival,
  candidates: readonly InstantTerms[],
): Ready | Problem {
  const { input, usedAt } = arrival
  if (input.merchantId !== ctx.organizationId) return notFound()
  if (input.entitlementId !== undefined) {
    return invalid({ field: 'entitlementId', message: 'names no open hold', code: 'unknown' })
  }
  const terms = chooseTerms(arrival, candidates)
  if (terms instanceof Problem) return terms
  if (!usedAt || !isInTime(ctx, usedAt, terms)) {
    const message = 'must lie between the start of the subscription and one day from now'
    return invalid({ field: 'timestamp', message, code: 'out_of_range' })
  }
  return pricedBy(terms, arrival, usedAt)
}

function chooseTerms(
  { input }: Arrival,
  candidates: readonly InstantTerms[],
): InstantTerms | Problem {
  const instant = candidates.filter(({ prices }) => prices.size > 0)
  const [first] = instant
  if (candidates.length === 0) {
    return new Problem('NO_ACTIVE_SUBSCRIPTION', 'The customer has no active subscription.')
  }
  if (!first) {
    const text = 'The plan charges nothing instantly; report its usage to /v0/events.'
    return new Problem('STANDARD_BILLING_USES_EVENTS', text)
  }
  const fitting = instant.find(({ prices }) =>
    input.properties.every(({ billableMetricId }) => prices.has(billableMetricId)),
  )
  if (fitting) return fitting
  const unpriced = [...input.properties.entries()].filter(
    ([, { billableMetricId }]) => !first.prices.has(billableMetricId),
  )
  return invalid(
    ...unpriced.map(([at]) => ({
      field: `properties.${at}.billableMetricId`,
      message: 'has no instant price in the plan of the subscription',
      code: 'no_price',
    })),
  )
}

function isInTime({ now }: Ctx, usedAt: Temporal.Instant, { startedAt }: InstantTerms): boolean {
  return !isBefore(usedAt, startedAt) && !isAfter(usedAt, now.add({ hours: 24 }))
}

function pricedBy(terms: InstantTerms, arrival: Arrival, usedAt: Temporal.Instant): Ready {
  const volumes = new Map<string, Volume>()
  const properties: UsageProperty[] = []
  for (const { billableMetricId, quantity, price: text } of arrival.input.properties) {
    const price = terms.prices.get(billableMetricId)
    if (!price) continue
    const volume = price.spec.model === 'volume' ? volumeOf(terms, price, usedAt) : undefined
    const volumeKey = volume && `${price.priceId}/${terms.subscriptionId}/${volume.periodStart}`
    if (volume && volumeKey) volumes.set(volumeKey, volume)
    properties.push({
      spec: price.spec,
      quantity: decimalFromInteger(BigInt(quantity)),
      suppliedPrice: text === undefined ? undefined : decimal(text),
      taxPercent: rateOf(terms, billableMetricId),
      volumeKey,
    })
  }
  const request = {
    key: arrival.key,
    accountRef: terms.customerId,
    properties,
    taxPercent: rateOf(terms),
    taxBehavior: terms.taxBehavior,
  }
  return { arrival, terms, request, volumes }
}

function rateOf(terms: InstantTerms, billableMetricId?: string): Decimal {
  return taxPercent({
    exempt: terms.taxExempt,
    customerRates: terms.customerRates,
    billableMetricOrFeeId: billableMetricId,
    planId: terms.planId,
    provided: terms.providedTax,
    planDefault: terms.planRate,
  })
}

/** The timestamp decides the period that the quantity counts in, never the price. */
function volumeOf(terms: InstantTerms, price: InstantPrice, usedAt: Temporal.Instant): Volume {
  const cadence = Temporal.Duration.from(price.cadence ?? terms.cadence)
  const { period } = periodContaining(terms.anchor, cadence, usedAt)
  const { subscriptionId } = terms
  return { subscriptionId, priceId: price.priceId, periodStart: period.start }
}
