import { assert } from '../assert.ts'
import type { TaxBehavior } from '../invoicing/tax-rate.ts'
import { type Decimal, decimal, formatDecimal } from '../money/decimal.ts'
import { type Currency, isCurrency } from '../money/money.ts'
import { type PriceModel, parsePriceProperties } from '../pricing/price.ts'
import type { Pricing } from '../pricing/pricing.ts'
import { type PricingText, parsePricing } from '../pricing/pricing-text.ts'

/**
 * What a period is billed by: the plan and its prices as they were when the period opened. Kept with the invoice of the
 * period, so that what is edited later counts from the next one (behaviour 10.4), and so that anybody can compute again.
 */
export type BillingTerms = {
  readonly planId: string
  readonly currency: Currency
  readonly taxBehavior: TaxBehavior
  /** 13 is 13 %; for lines whose rate nobody else knows. */
  readonly planTaxPercent: Decimal
  readonly taxCode: string
  /** ISO 8601; how long a period lasts. */
  readonly cadence: string
  /** From which periods and cycles are counted. */
  readonly anchor: Temporal.Instant
  /** Whether the unused part of a fee paid in advance is given back at an end. */
  readonly creditUnusedAdvance: boolean
  readonly prices: readonly TermsPrice[]
}

export type TermsPrice = {
  readonly priceId: string
  /** One of both. */
  readonly feeId?: string | undefined
  readonly billableMetricId?: string | undefined
  readonly displayName: string
  readonly paymentTerm: 'in_advance' | 'in_arrears' | 'instant'
  /** ISO 8601; undefined is the plan's, `P0D` is once. */
  readonly cadence?: string | undefined
  /** Whole units of a fee; metered prices take theirs from usage. */
  readonly quantity: number
  readonly figures: Figures
}

/** What a price costs, as the wire says it; `pricingOf` makes arithmetic of it. */
export type Figures = {
  readonly model: PriceModel
  readonly properties: unknown
  readonly pricing?: PricingText | undefined
}

/** The price that figures describe. They were checked when they were stored. */
export function pricingOf({ model, properties, pricing }: Figures): Pricing {
  const read = pricing ? parsePricing(pricing) : parsePriceProperties(model, properties)
  assert(!('problems' in read), 'stored figures can be read')
  return read
}

/** As stored: plain JSON, in which every figure is text. */
export type TermsText = Omit<BillingTerms, 'planTaxPercent' | 'anchor' | 'currency'> & {
  readonly planTaxPercent: string
  readonly anchor: string
  readonly currency: string
}

export function termsToText(terms: BillingTerms): TermsText {
  const { planTaxPercent, anchor, ...rest } = terms
  return { ...rest, planTaxPercent: formatDecimal(planTaxPercent), anchor: anchor.toString() }
}

/** Reads terms as `termsToText` wrote them. */
export function termsFromText({
  planTaxPercent,
  anchor,
  currency,
  ...rest
}: TermsText): BillingTerms {
  const percent = decimal(planTaxPercent)
  assert(percent !== undefined && isCurrency(currency), 'stored terms can be read')
  return { ...rest, currency, planTaxPercent: percent, anchor: Temporal.Instant.from(anchor) }
}
