import assert from 'node:assert/strict'
import { test } from 'node:test'
import { made } from '../../../test/harness/catalog.ts'
import { pay } from '../../../test/harness/checkout.ts'
import { givenCustomer } from '../../../test/harness/customers.ts'
import { givenDebt } from '../../../test/harness/owing.ts'
import { call, product } from '../../../test/harness/product.ts'

const it = product()

const autoCharge = true
const settings = { afterDunning: 'terminate' }
const paidByCard = {
  merchant_balance: '47.72',
  platform_fees: '1.28',
  provider_clearing: '-58.8',
  tax_payable: '9.8',
}
const days = (outcome: string, ...january: string[]) =>
  january.map((day) => `2027-01-${day}T00:00:00Z ${outcome}`)

type Debt = Awaited<ReturnType<typeof givenDebt>>

async function stateOf(debt: Debt) {
  const { status, failureReason } = await debt.invoice()
  return [status, failureReason]
}

const subscriptionOf = async ({ shop, subscriptionId }: Debt) => {
  const { status, terminationReason, terminatedAt } = await shop.subscription(subscriptionId)
  return [status, terminationReason, terminatedAt]
}

test('a stored card is charged as soon as the invoice is issued', async () => {
  const debt = await givenDebt(it, { card: 'succeeds', autoCharge })
  const { status, paidAt, paidAmount } = await debt.invoice()
  assert.deepEqual([status, paidAt, paidAmount], ['PAID', '2027-01-02T00:00:00Z', '58.80'])
  assert.deepEqual(await debt.charges(), days('succeeded', '02'))
  assert.deepEqual(await debt.balances(), paidByCard)
  await debt.passes('P20D')
  assert.equal((await debt.charges()).length, 1)
})

test('a stored card is not charged for a subscription that did not ask for it', async () => {
  const debt = await givenDebt(it, { card: 'succeeds' })
  await debt.passes('P20D')
  assert.deepEqual(await stateOf(debt), ['ISSUED', undefined])
  assert.deepEqual(await debt.charges(), [])
})

test('a card that is declined is tried 1, 3, 5 and 7 days later, and then the invoice has failed and can still be paid', async () => {
  const debt = await givenDebt(it, { card: 'declined_later', autoCharge })
  assert.deepEqual(await stateOf(debt), ['ISSUED', 'card_declined'])
  await debt.passes('P6D')
  assert.deepEqual(await debt.charges(), days('card_declined', '02', '03', '05', '07'))
  assert.deepEqual(await stateOf(debt), ['ISSUED', 'card_declined'])
  await debt.passes('P1D')
  const tried = days('card_declined', '02', '03', '05', '07', '09')
  assert.deepEqual(await debt.charges(), tried)
  assert.deepEqual(await stateOf(debt), ['PAYMENT_FAILED', 'card_declined'])
  await debt.passes('P14D')
  assert.deepEqual(await debt.charges(), tried)
  assert.deepEqual(await subscriptionOf(debt), ['active', undefined, undefined])

  assert.equal((await pay(it, await debt.payer(), 'succeeds')).body.status, 'completed')
  assert.deepEqual(await stateOf(debt), ['PAID', undefined])
  assert.deepEqual(await debt.balances(), paidByCard)
})

test('a card that has no money today pays tomorrow, and the invoice is paid once', async () => {
  const debt = await givenDebt(it, { card: 'insufficient_once', autoCharge })
  assert.deepEqual(await stateOf(debt), ['ISSUED', 'insufficient_funds'])
  await debt.passes('P7D')
  assert.deepEqual(await stateOf(debt), ['PAID', undefined])
  assert.deepEqual(await debt.charges(), [
    ...days('insufficient_funds', '02'),
    ...days('succeeded', '03'),
  ])
  assert.deepEqual(await debt.balances(), paidByCard)
})

for (const [card, code] of [
  ['expired_later', 'expired_card'],
  ['stolen_later', 'stolen_card'],
  ['closed_later', 'card_closed'],
  ['challenge', 'authentication_required'],
] as const) {
  test(`another try cannot mend ${code}: nobody tries, and the customer can pay on the page`, async () => {
    const debt = await givenDebt(it, { card, autoCharge })
    assert.deepEqual(await stateOf(debt), ['PAYMENT_FAILED', code])
    await debt.passes('P14D')
    assert.deepEqual(await debt.charges(), days(code, '02'))
    assert.equal((await pay(it, await debt.payer(), 'succeeds')).body.status, 'completed')
    assert.deepEqual(await stateOf(debt), ['PAID', undefined])
  })
}

test('after the last try the subscription ends where the merchant wants that, and its last invoice is billed', async () => {
  const debt = await givenDebt(it, { card: 'declined_later', autoCharge, settings })
  await debt.passes('P6D')
  assert.deepEqual(await subscriptionOf(debt), ['active', undefined, undefined])
  await debt.passes('P1D')
  assert.deepEqual(await stateOf(debt), ['PAYMENT_FAILED', 'card_declined'])
  const ended = ['terminated', 'payment_failed', '2027-01-09T00:00:00Z']
  assert.deepEqual(await subscriptionOf(debt), ended)
  await debt.passes('P2D')
  const [, last, ...more] = await debt.shop.invoices(debt.subscriptionId)
  assert.deepEqual([last.status, last.grandTotal, more], ['ISSUED', '15.18', []])
})

