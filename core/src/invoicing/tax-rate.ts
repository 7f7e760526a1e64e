import { type Decimal, decimalZero } from '../money/decimal.ts'

/** Whether tax is added to a price or contained in it. */
export type TaxBehavior = 'exclusive' | 'inclusive'

/** A customer's own rates, 13 for 13 %, by metric, fee or plan id; `default` is for all the others. */
export type TaxRates = {
  readonly [id: string]: Decimal | undefined
  readonly default?: Decimal | undefined
}

/**
 * The tax rate of a line, 13 for 13 %: none for an exempt customer, else the customer's own rate for the
 * metric or fee, for the plan, or `default`, else the plan's default rate, else none.
 */
export function taxPercent(line: {
  readonly exempt: boolean
  readonly customerRates?: TaxRates | undefined
  readonly billableMetricOrFeeId?: string | undefined
  readonly planId: string
  readonly planDefault?: Decimal | undefined
}): Decimal {
  if (line.exempt) return decimalZero
  const rates: TaxRates = line.customerRates ?? {}
  const own =
    line.billableMetricOrFeeId === undefined ? undefined : rates[line.billableMetricOrFeeId]
  return own ?? rates[line.planId] ?? rates.default ?? line.planDefault ?? decimalZero
}
