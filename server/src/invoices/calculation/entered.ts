import type { AppliedTax, TaxBehavior } from '@tallystick/core/invoicing/tax-rate.ts'
import type { Decimal } from '@tallystick/core/money/decimal.ts'
import { decimalZero } from '@tallystick/core/money/decimal.ts'
import type { BillingTerms, TermsPrice } from '@tallystick/core/subscribing/terms.ts'
import { pricingOf } from '@tallystick/core/subscribing/terms.ts'
import type { NewLine } from '../line-store.ts'
import type { LineBasis } from './basis.ts'

/** A line that is entered on an invoice, before it is summed up. */
export type Entered = {
  readonly about: Omit<
    NewLine,
    'position' | 'taxPercent' | 'subtotal' | 'tax' | 'total' | 'basis' | 'calculatedAt'
  >
  /** Rounded; nanos. With or without tax, as its terms say. */
  readonly amount: bigint
  readonly givesBack: 'rebate' | 'credit'
  readonly terms: BillingTerms
  readonly basis: Omit<LineBasis, 'amount' | 'givesBack' | 'cut' | 'behavior' | 'tax'>
  /** Instant usage: its tax was taken as it arrived. */
  readonly paidTax?: bigint
  /** It waited as a row of its own. */
  readonly waited?: true
}

/** An entered line with its tax. */
export type Taxed = Entered & { readonly tax: AppliedTax; readonly behavior: TaxBehavior }

/** What one unit costs, where one price tells it; else 0. */
export function unitPriceOf({ figures }: TermsPrice): Decimal {
  const pricing = pricingOf(figures)
  return pricing.model === 'standard' ? pricing.unitPrice : decimalZero
}

/** Whether it gives money back for usage: a rebate, of which what is cut lapses. */
export function isRebate(price: TermsPrice): boolean {
  return price.billableMetricId !== undefined && unitPriceOf(price) < 0n
}
