import type { Decimal } from '@tallystick/core/money/decimal.ts'
import type { Currency } from '@tallystick/core/money/money.ts'

/**
 * What an invoice or a credit note says, as of the moment it was issued. Everything on paper and in an e-invoice comes
 * from here, so both always say the same. Amounts are in nanos of the currency.
 */
export type InvoiceDocument = {
  readonly kind: 'invoice' | 'credit_note'
  readonly number: string
  readonly issuedOn: Temporal.PlainDate
  readonly dueOn?: Temporal.PlainDate | undefined
  /** Since when a credit note does not count any more. */
  readonly voidedOn?: Temporal.PlainDate | undefined
  /** The invoice that a credit note takes back. */
  readonly corrects?: { readonly number: string; readonly issuedOn: Temporal.PlainDate } | undefined
  /** Half-open. */
  readonly period?: DocumentPeriod | undefined
  readonly currency: Currency
  readonly seller: Party
  readonly buyer: Party
  readonly lines: readonly DocumentLine[]
  readonly taxes: readonly DocumentTax[]
  readonly subtotal: bigint
  readonly totalTax: bigint
  readonly grandTotal: bigint
  /** Paid when the document was issued, such as usage that was charged on arrival. */
  readonly prepaid: bigint
  /** Printed below the totals, in this order. */
  readonly notes: readonly string[]
  /** Printed at the foot of every page. */
  readonly footer?: string | undefined
}

export type DocumentPeriod = {
  readonly start: Temporal.Instant
  readonly end: Temporal.Instant
}

export type Party = {
  readonly name: string
  readonly email?: string | undefined
  readonly phone?: string | undefined
  readonly website?: string | undefined
  readonly taxId?: string | undefined
  readonly address?: PostalAddress | undefined
}

export type PostalAddress = {
  readonly line1?: string | undefined
  readonly line2?: string | undefined
  readonly city?: string | undefined
  readonly state?: string | undefined
  readonly zipCode?: string | undefined
  /** ISO 3166-1 alpha-2. */
  readonly country?: string | undefined
}

export type DocumentLine = {
  readonly name: string
  readonly description?: string | undefined
  readonly period?: DocumentPeriod | undefined
  readonly quantity: Decimal
  readonly unit?: string | undefined
  /** Without tax or with it, as the plan says; undefined where one price does not tell it (tiers). */
  readonly unitPrice?: Decimal | undefined
  readonly net: bigint
  readonly tax: TaxRate
}

export type TaxRate = {
  /** 19 is 19 %. */
  readonly percent: Decimal
  readonly treatment: TaxTreatment
}

/** Why a tax is what it is, as EN 16931 tells cases apart: who owes it, or why nobody does. */
export type TaxTreatment = 'standard' | 'reverse_charge' | 'exempt' | 'outside_scope' | 'zero'

/** The lines of one rate and treatment together. */
export type DocumentTax = TaxRate & {
  readonly base: bigint
  readonly tax: bigint
  /** What the law wants said, such as who owes the tax. */
  readonly note?: string | undefined
}
