import assert from 'node:assert/strict'
import { test } from 'node:test'
import { balancesOf, factsOf } from '../../../test/harness/books.ts'
import { pay } from '../../../test/harness/checkout.ts'
import { pass, runDueWork } from '../../../test/harness/due.ts'
import { tokenOf } from '../../../test/harness/links.ts'
import { call, givenMerchant, type Party, product } from '../../../test/harness/product.ts'

const it = product()

async function givenPayment(merchant: Party, more: object = {}) {
  const { key } = merchant
  const body = { amount: '25.00', currency: 'USD', reference: 'Invoice 7', ...more }
  const created = await call(it, 'createPayment', { key, body })
  assert.equal(created.status, 201)
  return { payment: created.body, payer: await tokenOf(it, created.body.paymentUrl) }
}

async function statusOf({ key }: Party, id: string) {
  return (await call(it, 'getPayment', { key, params: { id } })).body.status
}

test('a payer sees who is paid, how much and what for', async () => {
  const merchant = await givenMerchant(it, 'Acme')
  const lineItems = [{ description: 'Hours', amount: '12.50', quantity: 2 }]
  const { payer } = await givenPayment(merchant, { lineItems })
  const { status, body } = await call(it, 'getCheckout', { key: payer })
  assert.equal(status, 200)
  assert.equal(body.merchant.name, 'Acme')
  assert.equal(body.amount, '25.00')
  assert.equal(body.status, 'pending')
  assert.deepEqual(body.breakdown, [{ label: 'Hours × 2', amount: '12.50' }])
})

test('a good card pays at once, and the merchant has earned it', async () => {
  const merchant = await givenMerchant(it)
  const { payment, payer } = await givenPayment(merchant)
  const { status, body } = await pay(it, payer, 'succeeds')
  assert.equal(status, 200)
  assert.equal(body.status, 'completed')
  assert.equal(await statusOf(merchant, payment.id), 'completed')
  assert.deepEqual(await balancesOf(it, merchant), {
    merchant_balance: '25',
    provider_clearing: '-25',
  })
  // The webhook says the same again.
  await runDueWork(it)
  assert.deepEqual(await factsOf(it, merchant), ['payment.paid'])
})

test('a card that is refused leaves everything open, says why, and another card pays', async () => {
  const merchant = await givenMerchant(it)
  const { payment, payer } = await givenPayment(merchant)
  for (const code of ['card_declined', 'insufficient_funds', 'expired_card'] as const) {
    const { status, body } = await pay(it, payer, code)
    assert.equal(status, 200)
    assert.equal(body.status, 'pending')
    assert.equal(body.failure.code, code)
    assert.equal(await statusOf(merchant, payment.id), 'pending')
  }
  await runDueWork(it)
  const { body } = await pay(it, payer, 'succeeds')
  assert.equal(body.status, 'completed')
  assert.equal(body.failure, undefined)
})

test('a card past its date and a number that nobody knows are refused', async () => {
  const { payer } = await givenPayment(await givenMerchant(it))
  const card = { number: '4242 4242 4242 4242', expMonth: 10, expYear: 2026, cvc: '123' }
  const old = await call(it, 'payCheckout', { key: payer, body: { card } })
  assert.equal(old.body.failure.code, 'expired_card')
  const unknown = { ...card, number: '5555555555554444', expYear: 2030 }
  const other = await call(it, 'payCheckout', { key: payer, body: { card: unknown } })
  assert.equal(other.body.failure.code, 'card_declined')
})

test('a bank that asks is answered: yes pays, no leaves it open', async () => {
  const merchant = await givenMerchant(it)
  const { payer } = await givenPayment(merchant)
  const answer = (challengeId: string, outcome: string) =>
    call(it, 'answerChallenge', { key: payer, body: { challengeId, outcome } })

  const asked = await pay(it, payer, 'challenge')
  assert.equal(asked.body.status, 'processing')
  const refused = await answer(asked.body.challenge.id, 'refuse')
  assert.equal(refused.body.status, 'pending')
  assert.equal(refused.body.failure.code, 'challenge_refused')
  assert.equal(refused.body.challenge, undefined)

  const again = await pay(it, payer, 'challenge')
  const accepted = await answer(again.body.challenge.id, 'accept')
  assert.equal(accepted.body.status, 'completed')
  // Pressed twice.
  const twice = await answer(again.body.challenge.id, 'refuse')
  assert.equal(twice.body.status, 'completed')
  await runDueWork(it)
  assert.deepEqual(await factsOf(it, merchant), ['payment.paid'])
  assert.equal((await answer('sbx_chl_unknown', 'accept')).body.code, 'PAYMENT_SESSION_CLOSED')
})

