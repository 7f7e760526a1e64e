import { assert } from '../assert.ts'
import type { Decimal } from '../money/decimal.ts'
import { decimalFromInteger } from '../money/decimal.ts'
import type { Currency } from '../money/money.ts'
import { exactAmount, type Fraction, lineAmount, whole } from '../pricing/pricing.ts'
import { parseCadence } from '../time/duration.ts'
import { isAfter, isBefore } from '../time/instant.ts'
import { type Period, periodAt, periodContaining } from '../time/period.ts'
import { type BillingTerms, pricingOf, type TermsPrice } from './terms.ts'

/** The stretch of a subscription that one plan bills: from its start, or the change to the plan, until the next. */
export type Span = {
  readonly terms: BillingTerms
  /** Where billing by these terms begins: the start of the first period, or the moment of the change. */
  readonly from: Temporal.Instant
  /** Where it ends: an end or a change of the plan; undefined while none is known. */
  readonly to?: Temporal.Instant | undefined
  /** Usage before the subscription's start does not count. */
  readonly startedAt: Temporal.Instant
}

/** A line that is due, still without the quantity of what is metered. */
export type DueLine = {
  readonly price: TermsPrice
  readonly term: 'in_advance' | 'in_arrears'
  /** The same for the same price, term and cycle, whenever it is computed. */
  readonly key: string
  /** The natural cycle of the price; undefined for what is billed once. */
  readonly cycle?: Period | undefined
  /** The part of it that is billed. */
  readonly billed: Period
  /** How much of a fee is due: the billed part of its natural cycle, exactly (domain §5). Metered: whole. */
  readonly share: Fraction
  /** Metered lines only: which usage counts. */
  readonly usage?: Period | undefined
}

/**
 * What is due in advance for an opening period: fees whose cycle begins in it, and those that are due once when it is the
 * first of the span. Every cycle is charged to its natural end: an end that comes earlier gives back, or not.
 */
export function advanceLines(span: Span, period: Period): readonly DueLine[] {
  return span.terms.prices
    .filter((price) => price.paymentTerm === 'in_advance' && !isMetered(price))
    .flatMap((price) => {
      const cadence = cadenceOf(price, span.terms)
      if (cadence === 'once')
        return contains(period, span.from) ? [onceLine(price, span, period)] : []
      return cyclesWithin(span, cadence, period)
        .map((cycle) => ({
          cycle,
          billed: { start: later(cycle.start, span.from), end: cycle.end },
        }))
        .filter(({ billed }) => contains(period, billed.start))
        .map((part) => feeLine(price, 'in_advance', part))
    })
}

/**
 * What is due in arrears for a closing period: fees and usage of the cycles that end in it, at the period's end at the
 * latest, or that the end of the span cuts there.
 */
export function arrearsLines(span: Span, period: Period): readonly DueLine[] {
  return span.terms.prices
    .filter((price) => price.paymentTerm === 'in_arrears' || isMeteredAhead(price))
    .flatMap((price) => {
      const cadence = cadenceOf(price, span.terms)
      if (cadence === 'once')
        return contains(period, span.from) ? [onceLine(price, span, period)] : []
      return cyclesWithin(span, cadence, period)
        .map((cycle) => ({ cycle, billed: cut(cycle, span) }))
        .filter(({ billed }) => isBefore(billed.start, billed.end) && endsIn(period, billed))
        .map((part) =>
          isMetered(price) ? meteredLine(price, part, span) : feeLine(price, 'in_arrears', part),
        )
    })
}

/** The unused part of a fee that was charged in advance, to be given back. */
export type UnusedAdvance = {
  /** As it was charged. */
  readonly line: DueLine
  readonly unused: Period
  /** Of the natural cycle. */
  readonly share: Fraction
}

/** What of the fees that were charged in advance for these periods is not used any more from a moment on. */
export function unusedAdvance(
  charged: readonly DueLine[],
  at: Temporal.Instant,
): readonly UnusedAdvance[] {
  return charged.flatMap((line) => {
    const { cycle, billed } = line
    const start = later(billed.start, at)
    if (!cycle || !isBefore(start, billed.end)) return []
    const unused = { start, end: billed.end }
    return [{ line, unused, share: shareOf(unused, cycle) }]
  })
}

/**
 * What a line costs, in nanos of the currency, rounded once. `quantity` is what was metered; a fee knows its own.
 */
