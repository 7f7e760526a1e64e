import type { LineTax, TaxRegistration } from '@tallystick/core/taxes/vat.ts'
import type { Place } from '@tallystick/core/taxes/vat-areas.ts'

/** Who sells, as far as tax asks. */
export type TaxSeller = Place & { readonly registrations: readonly TaxRegistration[] }

/** Who buys, as far as tax asks. Only a tax id that is valid shows a business. */
export type TaxBuyer = Place & {
  readonly region?: string | undefined
  readonly taxId?: string | undefined
}

export type TaxQuestion = {
  readonly seller: TaxSeller
  readonly buyer: TaxBuyer
  readonly lines: readonly LineInQuestion[]
}

export type LineInQuestion = {
  readonly taxCode: string
  /** The day of supply: of several, the last one. */
  readonly date: Temporal.PlainDate
}

/**
 * Who knows the rate of a line that neither the customer's exemption nor its own rates decide. It answers line by
 * line, in their order: undefined where it does not know, so that the plan's default holds.
 */
export type TaxProvider = {
  readonly name: string
  readonly taxOf: (question: TaxQuestion) => Promise<readonly (LineTax | undefined)[]>
}