test('who pays before the last try keeps the subscription', async () => {
  const debt = await givenDebt(it, { card: 'expired_later', autoCharge, settings })
  assert.deepEqual(await stateOf(debt), ['PAYMENT_FAILED', 'expired_card'])
  await debt.passes('P6D')
  await pay(it, await debt.payer(), 'succeeds')
  await debt.passes('P6D')
  assert.deepEqual(await subscriptionOf(debt), ['active', undefined, undefined])
})

test('a card stored while the invoice waits is what the next try charges', async () => {
  const debt = await givenDebt(it, { autoCharge })
  assert.deepEqual(await stateOf(debt), ['ISSUED', 'no_payment_method'])
  await debt.stores('succeeds')
  await debt.passes('P1D')
  assert.deepEqual(await stateOf(debt), ['PAID', undefined])
  assert.deepEqual(await debt.charges(), days('succeeded', '03'))
})

test('who pays on the page in between is not charged again', async () => {
  const debt = await givenDebt(it, { card: 'declined_later', autoCharge })
  await debt.passes('PT12H')
  assert.equal((await pay(it, await debt.payer(), 'succeeds')).body.status, 'completed')
  await debt.passes('P14D')
  const [first] = days('card_declined', '02')
  assert.deepEqual(await debt.charges(), [first, '2027-01-02T12:00:00Z succeeded'])
  assert.deepEqual(await debt.balances(), paidByCard)
})

test('a payer who walks away in the middle does not stop the tries', async () => {
  const debt = await givenDebt(it, { card: 'insufficient_once', autoCharge })
  await debt.passes('PT23H55M')
  const { body } = await pay(it, await debt.payer(), 'challenge')
  assert.equal(body.status, 'processing')
  await debt.passes('PT5M')
  assert.deepEqual(await stateOf(debt), ['ISSUED', 'insufficient_funds'])
  await debt.passes('P1D')
  assert.deepEqual(await stateOf(debt), ['PAID', undefined])
  assert.deepEqual(await debt.balances(), paidByCard)
})

test('the merchant has an unpaid invoice charged again, now, and by whichever card is stored', async () => {
  const debt = await givenDebt(it, { card: 'expired_later', autoCharge })
  const refused = await debt.decides('retryInvoice')
  assert.deepEqual([refused.status, refused.body.code], [409, 'NO_PAYMENT_METHOD'])
  await debt.stores('declined_later')
  assert.equal((await debt.decides('retryInvoice')).status, 200)
  await debt.passes('PT1M')
  assert.deepEqual(await stateOf(debt), ['PAYMENT_FAILED', 'card_declined'])

  await debt.stores('succeeds')
  const [first, second] = await Promise.all([
    debt.decides('retryInvoice'),
    debt.decides('retryInvoice'),
  ])
  assert.deepEqual([first?.status, second?.status], [200, 200])
  await debt.passes('PT1M')
  assert.deepEqual(await stateOf(debt), ['PAID', undefined])
  assert.equal((await debt.charges()).length, 3)
  assert.deepEqual(await debt.balances(), paidByCard)
})

test('a try by hand takes none of the tries away, and one that succeeds is the last', async () => {
  const debt = await givenDebt(it, { card: 'declined_later', autoCharge })
  await debt.passes('PT12H')
  await debt.decides('retryInvoice')
  await debt.passes('P6DT12H')
  assert.deepEqual(await stateOf(debt), ['PAYMENT_FAILED', 'card_declined'])
  const byHand = '2027-01-02T12:00:00Z card_declined'
  const [first = '', ...later] = days('card_declined', '02', '03', '05', '07', '09')
  assert.deepEqual(await debt.charges(), [first, byHand, ...later])
})

test('a debt that is given up is charged no more; expected again, it is, from the beginning', async () => {
  const debt = await givenDebt(it, { card: 'declined_later', autoCharge })
  await debt.decides('writeOffInvoice')
  await debt.passes('P7D')
  assert.deepEqual(await debt.charges(), days('card_declined', '02'))
  await debt.decides('reverseInvoiceWriteOff')
  await debt.passes('P1D')
  assert.deepEqual(await debt.charges(), days('card_declined', '02', '09', '10'))
  assert.deepEqual(await stateOf(debt), ['ISSUED', 'card_declined'])
})

test('the first invoice of a subscription is tried again on its own page alone', async () => {
  const { shop, key } = await givenDebt(it)
  const planId = await shop.plan([await shop.fee('49.00')])
  const customerId = await givenCustomer(it, shop)
  const body = { name: 'Pro', planId, customerId, startedAt: it.clock.now.toString() }
  const { id } = await made(it, 'createSubscription', { key, body })
  const [first] = await shop.invoices(id)
  assert.equal(first.status, 'ISSUED')
  const retried = await call(it, 'retryInvoice', { key, params: { id: first.id } })
  assert.deepEqual([retried.status, retried.body.code], [409, 'INVOICE_NOT_RETRYABLE'])
  const marked = await call(it, 'markInvoicePaid', { key, params: { id: first.id } })
  assert.deepEqual([marked.status, marked.body.code], [409, 'INVOICE_NOT_PAYABLE'])
})
