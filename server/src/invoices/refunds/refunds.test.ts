import assert from 'node:assert/strict'
import { test } from 'node:test'
import { factsOf, fundsIn, givenFunds } from '../../../test/harness/books.ts'
import { made } from '../../../test/harness/catalog.ts'
import { loseWebhooks, pay } from '../../../test/harness/checkout.ts'
import { givenCustomer } from '../../../test/harness/customers.ts'
import { pass } from '../../../test/harness/due.ts'
import { rejectRefund } from '../../../test/harness/invoice-stories.ts'
import { tokenOf } from '../../../test/harness/links.ts'
import { givenDebt } from '../../../test/harness/owing.ts'
import { call, product } from '../../../test/harness/product.ts'

const it = product()

const paidByCard = {
  merchant_balance: '47.72',
  platform_fees: '1.28',
  provider_clearing: '-58.8',
  tax_payable: '9.8',
}
/** The percentage of the fee went back with the money, its fixed part did not. */
const gaveBack = { merchant_balance: '-0.3', platform_fees: '0.3' }
const onItsWay = { ...gaveBack, provider_clearing: '-58.8', refunds_in_transit: '58.8' }

type Debt = Awaited<ReturnType<typeof givenDebt>>

async function givenPaid() {
  const debt = await givenDebt(it)
  assert.equal((await pay(it, await debt.payer(), 'succeeds')).body.status, 'completed')
  return debt
}

async function listed(debt: Debt) {
  return (await debt.decides('listInvoiceRefunds')).body.data
}

async function voided(debt: Debt, refundId: string, body?: object) {
  const params = { id: (await debt.invoice()).id, refundId }
  return call(it, 'voidInvoiceRefund', { key: debt.key, params, ...(body && { body }) })
}

test('a paid invoice is given back in full, by a credit note of its own number, and stays paid', async () => {
  const debt = await givenPaid()
  const body = { reason: 'Never worked' }
  const { status, body: note } = await debt.decides('createInvoiceRefund', { body })
  assert.equal(status, 201, JSON.stringify(note))
  assert.match(note.id, /^crn_/)
  const { amount, taxAmount, total, currency, externalCreditNoteId, reason, createdAt } = note
  assert.deepEqual(
    [note.status, amount, taxAmount, total, currency, reason, createdAt],
    ['ISSUED', '49.00', '9.80', '58.80', 'USD', 'Never worked', '2027-01-02T00:00:00Z'],
  )
  assert.equal(externalCreditNoteId, 'CRN-2027-01-001')
  assert.deepEqual(await debt.balances(), onItsWay)

  const refused = await debt.decides('createInvoiceRefund')
  assert.deepEqual([refused.status, refused.body.code], [400, 'INVOICE_ALREADY_REFUNDED'])
  await debt.passes('PT2M')
  assert.deepEqual(await debt.balances(), gaveBack)
  const { status: state, paidAmount } = await debt.invoice()
  assert.deepEqual([state, paidAmount], ['PAID', '58.80'])
  assert.deepEqual(await listed(debt), [note])
  assert.deepEqual(await factsOf(it, debt.shop), [
    'invoice.issued',
    'invoice.paid',
    'invoice.credited',
    'refund.settled',
  ])
})

test('only what was paid is given back', async () => {
  const debt = await givenDebt(it)
  const unpaid = await debt.decides('createInvoiceRefund')
  assert.deepEqual([unpaid.status, unpaid.body.code], [400, 'INVOICE_NOT_REFUNDABLE'])
  await debt.decides('writeOffInvoice')
  assert.equal((await debt.decides('createInvoiceRefund')).body.code, 'INVOICE_NOT_REFUNDABLE')
  assert.deepEqual(await listed(debt), [])
})

test('a credit note is voided while its money is on the way, and the invoice can be given back anew', async () => {
  const debt = await givenPaid()
  const { body: note } = await debt.decides('createInvoiceRefund', { body: { reason: 'Wrong' } })
  const { status, body } = await voided(debt, note.id, { reason: 'They stay' })
  assert.equal(status, 200, JSON.stringify(body))
  assert.deepEqual(body, { ...note, status: 'VOIDED', voidedAt: '2027-01-02T00:00:00Z' })
  assert.deepEqual(await debt.balances(), paidByCard)
  const twice = await voided(debt, note.id)
  assert.deepEqual([twice.status, twice.body.code], [400, 'REFUND_NOT_VOIDABLE'])
  await debt.passes('PT2M')
  assert.deepEqual(await debt.balances(), paidByCard, 'nothing was sent')

  const { body: second } = await debt.decides('createInvoiceRefund')
  assert.equal(second.externalCreditNoteId, 'CRN-2027-01-002', 'a voided number is not used again')
  await debt.passes('PT2M')
  assert.deepEqual(await debt.balances(), gaveBack)
  const late = await voided(debt, second.id)
  assert.deepEqual([late.status, late.body.code], [400, 'REFUND_NOT_VOIDABLE'])
  assert.deepEqual(
    (await listed(debt)).map((one: { id: string; status: string }) => [one.id, one.status]),
    [
      [second.id, 'ISSUED'],
      [note.id, 'VOIDED'],
    ],
  )
})

test('a credit note that the provider was already asked for is voided there as well', async () => {
  const debt = await givenPaid()
  const { body: note } = await debt.decides('createInvoiceRefund')
  await debt.passes('PT30S')
  assert.equal((await voided(debt, note.id)).body.status, 'VOIDED')
  await debt.passes('PT2M')
  assert.deepEqual(await debt.balances(), paidByCard)
})

