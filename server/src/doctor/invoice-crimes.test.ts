import assert from 'node:assert/strict'
import { test } from 'node:test'
import { complaintsAfter, complaintsOf, crimesOf } from '../../test/harness/crimes.ts'
import { givenInvoiceStories } from '../../test/harness/invoice-stories.ts'
import { product } from '../../test/harness/product.ts'

const it = product({ arrange: givenInvoiceStories })

test('the doctor is content with invoices that ended in every way', async () => {
  assert.deepEqual(await complaintsOf(it), [])
})

/** Table, what is done to it, and the beginning of the promise that is then broken. */
const crimes = `
  invoices          | update X set status = 'PAYMENT_FAILED' where status = 'PAID'           | What each customer owes
  invoices          | update X set customer_id = 'cus_other' where status = 'ISSUED'         | What each customer owes
  invoices          | update X set status = 'DRAFT' where status = 'ISSUED'                  | What is pending for the merchant
  postings          | update X set amount = amount * 2 where line = 1                        | What is pending for the merchant
  postings          | update X set amount = amount + 1                                       | What each customer owes
  invoices          | update X set paid_from = 'funds' where paid_from = 'sandbox:'          | Every paid invoice was paid once
  invoices          | update X set paid_from = 'out_of_band' where status = 'ISSUED'         | Every paid invoice was paid once
  payment_sessions  | update X set amount = amount - 1                                       | Every paid invoice was paid once
  payment_sessions  | update X set status = 'completed'                                      | Every paid invoice was paid once
  payment_sessions  | update X set provider_account = 'acct_other'                           | Every paid invoice was paid once
  invoice_decisions | delete from X where kind = 'marked_paid'                               | Every paid invoice was paid once
  invoice_decisions | delete from X where kind = 'written_off'                               | Every debt that was given up
  invoice_decisions | delete from X where kind = 'write_off_reversed'                        | Every debt that is expected again
  invoice_decisions | update X set kind = 'written_off' where kind = 'write_off_reversed'    | Every invoice that was given up
  invoices          | update X set status = 'ISSUED' where status = 'WRITTEN_OFF'            | Every invoice that was given up
  invoices          | update X set fee = fee + 1                                             | Every paid invoice gave the platform
  invoices          | update X set total_tax = total_tax + 1                                 | Every paid invoice gave the tax office
  invoices          | update X set subtotal = subtotal + 1                                   | Every paid invoice gave the merchant
  invoices          | update X set grand_total = grand_total + 1                             | Every paid invoice is booked
  invoices          | update X set issued_at = null                                          | Every invoice is booked
  invoices          | update X set paid_out_net = paid_out_net + 1 where paid_out_net > 0    | Every credit that no invoice could take
  invoices          | update X set paid_out_net = 0, paid_out_tax = 0                        | Every credit that no invoice could take
  entries           | update X set fact = 'invoice.cancelled' where fact = 'invoice.paid'    | Every cancelled invoice
  entries           | update X set subject = entry_id where fact = 'invoice.issued'          | Every invoice is booked
  entries           | update X set subject = entry_id  where fact = 'refund.settled'         | Every refund of an invoice that arrived
  entries           | update X set subject = entry_id  where fact = 'refund.rejected'        | Every refund of an invoice that was rejected
  refunds           | update X set status = 'pending' where status = 'succeeded'             | Every refund of an invoice that arrived
  refunds           | update X set status = 'succeeded' where status = 'failed'              | Every refund of an invoice that was rejected
  refunds           | update X set status = 'pending' where status = 'cancelled'             | Every credit note through a provider
  refunds           | delete from X                                                          | Every credit note through a provider
  refunds           | update X set status = 'pending'                                        | What is in transit to payers
  invoice_refunds   | update X set total = total + 1                                         | Every credit note is booked
  invoice_refunds   | update X set total = total + 1 where paid_from = 'funds'               | Every credit note for what funds had paid
  invoice_refunds   | update X set total = total + 1 where paid_from = 'out_of_band'         | No invoice gives back more
  invoice_refunds   | update X set paid_from = 'funds' where paid_from = 'out_of_band'       | No invoice gives back more
  invoice_refunds   | update X set fee = fee + 100                                           | No invoice gives back more
  invoice_refunds   | update X set fee = fee / 2                                             | Every credit note took back the platform’s fee
  invoice_refunds   | update X set tax_amount = tax_amount - 1                               | Every credit note took back the tax
  invoice_refunds   | update X set tax_amount = tax_amount - 1 where status = 'VOIDED'       | Every credit note that was voided gave the tax
  invoice_refunds   | update X set amount = amount - 1                                       | Every credit note took back what the merchant
  invoice_refunds   | update X set status = 'ISSUED', voided_at = null                        | Every credit note that was voided is booked
  invoice_refunds   | update X set status = 'VOIDED'                                         | Every credit note that was voided is booked
  invoice_refunds   | update X set settled_at = null                                         | Every credit note through a provider
  invoice_refunds   | delete from X where status = 'VOIDED'                                  | Every credit note is booked
  sandbox_refunds   | delete from X                                                          | The clearing account agrees
`

for (const crime of crimesOf(crimes)) {
  test(`the doctor sees it: ${crime.statement} (${crime.promise} …)`, async () => {
    const complaints = await complaintsAfter(it, crime)
    assert.ok(
      complaints.some((name) => name.startsWith(crime.promise)),
      `seen is only: ${complaints.join(' ')}`,
    )
  })
}
