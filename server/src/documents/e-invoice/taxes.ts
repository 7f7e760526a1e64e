import { formatDecimal } from '@tallystick/core/money/decimal.ts'
import { moneyToText } from '@tallystick/core/money/money.ts'
import type { DocumentTax, InvoiceDocument, TaxRate, TaxTreatment } from '../document.ts'

/** UNCL 5305, and for those without tax the reason that the standard wants (BT-120, BT-121). */
const categories: Readonly<
  Record<TaxTreatment, { readonly id: string; readonly code?: string; readonly reason?: string }>
> = {
  standard: { id: 'S' },
  zero: { id: 'Z' },
  reverse_charge: { id: 'AE', code: 'VATEX-EU-AE', reason: 'Reverse charge' },
  exempt: { id: 'E', reason: 'Exempt from VAT' },
  outside_scope: { id: 'O', code: 'VATEX-EU-O', reason: 'Not subject to VAT' },
}

const vat = { 'cac:TaxScheme': { 'cbc:ID': 'VAT' } }

/** The category of a line (BG-30). What is outside the scope of VAT has no rate (BR-O-05). */
export function categoryOf({ treatment, percent }: TaxRate) {
  return {
    'cbc:ID': categories[treatment].id,
    ...(treatment !== 'outside_scope' && { 'cbc:Percent': formatDecimal(percent) }),
    ...vat,
  }
}

/** The breakdown by rate and reason (BG-22, BG-23). */
export function taxTotal(document: InvoiceDocument) {
  return {
    ...amountOf('cbc:TaxAmount', document.totalTax, document),
    'cac:TaxSubtotal': document.taxes.map((tax) => ({
      ...amountOf('cbc:TaxableAmount', tax.base, document),
      ...amountOf('cbc:TaxAmount', tax.tax, document),
      'cac:TaxCategory': breakdownCategory(tax),
    })),
  }
}

function breakdownCategory({ note, ...rate }: DocumentTax) {
  const { code, reason } = categories[rate.treatment]
  const { 'cac:TaxScheme': scheme, ...category } = categoryOf(rate)
  return {
    ...category,
    ...(code && { 'cbc:TaxExemptionReasonCode': code }),
    ...(reason && { 'cbc:TaxExemptionReason': note ?? reason }),
    'cac:TaxScheme': scheme,
  }
}

/** An amount of the document, with its currency beside it as the syntax wants it. */
export function amountOf(name: string, nanos: bigint, { currency }: InvoiceDocument) {
  return { [name]: moneyToText({ nanos, currency }), [`${name}@currencyID`]: currency }
}
