import { type Decimal, decimalZero } from '../money/decimal.ts'
import type { LineTax } from '../taxes/vat.ts'

/** Whether tax is added to a price or contained in it. */
export type TaxBehavior = 'exclusive' | 'inclusive'

/** A customer's own rates, 13 for 13 %, by metric, fee or plan id; `default` is for all the others. */
export type TaxRates = {
  readonly [id: string]: Decimal | undefined
  readonly default?: Decimal | undefined
}

/** Who decided the rate of a line: the customer's exemption, its own rates, the tax provider, the plan; or nobody. */
export type TaxSource = 'exemption' | 'customer' | 'provider' | 'plan' | 'none'

/** The tax of a line; rule, state and note as the provider gave them, where it decided. */
export type AppliedTax = Partial<LineTax> & {
  /** 13 is 13 %. */
  readonly percent: Decimal
  readonly source: TaxSource
}

export type TaxedLine = {
  readonly exempt: boolean
  readonly customerRates?: TaxRates | undefined
  readonly billableMetricOrFeeId?: string | undefined
  readonly planId: string
  /** What the tax provider says; undefined where it does not know. */
  readonly provided?: LineTax | undefined
  readonly planDefault?: Decimal | undefined
}

/**
 * The tax of a line: none for an exempt customer, else the customer's own rate for the metric or fee, for the
 * plan, or `default`, else what the tax provider says, else the plan's default rate, else none.
 */
export function taxOfLine(line: TaxedLine): AppliedTax {
  if (line.exempt) return { percent: decimalZero, source: 'exemption' }
  const own = ownRate(line)
  if (own !== undefined) return { percent: own, source: 'customer' }
  if (line.provided) return { ...line.provided, source: 'provider' }
  if (line.planDefault !== undefined) return { percent: line.planDefault, source: 'plan' }
  return { percent: decimalZero, source: 'none' }
}

/** The rate of the same alone, 13 for 13 %. */
export function taxPercent(line: TaxedLine): Decimal {
  return taxOfLine(line).percent
}

function ownRate({ customerRates, billableMetricOrFeeId, planId }: TaxedLine): Decimal | undefined {
  const rates: TaxRates = customerRates ?? {}
  const forIt = billableMetricOrFeeId === undefined ? undefined : rates[billableMetricOrFeeId]
  return forIt ?? rates[planId] ?? rates.default
}
