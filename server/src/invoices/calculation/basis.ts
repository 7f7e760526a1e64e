import type { AppliedTax, TaxBehavior } from '@tallystick/core/invoicing/tax-rate.ts'
import type { TermsPrice } from '@tallystick/core/subscribing/terms.ts'

/** Where the quantity of a line comes from. */
export type QuantitySource = 'fee' | 'meter' | 'instant' | 'manual'

/**
 * All that the amounts of a line follow from, kept with it as plain JSON in which every figure is text: it explains the
 * line, and computing it again gives the same numbers.
 */
export type LineBasis = {
  readonly source: QuantitySource
  /** The price as it was; absent for manual lines. */
  readonly price?: TermsPrice | undefined
  /** Of a late line, all of its stretch, of which a part was billed before. */
  readonly quantity: string
  readonly share?: { readonly numerator: string; readonly denominator: string } | undefined
  /** Which usage counts, and when the meter was read. */
  readonly usage?:
    | { readonly start: string; readonly end: string; readonly asOf: string }
    | undefined
  /** What was billed of the same stretch before. */
  readonly before?: { readonly quantity: string; readonly amount: string } | undefined
  /** Instant usage: what was taken for it as it arrived, exactly. */
  readonly paid?: { readonly price: string; readonly tax: string } | undefined
  /** Rounded, in major units, before anything was cut; with or without tax, as `behavior` says. */
  readonly amount: string
  readonly givesBack: 'rebate' | 'credit'
  readonly cut: string
  /** The line of which this one is what another invoice could not take. */
  readonly carriedFrom?: string | undefined
  readonly behavior: TaxBehavior
  readonly tax: Omit<AppliedTax, 'percent'> & { readonly percent: string }
}
