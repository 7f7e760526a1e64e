import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runDueWork } from '../../test/harness/due.ts'
import { givenDebt } from '../../test/harness/owing.ts'
import { call, product } from '../../test/harness/product.ts'

const it = product()

type Debt = Awaited<ReturnType<typeof givenDebt>>

async function creditMails({ key }: Debt) {
  await runDueWork(it)
  const { body } = await call(it, 'listNotices', { key, query: { kind: 'invoice_credited' } })
  return body.data as { readonly id: string; readonly subject: string }[]
}

test('a credit note is mailed with its number, its total, its document and how the money comes back', async () => {
  const debt = await givenDebt(it, { card: 'succeeds', autoCharge: true })
  const { invoiceNumber } = await debt.invoice()
  const { body: note } = await debt.decides('createInvoiceRefund')
  const [mail, ...more] = await creditMails(debt)
  assert.deepEqual(more, [])
  assert.ok(mail?.subject.startsWith(`Credit note ${note.externalCreditNoteId} from `))
  const { key } = debt
  const { text } = (await call(it, 'getNotice', { key, params: { id: mail?.id ?? '' } })).body
  assert.ok(text.includes(`invoice ${invoiceNumber}: 58.80 USD`), text)
  assert.ok(text.includes(note.permalink), text)
  assert.match(text, /goes back the way it was paid/)
})

test('what was paid elsewhere is said to come back from there, and a credit note that was voided is not told of', async () => {
  const debt = await givenDebt(it)
  await debt.decides('markInvoicePaid')
  await debt.decides('createInvoiceRefund')
  const [mail] = await creditMails(debt)
  const { key } = debt
  const { text } = (await call(it, 'getNotice', { key, params: { id: mail?.id ?? '' } })).body
  assert.match(text, /paid outside of this system/)

  const paid = await givenDebt(it, { card: 'succeeds', autoCharge: true })
  const { body: note } = await paid.decides('createInvoiceRefund')
  const params = { id: note.invoiceId, refundId: note.id }
  const { status } = await call(it, 'voidInvoiceRefund', { key: paid.key, params })
  assert.equal(status, 200)
  assert.deepEqual(await creditMails(paid), [])
})

test('a customer who wants no invoices by mail gets no credit notes, either', async () => {
  const debt = await givenDebt(it, { card: 'succeeds', autoCharge: true })
  const { key, customerId: id } = debt
  const body = { notificationSettings: { invoiceIssued: false } }
  await call(it, 'updateCustomer', { key, params: { id }, body })
  await debt.decides('createInvoiceRefund')
  assert.deepEqual(await creditMails(debt), [])
})
