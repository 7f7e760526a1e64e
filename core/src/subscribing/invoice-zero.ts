import type { TaxBehavior } from '../invoicing/tax-rate.ts'
import { type InvoiceTotals, totalsOf } from '../invoicing/totals.ts'
import type { Decimal } from '../money/decimal.ts'
import { decimalFromInteger } from '../money/decimal.ts'
import type { Currency } from '../money/money.ts'
import { lineAmount } from '../pricing/pricing.ts'

/** A fee that is due before the subscription begins. */
export type AdvanceFee = {
  readonly unitPrice: Decimal
  /** Whole units of the fee, such as seats. */
  readonly quantity: bigint
  /** 13 is 13 %. */
  readonly taxPercent: Decimal
}

/** The first invoice of a subscription: what is due in advance of its first period, each fee rounded once. */
export function invoiceZero(due: {
  readonly fees: readonly AdvanceFee[]
  readonly currency: Currency
  readonly taxBehavior: TaxBehavior
}): InvoiceTotals {
  const lines = due.fees.map(({ unitPrice, quantity, taxPercent }) => ({
    amount: lineAmount(unitPrice * decimalFromInteger(quantity), due.currency),
    givesBack: 'rebate' as const,
    taxPercent,
  }))
  return totalsOf(lines, due)
}