test('what is voided twice at once is voided once', async () => {
  const debt = await givenPaid()
  const { body: note } = await debt.decides('createInvoiceRefund')
  const replies = await Promise.all([voided(debt, note.id), voided(debt, note.id)])
  const codes = replies.map(({ status, body }) => body.code ?? status)
  assert.ok(codes.includes(200), JSON.stringify(codes))
  assert.ok(
    codes.every((code) => code === 200 || code === 'REFUND_NOT_VOIDABLE'),
    JSON.stringify(codes),
  )
  assert.deepEqual(await debt.balances(), paidByCard)
})

test('of two who give back at once one does; the same request again is answered as the first', async () => {
  const debt = await givenPaid()
  const replies = await Promise.all([
    debt.decides('createInvoiceRefund'),
    debt.decides('createInvoiceRefund'),
  ])
  assert.deepEqual(replies.map(({ status }) => status).toSorted(), [201, 400])
  await debt.passes('PT2M')
  assert.deepEqual(await debt.balances(), gaveBack)

  const other = await givenPaid()
  const headers = { 'idempotency-key': 'give back once' }
  const first = await other.decides('createInvoiceRefund', { headers })
  const again = await other.decides('createInvoiceRefund', { headers })
  assert.deepEqual([again.status, again.body], [first.status, first.body])
})

test('numbers of credit notes have no gaps: a refused one takes none', async () => {
  const debt = await givenPaid()
  for (const number of ['CRN-2027-01-001', 'CRN-2027-01-002', 'CRN-2027-01-003']) {
    const { body } = await debt.decides('createInvoiceRefund')
    assert.equal(body.externalCreditNoteId, number)
    assert.equal((await debt.decides('createInvoiceRefund')).status, 400)
    await voided(debt, body.id)
  }
})

test('what was paid out of the balance is in the balance again at once, and cannot be voided', async () => {
  const debt = await givenDebt(it)
  const { shop, customerId } = debt
  await givenFunds(it, shop, { customerId, amount: '58.80' })
  await call(it, 'payCheckoutFromFunds', { key: await debt.payer() })
  const { body: note } = await debt.decides('createInvoiceRefund')
  assert.equal(await fundsIn(it, shop, customerId), 58_800_000_000n)
  assert.deepEqual(await debt.balances(), { ...gaveBack, funds: '58.8', out_of_band: '-58.8' })
  assert.equal((await voided(debt, note.id)).body.code, 'REFUND_NOT_VOIDABLE')
})

test('what was paid in another way is credited, and no money moves here', async () => {
  const debt = await givenDebt(it)
  await debt.decides('markInvoicePaid')
  const { status, body: note } = await debt.decides('createInvoiceRefund')
  assert.deepEqual([status, note.total, note.status], [201, '58.80', 'ISSUED'])
  assert.deepEqual(await debt.balances(), gaveBack)
  assert.equal((await voided(debt, note.id)).body.code, 'REFUND_NOT_VOIDABLE')
  await debt.passes('P1D')
  assert.deepEqual(await debt.balances(), gaveBack)
})

test('what the provider cannot send back becomes the customer’s balance', async () => {
  const debt = await givenPaid()
  const { body: note } = await debt.decides('createInvoiceRefund')
  await rejectRefund(it, debt)
  assert.equal(await fundsIn(it, debt.shop, debt.customerId), 58_800_000_000n)
  assert.equal((await voided(debt, note.id)).body.code, 'REFUND_NOT_VOIDABLE')
  assert.equal((await debt.decides('createInvoiceRefund')).body.code, 'INVOICE_ALREADY_REFUNDED')
  await debt.passes('PT20M')
  assert.equal(await fundsIn(it, debt.shop, debt.customerId), 58_800_000_000n)
})

test('a refund of which no webhook tells is found out about', async () => {
  const debt = await givenPaid()
  await debt.decides('createInvoiceRefund')
  await debt.passes('PT30S')
  await loseWebhooks(it)
  await debt.passes('PT1H')
  assert.deepEqual(await debt.balances(), gaveBack)
})

test('a subscription that has not begun can be ended though its first invoice was given back before', async () => {
  const { shop, key } = await givenDebt(it)
  const planId = await shop.plan([await shop.fee('49.00')])
  for (const outcome of ['succeeds', 'disputed'] as const) {
    const customerId = await givenCustomer(it, shop)
    const startedAt = it.clock.now.add({ hours: 24 * 30 }).toString()
    const body = { name: 'Later', planId, customerId, startedAt }
    const { id, payment } = await made(it, 'createSubscription', { key, body })
    await pay(it, await tokenOf(it, payment.checkoutUrl), outcome)
    await pass(it, { minutes: 2 })
    const [first] = await shop.invoices(id)
    assert.equal(first.status, 'PAID')
    const given = await call(it, 'createInvoiceRefund', { key, params: { id: first.id } })
    assert.equal(given.status, outcome === 'succeeds' ? 201 : 400)
    const ending = { key, params: { id }, body: { reason: 'Never mind' } }
    const ended = await call(it, 'terminateSubscription', ending)
    assert.equal(ended.status, 200, JSON.stringify(ended.body))
  }
  await pass(it, { minutes: 2 })
})

test('a credit note is voided at its own invoice alone', async () => {
  const debt = await givenPaid()
  const other = await givenPaid()
  const { body: note } = await debt.decides('createInvoiceRefund')
  const { key } = debt
  const missing = await call(it, 'voidInvoiceRefund', {
    key,
    params: { id: (await other.invoice()).id, refundId: note.id },
  })
  assert.equal(missing.status, 404)
  const params = { id: (await debt.invoice()).id, refundId: note.id }
  assert.equal((await call(it, 'voidInvoiceRefund', { key: other.key, params })).status, 404)
  assert.deepEqual(await debt.balances(), onItsWay)
})
