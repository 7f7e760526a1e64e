import type { Next } from '../subscribing/lifecycle.ts'

export type InvoiceStatus =
  | 'ACTIVE'
  | 'CLOSING'
  | 'CLOSED'
  | 'CALCULATING'
  | 'DRAFT'
  | 'ISSUED'
  | 'PAYMENT_FAILED'
  | 'PAID'
  | 'CANCELLED'
  | 'WRITTEN_OFF'
  | 'FAILED'

/** Behaviour 25, and what it leaves open: a write-off may be taken back, a failed calculation is tried again. */
export const nextInvoiceStatus: Next<InvoiceStatus> = {
  ACTIVE: ['CLOSING'],
  CLOSING: ['CLOSED'],
  CLOSED: ['CALCULATING'],
  CALCULATING: ['DRAFT', 'ISSUED', 'PAID', 'CANCELLED', 'FAILED'],
  FAILED: ['CALCULATING'],
  DRAFT: ['ISSUED', 'PAID', 'CANCELLED'],
  ISSUED: ['PAID', 'PAYMENT_FAILED', 'CANCELLED', 'WRITTEN_OFF'],
  PAYMENT_FAILED: ['PAID', 'CANCELLED', 'WRITTEN_OFF'],
  WRITTEN_OFF: ['ISSUED'],
  PAID: [],
  CANCELLED: [],
}

/** `INV` for invoices, `CRN` for credit notes. */
export type NumberSeries = 'INV' | 'CRN'

/** The month of a series, in UTC: numbers begin anew with it. */
export function numberMonth(issuedAt: Temporal.Instant): string {
  return issuedAt.toZonedDateTimeISO('UTC').toPlainDate().toPlainYearMonth().toString()
}

/** `INV-2026-11-001`: at least three digits, gap-free per merchant, series and month (domain §7). */
export function documentNumber(series: NumberSeries, month: string, count: number): string {
  return `${series}-${month}-${String(count).padStart(3, '0')}`
}

/** Midnight UTC of the day of issue, so many days later (behaviour 14.1). */
export function dueAt(issuedAt: Temporal.Instant, paymentTermDays: number): Temporal.Instant {
  const midnight = issuedAt.toZonedDateTimeISO('UTC').startOfDay()
  return midnight.add({ days: paymentTermDays }).toInstant()
}
