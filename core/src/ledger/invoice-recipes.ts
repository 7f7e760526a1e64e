import { assert } from '../assert.ts'
import type { Currency } from '../money/money.ts'
import { clearing, earned, ofCustomer, type ProviderAccount, single } from './accounts.ts'
import { type AccountRef, type Entry, entry, match, type Posting, reverse } from './entry.ts'

/** What is owed, in nanos: net + tax. */
export type InvoiceRef = {
  readonly id: string
  readonly customerId: string
  readonly currency: Currency
  readonly net: bigint
  readonly tax: bigint
}

/** The invoice becomes a debt: the customer owes it, and the merchant will get it when it is paid. */
export function invoiceIssued(invoice: InvoiceRef): Entry | undefined {
  const { currency } = invoice
  const debit = ofCustomer('receivable', invoice.customerId, currency)
  return entry('invoice.issued', invoice.id, [
    { debit, credit: single('merchant_pending', currency), nanos: gross(invoice) },
  ])
}

/** An unpaid invoice is taken back. */
export function invoiceCancelled(invoice: InvoiceRef): Entry | undefined {
  const issued = invoiceIssued(invoice)
  return issued && reverse(issued, 'invoice.cancelled')
}

/** Where the money for an invoice comes from: a provider, the customer's own funds, or past the house. */
export type InvoiceSource = ProviderAccount | 'funds' | 'out_of_band'

/** An invoice and how it was paid; `fee` is the platform's part of the net amount, in nanos. */
export type PaidInvoice = InvoiceRef & { readonly fee: bigint; readonly source: InvoiceSource }

/**
 * The debt is paid. What was pending becomes the merchant's, the tax office's and the platform's. Out of band
 * the merchant already has the money, tax included, so none of it becomes payable a second time: the amount
 * only passes through `out_of_band`, and a fee is taken from the merchant's balance.
 */
export function invoicePaid(invoice: PaidInvoice): Entry | undefined {
  const { currency, fee, net, tax, source } = invoice
  assert(fee <= net, 'a fee is never more than the net amount')
  const nanos = gross(invoice)
  const from = sourceAccount(invoice, source)
  const receivable = ofCustomer('receivable', invoice.customerId, currency)
  const pending = single('merchant_pending', currency)
  const settled = { debit: from, credit: receivable, nanos }
  if (source === 'out_of_band') {
    const passedOn = { debit: pending, credit: from, nanos }
    return entry('invoice.paid', invoice.id, [settled, passedOn, feeTaken(fee, currency)])
  }
  const shares = earned({ merchantShare: net - fee, tax, fee }, currency)
  const released = match([{ account: pending, nanos }], shares)
  return entry('invoice.paid', invoice.id, [settled, ...released])
}

/** A payment of an invoice turns out to be void: the debt stands again. */
export function invoicePaymentReversed(invoice: PaidInvoice): Entry | undefined {
  const paid = invoicePaid(invoice)
  return paid && reverse(paid, 'invoice.payment_reversed')
}

/**
 * A credit note for a paid invoice. The merchant, the tax office and the platform give back their parts; the
 * money is in transit until the provider confirms, or is at once in the customer's funds if it came from
 * there. `fee` is what the platform gives back; the rest of its fee stays. Out of band the merchant pays back
 * past the house: the amount only passes through `out_of_band`.
 */
export function invoiceCredited(note: PaidInvoice): Entry | undefined {
  const { currency, fee, net, tax, source } = note
  assert(fee <= net, 'a fee is never more than the net amount')
  const nanos = gross(note)
  if (source === 'out_of_band') {
    const debit = single('merchant_balance', currency)
    const paidOut = { debit, credit: single('out_of_band', currency), nanos }
    const postings = [paidOut, swapped(paidOut), swapped(feeTaken(fee, currency))]
    return entry('invoice.credited', note.id, postings)
  }
  const back =
    source === 'funds'
      ? ofCustomer('funds', note.customerId, currency)
      : single('refunds_in_transit', currency)
  const shares = earned({ merchantShare: net - fee, tax, fee }, currency)
  return entry('invoice.credited', note.id, match(shares, [{ account: back, nanos }]))
}

/** A credit note is voided while its money is in transit: everyone has their part again. */
export function invoiceCreditVoided(note: PaidInvoice): Entry | undefined {
  const credited = invoiceCredited(note)
  return credited && reverse(credited, 'invoice.credit_voided')
}

/** Nobody expects the money any more. The amount passes through `write_offs`, so that it can be seen there. */
export function invoiceWrittenOff(invoice: InvoiceRef): Entry | undefined {
  const { currency } = invoice
  const nanos = gross(invoice)
  const writeOffs = single('write_offs', currency)
  const receivable = ofCustomer('receivable', invoice.customerId, currency)
  return entry('invoice.written_off', invoice.id, [
    { debit: writeOffs, credit: receivable, nanos },
    { debit: single('merchant_pending', currency), credit: writeOffs, nanos },
  ])
}

/** A debt that was given up is expected again. */
export function invoiceWriteOffReversed(invoice: InvoiceRef): Entry | undefined {
  const writtenOff = invoiceWrittenOff(invoice)
  return writtenOff && reverse(writtenOff, 'invoice.write_off_reversed')
}

/**
 * What the last invoice of a subscription could not take of a credit becomes the customer's funds: the merchant gives
 * back the net amount, and the tax on it.
 */
export function creditPaidOut(invoice: InvoiceRef): Entry | undefined {
  const { currency, net, tax } = invoice
  const shares = earned({ merchantShare: net, tax, fee: 0n }, currency)
  const funds = ofCustomer('funds', invoice.customerId, currency)
  return entry(
    'credit.paid_out',
    invoice.id,
    match(shares, [{ account: funds, nanos: gross(invoice) }]),
  )
}

/** Such a credit is taken back. */
export function creditPayoutReversed(invoice: InvoiceRef): Entry | undefined {
  const paidOut = creditPaidOut(invoice)
  return paidOut && reverse(paidOut, 'credit.payout_reversed')
}

function gross({ net, tax }: InvoiceRef): bigint {
  return net + tax
}

function sourceAccount({ customerId, currency }: InvoiceRef, source: InvoiceSource): AccountRef {
  if (source === 'funds') return ofCustomer('funds', customerId, currency)
  if (source === 'out_of_band') return single('out_of_band', currency)
  return clearing(source, currency)
}

function feeTaken(nanos: bigint, currency: Currency): Posting {
  const debit = single('merchant_balance', currency)
  return { debit, credit: single('platform_fees', currency), nanos }
}

function swapped({ debit, credit, nanos }: Posting): Posting {
  return { debit: credit, credit: debit, nanos }
}
