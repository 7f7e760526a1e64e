import { type TaxBehavior, type TaxRates, taxPercent } from '@tallystick/core/invoicing/tax-rate.ts'
import type { Decimal } from '@tallystick/core/money/decimal.ts'
import type { Currency } from '@tallystick/core/money/money.ts'
import { invoiceZero } from '@tallystick/core/subscribing/invoice-zero.ts'

/** A one-time fee of a plan, due before the subscription begins. */
export type UpfrontFee = {
  readonly priceId: string
  readonly feeId: string
  readonly displayName: string
  readonly quantity: bigint
  readonly unitPrice: Decimal
}

export type DraftLine = UpfrontFee & {
  readonly taxPercent: Decimal
  readonly net: bigint
  readonly tax: bigint
  readonly gross: bigint
}

export type Upfront = {
  readonly fees: readonly UpfrontFee[]
  readonly currency: Currency
  readonly taxBehavior: TaxBehavior
  readonly planId: string
  readonly planTaxRate: Decimal | undefined
  readonly customerRates: TaxRates
  readonly taxExempt: boolean
}

/** Amounts in nanos. */
export type InvoiceDraft = {
  readonly lines: readonly DraftLine[]
  readonly subtotal: bigint
  readonly totalTax: bigint
  readonly grandTotal: bigint
}

/** What the first invoice will say; undefined when nothing is due in advance. */
export function draftInvoiceZero(upfront: Upfront): InvoiceDraft | undefined {
  if (upfront.fees.length === 0) return undefined
  const taxed = upfront.fees.map((fee) => ({
    ...fee,
    taxPercent: taxPercent({
      exempt: upfront.taxExempt,
      customerRates: upfront.customerRates,
      billableMetricOrFeeId: fee.feeId,
      planId: upfront.planId,
      planDefault: upfront.planTaxRate,
    }),
  }))
  const { currency, taxBehavior } = upfront
  const { lines, ...totals } = invoiceZero({ fees: taxed, currency, taxBehavior })
  const nothing = { net: 0n, tax: 0n, gross: 0n }
  return { ...totals, lines: taxed.map((fee, at) => ({ ...fee, ...(lines[at] ?? nothing) })) }
}