export function dueAmount(
  { price, share }: Pick<DueLine, 'price' | 'share'>,
  currency: Currency,
  quantity: Decimal = decimalFromInteger(BigInt(price.quantity)),
): bigint {
  return lineAmount(exactAmount(pricingOf(price.figures), quantity), currency, share)
}

/** The period that follows a moment, up to the next recurrence of the anchor. The moment is the end of the one before. */
export function periodFrom(
  { anchor, cadence }: Pick<BillingTerms, 'anchor' | 'cadence'>,
  start: Temporal.Instant,
): Period {
  const every = parseCadence(cadence)
  assert(every !== undefined && every !== 'once', 'a plan recurs')
  return { start, end: periodContaining(anchor, every, start).period.end }
}

type Cadence = Temporal.Duration | 'once'

/** A metered price always recurs: what is used has no once. */
function cadenceOf(price: TermsPrice, terms: BillingTerms): Cadence {
  const own = price.cadence === undefined ? undefined : parseCadence(price.cadence)
  const plan = parseCadence(terms.cadence)
  assert(plan !== undefined && plan !== 'once', 'a plan recurs')
  if (own === undefined || (own === 'once' && isMetered(price))) return plan
  return own
}

/** The natural cycles that have a part in the period, the first one first; the one that ends at its start is not among them. */
function cyclesWithin(span: Span, cadence: Temporal.Duration, period: Period): readonly Period[] {
  const { anchor } = span.terms
  const cycles: Period[] = []
  if (!isBefore(period.start, period.end)) return cycles
  let { index, period: cycle } = periodContaining(anchor, cadence, period.start)
  while (isBefore(cycle.start, period.end)) {
    if (isAfter(cycle.end, span.from)) cycles.push(cycle)
    index += 1
    cycle = periodAt(anchor, cadence, index)
  }
  return cycles
}

function isMetered({ billableMetricId }: TermsPrice): boolean {
  return billableMetricId !== undefined
}

/** Nobody knows usage in advance: it is billed when it is known. */
function isMeteredAhead(price: TermsPrice): boolean {
  return isMetered(price) && price.paymentTerm === 'in_advance'
}

function onceLine(price: TermsPrice, { from }: Span, period: Period): DueLine {
  const term = price.paymentTerm === 'in_advance' ? 'in_advance' : 'in_arrears'
  const billed = { start: from, end: period.end }
  return { price, term, key: keyOf(price, term, from), billed, share: whole }
}

type Cycle = { readonly cycle: Period; readonly billed: Period }

function feeLine(price: TermsPrice, term: DueLine['term'], part: Cycle): DueLine {
  const { cycle, billed } = part
  return {
    price,
    term,
    key: keyOf(price, term, billed.start),
    ...part,
    share: shareOf(billed, cycle),
  }
}

function meteredLine(price: TermsPrice, part: Cycle, { startedAt }: Span): DueLine {
  const term = 'in_arrears'
  const { start, end } = part.billed
  const from = later(start, startedAt)
  const usage = { start: isBefore(from, end) ? from : end, end }
  return { price, term, key: keyOf(price, term, start), ...part, share: whole, usage }
}

function keyOf({ priceId }: TermsPrice, term: DueLine['term'], start: Temporal.Instant): string {
  return `${priceId} ${term} ${start.toString()}`
}

function shareOf(part: Period, of: Period): Fraction {
  const numerator = lengthOf(part)
  const denominator = lengthOf(of)
  return numerator === denominator ? whole : { numerator, denominator }
}

/** In nanoseconds: no time is rounded. */
function lengthOf({ start, end }: Period): bigint {
  return end.epochNanoseconds - start.epochNanoseconds
}

function cut(cycle: Period, { from, to }: Span): Period {
  const end = to && isBefore(to, cycle.end) ? to : cycle.end
  return { start: later(cycle.start, from), end }
}

function contains({ start, end }: Period, at: Temporal.Instant): boolean {
  return !isBefore(at, start) && isBefore(at, end)
}

function endsIn({ start, end }: Period, billed: Period): boolean {
  return isAfter(billed.end, start) && !isAfter(billed.end, end)
}

function later(left: Temporal.Instant, right: Temporal.Instant): Temporal.Instant {
  return isAfter(left, right) ? left : right
}
