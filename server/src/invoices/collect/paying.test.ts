import assert from 'node:assert/strict'
import { test } from 'node:test'
import { factsOf, fundsIn, givenFunds } from '../../../test/harness/books.ts'
import { confirm, pay } from '../../../test/harness/checkout.ts'
import { givenDebt } from '../../../test/harness/owing.ts'
import { call, product } from '../../../test/harness/product.ts'

const it = product()

/** Who has what once the 58.80 were paid with a card. */
const paidByCard = {
  merchant_balance: '47.72',
  platform_fees: '1.28',
  provider_clearing: '-58.8',
  tax_payable: '9.8',
}
const owed = { merchant_pending: '58.8', receivable: '-58.8' }

test('an issued invoice is paid with a card at its page, and everybody gets their part', async () => {
  const debt = await givenDebt(it)
  const issued = await debt.invoice()
  assert.deepEqual(
    [issued.status, issued.paidAmount, issued.unpaidAmount],
    ['ISSUED', '0.00', '58.80'],
  )
  assert.deepEqual(await debt.balances(), owed)

  const payer = await debt.payer()
  const { body: page } = await call(it, 'getCheckout', { key: payer })
  assert.deepEqual(
    [page.amount, page.currency, page.entityType, page.description, page.dueAt],
    ['58.80', 'USD', 'invoice', `Invoice ${issued.invoiceNumber}`, issued.dueAt],
  )
  const period = { start: '2026-12-01T00:00:00Z', end: '2027-01-01T00:00:00Z' }
  assert.deepEqual(page.breakdown, [
    { kind: 'line', label: 'Support', amount: '49.00', period },
    { kind: 'tax', label: 'Tax 20 %', amount: '9.80' },
  ])
  assert.match(page.documentUrl, /\/v0\/documents\//)
  assert.equal(page.funds, undefined, 'who has no balance is not offered to pay with it')

  assert.equal((await pay(it, payer, 'card_declined')).body.failure.code, 'card_declined')
  assert.equal((await debt.invoice()).status, 'ISSUED')
  assert.equal((await pay(it, payer, 'succeeds')).body.status, 'completed')
  const paid = await debt.invoice()
  assert.deepEqual([paid.status, paid.paidAmount, paid.unpaidAmount], ['PAID', '58.80', '0.00'])
  assert.equal(paid.paymentUrl, undefined)
  assert.equal(paid.paidAt, '2027-01-02T00:00:00Z')
  assert.deepEqual(await debt.balances(), paidByCard)
  assert.equal((await pay(it, payer, 'succeeds')).body.code, 'PAYMENT_SESSION_CLOSED')
})

test('while the bank asks back the invoice says so, and it is paid when the payer confirms', async () => {
  const debt = await givenDebt(it)
  const payer = await debt.payer()
  const { body } = await pay(it, payer, 'challenge')
  const { id } = await debt.invoice()
  const shown = () => call(it, 'getInvoice', { key: debt.key, params: { id } })
  assert.equal((await shown()).body.paymentInFlight, true)
  await confirm(it, payer, body.challenge.id)
  const { status, paymentInFlight } = (await shown()).body
  assert.deepEqual([status, paymentInFlight], ['PAID', false])
  assert.deepEqual(await debt.balances(), paidByCard)
})

test('a payer whose balance suffices may pay out of it, once, and without a provider', async () => {
  const debt = await givenDebt(it)
  const { shop, customerId } = debt
  const payer = await debt.payer()
  const fromFunds = () => call(it, 'payCheckoutFromFunds', { key: payer })

  await givenFunds(it, shop, { customerId, amount: '58.79' })
  assert.equal((await call(it, 'getCheckout', { key: payer })).body.funds, undefined)
  assert.equal((await fromFunds()).body.code, 'INSUFFICIENT_FUNDS')
  assert.equal((await debt.invoice()).status, 'ISSUED')

  await givenFunds(it, shop, { customerId, amount: '1.21' })
  const { body } = await call(it, 'getCheckout', { key: payer })
  assert.deepEqual(body.funds, { available: '60.00' })
  const [first, second] = await Promise.all([fromFunds(), fromFunds()])
  assert.deepEqual([first?.body.status, second?.body.status], ['completed', 'completed'])
  assert.equal((await debt.invoice()).status, 'PAID')
  assert.equal(await fundsIn(it, shop, customerId), 1_200_000_000n)
  const { provider_clearing: _, ...parts } = paidByCard
  assert.deepEqual(await debt.balances(), { ...parts, funds: '1.2', out_of_band: '-60' })
  assert.deepEqual(await debt.charges(), [])
})

test('an invoice that was paid in another way can no longer be paid here, and the house takes its fixed part alone', async () => {
  const debt = await givenDebt(it)
  const payer = await debt.payer()
  const body = { reference: 'Transfer 4711', note: 'Arrived on Monday' }
  const headers = { 'idempotency-key': 'transfer-4711' }
  const first = await debt.decides('markInvoicePaid', { body, headers })
  assert.equal(first.status, 200, JSON.stringify(first.body))
  assert.deepEqual([first.body.status, first.body.paidAmount], ['PAID', '58.80'])
  const again = await debt.decides('markInvoicePaid', { body, headers })
  assert.deepEqual([again.status, again.body], [200, first.body])
  const twice = await debt.decides('markInvoicePaid')
  assert.deepEqual([twice.status, twice.body.code], [409, 'INVOICE_NOT_PAYABLE'])
  assert.deepEqual(await debt.balances(), { merchant_balance: '-0.3', platform_fees: '0.3' })
  assert.equal((await pay(it, payer, 'succeeds')).body.code, 'PAYMENT_SESSION_CLOSED')
})

test('a debt that is given up leaves the books, and comes back with a new page when it is expected again', async () => {
  const debt = await givenDebt(it)
  const before = await debt.payer()
  const { paymentUrl } = await debt.invoice()
  const given = await debt.decides('writeOffInvoice', { body: { note: 'Insolvent' } })
  assert.deepEqual(
    [given.status, given.body.status, given.body.paidAmount, given.body.unpaidAmount],
    [200, 'WRITTEN_OFF', '0.00', '0.00'],
  )
  assert.equal(given.body.paymentUrl, undefined)
  assert.deepEqual(await debt.balances(), {})
  assert.equal((await pay(it, before, 'succeeds')).body.code, 'PAYMENT_SESSION_CLOSED')
  assert.equal((await debt.decides('writeOffInvoice')).body.code, 'INVOICE_NOT_PAYABLE')
  assert.equal((await debt.decides('markInvoicePaid')).body.code, 'INVOICE_NOT_PAYABLE')

  const back = await debt.decides('reverseInvoiceWriteOff')
  assert.deepEqual([back.body.status, back.body.unpaidAmount], ['ISSUED', '58.80'])
  assert.notEqual(back.body.paymentUrl, paymentUrl)
  const twice = await debt.decides('reverseInvoiceWriteOff')
  assert.deepEqual([twice.status, twice.body.code], [409, 'INVOICE_NOT_WRITTEN_OFF'])
  assert.deepEqual(await debt.balances(), owed)

  await debt.decides('writeOffInvoice')
  await debt.decides('reverseInvoiceWriteOff')
  assert.equal((await pay(it, await debt.payer(), 'succeeds')).body.status, 'completed')
  assert.deepEqual(await debt.balances(), paidByCard)
  assert.deepEqual(await factsOf(it, debt.shop), [
    'invoice.issued',
    'invoice.written_off',
    'invoice.write_off_reversed',
    'invoice.written_off',
    'invoice.write_off_reversed',
    'invoice.paid',
  ])
})

test('while somebody pays, the merchant cannot decide otherwise; afterwards there is nothing to decide', async () => {
  const debt = await givenDebt(it)
  const payer = await debt.payer()
  const { body } = await pay(it, payer, 'challenge')
  for (const name of ['markInvoicePaid', 'writeOffInvoice', 'retryInvoice']) {
    const refused = await debt.decides(name)
    assert.deepEqual([refused.status, refused.body.code], [409, 'PAYMENT_IN_PROGRESS'], name)
  }
  await confirm(it, payer, body.challenge.id)
  for (const name of ['markInvoicePaid', 'writeOffInvoice']) {
    assert.equal((await debt.decides(name)).body.code, 'INVOICE_NOT_PAYABLE', name)
  }
  assert.equal((await debt.decides('retryInvoice')).body.code, 'INVOICE_NOT_RETRYABLE')
  assert.deepEqual(await debt.balances(), paidByCard)
})

test('of those who pay, mark as paid and give up at once exactly one does', async () => {
  for (let round = 0; round < 3; round += 1) {
    const debt = await givenDebt(it)
    const payer = await debt.payer()
    const replies = await Promise.all([
      pay(it, payer, 'succeeds'),
      debt.decides('markInvoicePaid'),
      debt.decides('writeOffInvoice'),
    ])
    const statuses = replies.map(({ status }) => status)
    assert.deepEqual(statuses.toSorted(), [200, 409, 409], JSON.stringify(statuses))
    const [, ending = '', ...more] = await factsOf(it, debt.shop)
    assert.deepEqual(more, [])
    assert.ok(['invoice.paid', 'invoice.written_off'].includes(ending), ending)
    const unapplied = (await debt.balances())['unapplied_payments']
    assert.equal(unapplied, undefined, 'nobody paid for nothing')
  }
})

test('what collects the invoices of others does not exist', async () => {
  const debt = await givenDebt(it)
  const other = await givenDebt(it)
  const params = { id: (await debt.invoice()).id }
  const names = ['markInvoicePaid', 'writeOffInvoice', 'reverseInvoiceWriteOff', 'retryInvoice']
  for (const name of [...names, 'createInvoiceRefund', 'listInvoiceRefunds']) {
    assert.equal((await call(it, name, { key: other.key, params })).status, 404, name)
  }
  assert.deepEqual(await debt.balances(), owed)
})
