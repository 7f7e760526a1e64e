import { assert } from '../assert.ts'
import type { TaxBehavior } from '../invoicing/tax-rate.ts'
import { addDecimals, type Decimal, decimalZero } from '../money/decimal.ts'
import { allocate, includedTax, nanosPerUnit, percentDown, percentOf } from '../money/money.ts'
import { type PriceRefusal, type PriceSpec, priceQuantity } from '../pricing/price.ts'

/** One priced quantity of an event. */
export type UsageProperty = {
  readonly spec: PriceSpec
  readonly quantity: Decimal
  /** The price that came with the event; dynamic prices alone need it. */
  readonly suppliedPrice?: Decimal | undefined
  /** The rate of this metric where it differs from the event's. */
  readonly taxPercent?: Decimal | undefined
  /** Properties with the same key add up to one volume of one period. Absent: no volume is kept. */
  readonly volumeKey?: string | undefined
}

export type UsageRequest = {
  /** Names the event in the outcome. */
  readonly key: string
  /** The funds account that pays, by any name that tells it from the others, such as its customer's id. */
  readonly accountRef: string
  readonly properties: readonly UsageProperty[]
  /** 13 is 13 %. */
  readonly taxPercent: Decimal
  readonly taxBehavior: TaxBehavior
}

/** All that the decision depends on, read at one moment. */
export type UsageSnapshot = {
  /** In the order in which they are priced and afforded; all in one currency. */
  readonly events: readonly UsageRequest[]
  /** Nanos that each funds account may spend; one that is missing has none. */
  readonly available: ReadonlyMap<string, bigint>
  /** What each volume of the period has consumed before; one that is missing is empty. */
  readonly volumes: ReadonlyMap<string, Decimal>
  /** 2 is 2 %. */
  readonly platformFeePercent: Decimal
}

/** What an event costs, in nanos: price (net) + tax = total; the fee is the platform's part of the price. */
export type UsageCharge = {
  /** One per property, in their order, before tax is added or taken out. */
  readonly propertyNanos: readonly bigint[]
  /** The same without tax: they add up to the price. */
  readonly propertyNets: readonly bigint[]
  readonly price: bigint
  readonly tax: bigint
  readonly fee: bigint
  readonly total: bigint
}

export type UsageRefusal = PriceRefusal | 'TOO_EXPENSIVE' | 'INSUFFICIENT_FUNDS'

export type UsageResult =
  | { readonly key: string; readonly charged: UsageCharge }
  | { readonly key: string; readonly refused: UsageRefusal }

/** The decision, and what it moves in total: debits = merchant share + tax + fee. */
export type UsageOutcome = {
  /** One per event, in their order. */
  readonly events: readonly UsageResult[]
  /** Nanos per funds account; an account from which nothing is taken is absent. */
  readonly debits: ReadonlyMap<string, bigint>
  readonly merchantShare: bigint
  readonly tax: bigint
  readonly fee: bigint
  /** The new consumption of each volume that a charged event added to. */
  readonly volumes: ReadonlyMap<string, Decimal>
}

/** Clients read what an event costs as an integer of nanos, which is exact up to 2^53 only. */
const dearestEvent = 9_007_199n * nanosPerUnit

/**
 * Decides a batch of instant usage, event by event in the order given: prices it, adds or takes out its tax,
 * and takes the total from its account if that account can afford it. An event that fails fails alone,
 * moves nothing and consumes no volume; a later, smaller one may pass. Each property's price and the tax are
 * rounded to the nano, half away from zero; the platform's fee, a percentage of the net price, is rounded
 * down. Refusals, in this order: PRICE_REQUIRED and PRICE_OUT_OF_RANGE (dynamic prices), TOO_EXPENSIVE
 * (over 9,007,199 units of the currency), INSUFFICIENT_FUNDS. A negative price is a bug: rebates are never
 * charged instantly.
 */
export function chargeUsage(snapshot: UsageSnapshot): UsageOutcome {
  const debits = new Map<string, bigint>()
  const volumes = new Map<string, Decimal>()
  const consumedBefore = (volumeKey: string) =>
    volumes.get(volumeKey) ?? snapshot.volumes.get(volumeKey) ?? decimalZero
  let [merchantShare, tax, fee] = [0n, 0n, 0n]

  const events = snapshot.events.map((event): UsageResult => {
    const { key, accountRef } = event
    const priced = priceEvent(event, consumedBefore)
    if ('refused' in priced) return { key, refused: priced.refused }

    const charged = chargeOf(event, priced.propertyNanos, snapshot.platformFeePercent)
    const debit = (debits.get(accountRef) ?? 0n) + charged.total
    if (charged.total > dearestEvent) return { key, refused: 'TOO_EXPENSIVE' }
    if (debit > (snapshot.available.get(accountRef) ?? 0n)) {
      return { key, refused: 'INSUFFICIENT_FUNDS' }
    }

    if (charged.total > 0n) debits.set(accountRef, debit)
    for (const [volumeKey, consumed] of priced.volumes) volumes.set(volumeKey, consumed)
    merchantShare += charged.price - charged.fee
    tax += charged.tax
    fee += charged.fee
    return { key, charged }
  })

  return { events, debits, merchantShare, tax, fee, volumes }
}

type PricedEvent = {
  readonly propertyNanos: readonly bigint[]
  readonly volumes: ReadonlyMap<string, Decimal>
}

/** Prices the properties one after the other, so that two on one volume share it as two events would. */
function priceEvent(
  event: UsageRequest,
  consumedBefore: (volumeKey: string) => Decimal,
): PricedEvent | { readonly refused: PriceRefusal } {
  const volumes = new Map<string, Decimal>()
  const propertyNanos: bigint[] = []
  for (const { spec, quantity, suppliedPrice, volumeKey = '' } of event.properties) {
    const before = volumes.get(volumeKey) ?? consumedBefore(volumeKey)
    const priced = priceQuantity(spec, { quantity, suppliedPrice, consumedBefore: before })
    if ('refused' in priced) return priced
    assert(priced.nanos >= 0n, 'usage that is charged instantly never has a negative price')
    propertyNanos.push(priced.nanos)
    if (volumeKey) volumes.set(volumeKey, addDecimals(before, quantity))
  }
  return { propertyNanos, volumes }
}

function chargeOf(
  { properties, taxPercent, taxBehavior }: UsageRequest,
  propertyNanos: readonly bigint[],
  feePercent: Decimal,
): UsageCharge {
  const rates = properties.map((property) => property.taxPercent ?? taxPercent)
  const nets = [...propertyNanos]
  let [price, tax] = [0n, 0n]
  for (const rate of new Set(rates)) {
    const ofRate = propertyNanos.map((nanos, at) => (rates[at] === rate ? nanos : 0n))
    const sum = total(ofRate)
    const isInclusive = taxBehavior === 'inclusive'
    const taxOfRate = isInclusive ? includedTax(sum, rate) : percentOf(sum, rate)
    const net = isInclusive ? sum - taxOfRate : sum
    if (isInclusive && sum > 0n) {
      allocate(net, ofRate).forEach((share, at) => {
        if (rates[at] === rate) nets[at] = share
      })
    }
    price += net
    tax += taxOfRate
  }
  const fee = percentDown(price, feePercent)
  return { propertyNanos, propertyNets: nets, price, tax, fee, total: price + tax }
}

function total(amounts: readonly bigint[]): bigint {
  return amounts.reduce((left, right) => left + right, 0n)
}
