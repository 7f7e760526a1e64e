import assert from 'node:assert/strict'
import { test } from 'node:test'
import { complaintsAfter, complaintsOf, crimesOf } from '../../test/harness/crimes.ts'
import { givenLineStories } from '../../test/harness/line-stories.ts'
import { product } from '../../test/harness/product.ts'

const it = product({ arrange: givenLineStories })

test('the doctor is content with lines of every kind', async () => {
  assert.deepEqual(await complaintsOf(it), [])
})

/** Table, what is done to it, and the beginning of the promise that is then broken. */
const crimes = `
  invoices        | update X set subtotal = subtotal + 1, grand_total = grand_total + 1       | Every invoice is the sum
  invoices        | update X set subtotal = subtotal + 1, total_tax = total_tax - 1           | Every invoice is the sum
  invoices        | update X set item_count = item_count + 1                                  | Every invoice is the sum
  invoices        | update X set instant_subtotal = 0                                         | Every invoice is the sum
  invoices        | update X set calculated_at = null where status = 'ISSUED'                 | Every invoice is the sum
  invoice_lines   | update X set total = total + 1                                            | Every invoice is the sum
  invoice_lines   | delete from X where position = 0                                          | Every invoice is the sum
  invoice_lines   | update X set calculated_at = null where cause = 'late'                    | Every line is net and tax
  invoice_lines   | update X set total = total + 1 where calculated_at is null                | Every line is net and tax
  invoice_lines   | update X set currency = 'EUR'                                             | Every line is net and tax
  invoice_lines   | update X set customer_id = 'cus_other'                                    | Every line is net and tax
  invoice_lines   | update X set invoice_id = null where cause = 'late'                       | Every line is net and tax
  invoice_lines   | update X set subtotal = subtotal - 1, tax = tax + 1                       | The tax of every invoice
  invoice_lines   | update X set tax_rate = tax_rate + 1                                      | The tax of every invoice
  invoice_lines   | update X set basis = basis - 'carriedFrom'                                | What was cut from a credit
  invoice_lines   | delete from X where basis ? 'carriedFrom'                                 | What was cut from a credit
  invoice_lines   | update X set basis = jsonb_set(basis, '{amount}', '"-1"') where basis ? 'carriedFrom' | What was cut from a credit
  invoices        | update X set closes_subscription = not closes_subscription               | What was cut from a credit
  billed_usage    | update X set amount = amount + 1                                          | What usage was billed
  billed_usage    | update X set billed_from = billed_from + interval '1 second'              | What usage was billed
  billed_usage    | delete from X                                                             | What usage was billed
  invoice_lines   | delete from X where cause = 'late'                                        | What usage was billed
  invoices        | update X set number = 'INV-2027-01-999' where number = 'INV-2027-01-001'  | Numbers of invoices
  invoices        | update X set number = 'INV-2026-01-001' where number = 'INV-2027-01-001'  | Numbers of invoices
  invoices        | update X set number = null where number = 'INV-2027-01-002'               | Numbers of invoices
  invoice_refunds | delete from X                                                             | Numbers of invoices
  invoice_numbers | update X set last = last + 1 where series = 'INV'                         | Numbers of invoices
  invoice_numbers | delete from X where series = 'CRN'                                        | Numbers of invoices
  invoices        | update X set sequence = sequence + 100 where kind = 'period'              | Every period of a subscription
  invoices        | delete from X where kind = 'period' and sequence = 1                      | Every period of a subscription
  invoices        | update X set period_start = period_start - interval '1 day'               | Every period of a subscription
  billed_usage    | update X set billed_to = billed_to + interval '1 second'                  | No stretch of usage
  invoices        | update X set status = 'DRAFT' where status = 'ISSUED'                     | Every invoice is as far
  invoices        | update X set history = '[]'                                               | Every invoice is as far
  invoices        | update X set number = null where status = 'PAID'                          | Every invoice is as far
  invoices        | update X set paid_at = null                                               | Every invoice is as far
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
