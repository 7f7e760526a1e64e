import type { Money } from '@tallystick/core/money/money.ts'
import { booked } from '../booked.ts'
import type { InvoiceRow, InvoiceStatus } from '../store.ts'

const payable: readonly InvoiceStatus[] = ['ISSUED', 'PAYMENT_FAILED']

/** Whether it is a debt that somebody may pay. */
export function isPayable({ status }: Pick<InvoiceRow, 'status'>): boolean {
  return payable.includes(status)
}

/** What is to pay: all of it, at once. What instant usage has paid already is not in it. */
export function owed(invoice: InvoiceRow): Money {
  const { net, tax, currency } = booked(invoice)
  return { nanos: net + tax, currency }
}