test('a question that nobody answers ends by itself, and the payer can try again', async () => {
  const { payment, payer } = await givenPayment(await givenMerchant(it))
  await pay(it, payer, 'challenge')
  await pass(it, { minutes: 1 })
  await pass(it, { minutes: 1 })
  assert.equal((await pay(it, payer, 'succeeds')).body.code, 'PAYMENT_IN_PROGRESS')
  for (const minutes of [8, 8, 16]) await pass(it, { minutes })
  const later = await tokenOf(it, payment.paymentUrl)
  const { body } = await call(it, 'getCheckout', { key: later })
  assert.equal(body.failure.code, 'challenge_expired')
  assert.equal((await pay(it, later, 'succeeds')).body.status, 'completed')
})

test('a delayed payment is under way for some seconds, then paid', async () => {
  const merchant = await givenMerchant(it)
  const { payment, payer } = await givenPayment(merchant)
  assert.equal((await pay(it, payer, 'delayed')).body.status, 'processing')
  assert.equal(await statusOf(merchant, payment.id), 'processing')
  const { key } = merchant
  const underWay = await call(it, 'listPayments', { key, query: { status: 'processing' } })
  assert.equal(underWay.body.pagination.total, 1)
  const waiting = await call(it, 'listPayments', { key, query: { status: 'pending' } })
  assert.equal(waiting.body.pagination.total, 0)
  await runDueWork(it)
  assert.equal((await call(it, 'getCheckout', { key: payer })).body.status, 'processing')
  await pass(it, { seconds: 6 })
  assert.equal((await call(it, 'getCheckout', { key: payer })).body.status, 'completed')
  assert.equal(await statusOf(merchant, payment.id), 'completed')
})

test('of two that press at once one pays, and the other is told', async () => {
  const merchant = await givenMerchant(it)
  const { payer } = await givenPayment(merchant)
  const replies = await Promise.all([1, 2, 3].map(() => pay(it, payer, 'delayed')))
  assert.deepEqual(replies.map(({ status }) => status).sort(), [200, 409, 409])
  const refused = replies.filter(({ status }) => status === 409)
  for (const { body } of refused) assert.equal(body.code, 'PAYMENT_IN_PROGRESS')
  await pass(it, { seconds: 6 })
  assert.deepEqual(await factsOf(it, merchant), ['payment.paid'])
})

test('a request that is repeated under its key pays once', async () => {
  const merchant = await givenMerchant(it)
  const { payer } = await givenPayment(merchant)
  const headers = { 'idempotency-key': 'press' }
  const body = { card: { number: '4242424242424242', expMonth: 1, expYear: 2031, cvc: '123' } }
  const first = await call(it, 'payCheckout', { key: payer, body, headers })
  const again = await call(it, 'payCheckout', { key: payer, body, headers })
  assert.equal(first.status, 200)
  assert.deepEqual(again, { ...first, headers: again.headers })
  assert.deepEqual(await factsOf(it, merchant), ['payment.paid'])
})

test('what is paid or over takes no further payment', async () => {
  const merchant = await givenMerchant(it)
  const paid = await givenPayment(merchant)
  await pay(it, paid.payer, 'succeeds')
  assert.equal((await pay(it, paid.payer, 'succeeds')).body.code, 'PAYMENT_SESSION_CLOSED')

  const { payment, payer } = await givenPayment(merchant, { expiresIn: 'PT10M' })
  it.clock.now = it.clock.now.add({ minutes: 10 })
  assert.equal((await call(it, 'getCheckout', { key: payer })).body.status, 'expired')
  assert.equal((await pay(it, payer, 'succeeds')).body.code, 'PAYMENT_SESSION_EXPIRED')
  await runDueWork(it)
  assert.equal(await statusOf(merchant, payment.id), 'expired')
  assert.equal((await pay(it, payer, 'succeeds')).body.code, 'PAYMENT_SESSION_EXPIRED')
})

test('a link opens its own session and nothing else', async () => {
  const merchant = await givenMerchant(it)
  const one = await givenPayment(merchant)
  const two = await givenPayment(await givenMerchant(it))
  await pay(it, one.payer, 'succeeds')
  assert.equal((await call(it, 'getCheckout', { key: two.payer })).body.status, 'pending')
  assert.equal((await call(it, 'getCheckout', { key: merchant.key })).status, 403)
  assert.equal((await call(it, 'listPayments', { key: one.payer })).status, 403)
})
