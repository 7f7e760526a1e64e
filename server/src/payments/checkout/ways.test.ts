import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asSystem } from '../../../test/harness/acting.ts'
import { balancesOf, factsOf } from '../../../test/harness/books.ts'
import { pay } from '../../../test/harness/checkout.ts'
import { givenCustomer } from '../../../test/harness/customers.ts'
import { pass, runDueWork } from '../../../test/harness/due.ts'
import { tokenOf } from '../../../test/harness/links.ts'
import { call, givenMerchant, product } from '../../../test/harness/product.ts'

const it = product()

const good = 'DE89 3704 0044 0532 0130 00'
const bad = 'DE62370400440532013001'

async function given() {
  const merchant = await givenMerchant(it)
  const { key } = merchant
  const customerId = await givenCustomer(it, merchant)
  const params = { id: customerId }
  const page = async (url: string) => tokenOf(it, url)
  return {
    merchant,
    params,
    async payer() {
      const body = { amount: '25.00', currency: 'USD', customerId }
      return page((await call(it, 'createPayment', { key, body })).body.paymentUrl)
    },
    /** Stores a method, and answers with its id. */
    async stores(body: object) {
      const opened = await call(it, 'createCustomerPaymentMethod', { key, params })
      await call(it, 'payCheckout', { key: await page(opened.body.url), body })
      await pass(it, { seconds: 5 })
      const { data } = (await call(it, 'listCustomerPaymentMethods', { key, params })).body
      return data[0].id as string
    },
  }
}

const paidWith = (payer: string, body: object) => call(it, 'payCheckout', { key: payer, body })
const seen = async (payer: string) => (await call(it, 'getCheckout', { key: payer })).body
const card = { number: '4242424242424242', expMonth: 12, expYear: 2030, cvc: '123' }

test('a payer sees in what ways it can be paid, and with what is stored', async () => {
  const one = await given()
  const fresh = await one.payer()
  assert.deepEqual((await seen(fresh)).offers, ['card', 'wallet', 'bank_debit'])
  assert.deepEqual((await seen(fresh)).methods, [])
  const id = await one.stores({ card })
  const second = await one.stores({ card: { ...card, expYear: 2031 } })
  const { methods, provider } = await seen(await one.payer())
  assert.equal(provider, 'sandbox')
  const known = { type: 'card', brand: 'visa', last4: '4242', expMonth: 12 }
  assert.deepEqual(methods, [
    { id: second, ...known, expYear: 2031, isDefault: true },
    { id, ...known, expYear: 2030, isDefault: false },
  ])
})

test('a wallet pays at once, and the receipt says when and with what', async () => {
  const { payer, merchant } = await given()
  const page = await payer()
  const { body } = await paidWith(page, { wallet: true })
  assert.equal(body.status, 'completed')
  assert.deepEqual(body.receipt, {
    paidAt: it.clock.now.toString(),
    method: { type: 'wallet', brand: 'visa', last4: '4242' },
  })
  assert.deepEqual(await factsOf(it, merchant), ['payment.paid'])
})

test('a bank debit is under way for some seconds; then it is paid, or says why it is not', async () => {
  const { payer, merchant } = await given()
  const paid = await payer()
  const begun = await paidWith(paid, { bankDebit: { iban: good, holderName: 'Ada' } })
  assert.equal(begun.body.status, 'processing')
  const failed = await payer()
  await paidWith(failed, { bankDebit: { iban: bad, holderName: 'Ada' } })
  await pass(it, { seconds: 5 })
  const { status, receipt } = await seen(paid)
  assert.equal(status, 'completed')
  assert.deepEqual(receipt.method, { type: 'sepa_debit', last4: '3000' })
  const after = await seen(failed)
  assert.deepEqual([after.status, after.failure.code], ['pending', 'debit_failed'])
  assert.deepEqual(await balancesOf(it, merchant), {
    merchant_balance: '25',
    provider_clearing: '-25',
  })
})

test('an account number with a slip in it is told to its field, and one that nobody knows is declined', async () => {
  const { payer } = await given()
  const page = await payer()
  const slip = await paidWith(page, {
    bankDebit: { iban: good.replace('89', '98'), holderName: 'A' },
  })
  assert.deepEqual([slip.status, slip.body.errors[0].field], [400, 'bankDebit.iban'])
  const other = { iban: 'GB33BUKB20201555555555', holderName: 'Ada' }
  const declined = await paidWith(page, { bankDebit: other })
  assert.equal(declined.body.failure.code, 'bank_account_declined')
})

test('a stored method is paid with by its id, by whoever holds a link of its own customer', async () => {
  const one = await given()
  const paymentMethodId = await one.stores({ card })
  const { body } = await paidWith(await one.payer(), { paymentMethodId })
  assert.equal(body.status, 'completed')
  assert.deepEqual(body.receipt.method, { type: 'card', brand: 'visa', last4: '4242' })

  const stranger = await given()
  assert.equal((await paidWith(await stranger.payer(), { paymentMethodId })).status, 404)
  await call(it, 'deleteCustomerPaymentMethod', {
    key: one.merchant.key,
    params: { ...one.params, methodId: paymentMethodId },
  })
  assert.equal((await paidWith(await one.payer(), { paymentMethodId })).status, 404)
})

test('who pays with a stored card can be asked by the bank, as with one that is entered', async () => {
  const one = await given()
  const opened = await call(it, 'createCustomerPaymentMethod', {
    key: one.merchant.key,
    params: one.params,
  })
  const setup = await tokenOf(it, opened.body.url)
  const asked = await pay(it, setup, 'challenge')
  const said = { challengeId: asked.body.challenge.id, outcome: 'accept' }
  await call(it, 'answerChallenge', { key: setup, body: said })
  const page = await one.payer()
  const paymentMethodId = (await seen(page)).methods[0].id
  const { body } = await paidWith(page, { paymentMethodId })
  assert.equal(body.status, 'processing')
  assert.ok(body.challenge.id)
})

test('a question that is given up leaves it open, and it can be paid in another way', async () => {
  const one = await given()
  const page = await one.payer()
  const asked = await pay(it, page, 'challenge')
  const body = { challengeId: asked.body.challenge.id, outcome: 'abandon' }
  const left = await call(it, 'answerChallenge', { key: page, body })
  assert.deepEqual([left.body.status, left.body.failure.code], ['pending', 'challenge_abandoned'])
  const late = { ...body, outcome: 'accept' }
  assert.equal(
    (await call(it, 'answerChallenge', { key: page, body: late })).body.status,
    'pending',
  )
  assert.equal((await paidWith(page, { wallet: true })).body.status, 'completed')
  await runDueWork(it)
  assert.deepEqual(await factsOf(it, one.merchant), ['payment.paid'])
})

test('one way to pay is named, and one that is offered', async () => {
  const { payer } = await given()
  const page = await payer()
  assert.equal((await paidWith(page, { card, wallet: true })).status, 400)
  assert.equal((await paidWith(page, {})).status, 400)
  const element = await call(it, 'openCheckoutElement', { key: page, body: {} })
  assert.equal(element.body.code, 'BAD_REQUEST')
  assert.equal((await call(it, 'refreshCheckout', { key: page })).body.status, 'pending')
})

test('a method that was removed is forgotten by its provider, and by us', async () => {
  const one = await given()
  const methodId = await one.stores({ card })
  const { key, organizationId } = one.merchant
  await call(it, 'deleteCustomerPaymentMethod', { key, params: { ...one.params, methodId } })
  await runDueWork(it)
  const rows = await asSystem(it, one.merchant, async ({ db }) => ({
    methods: await db.selectFrom('tally.payment_methods').select('details').execute(),
    cards: await db
      .selectFrom('tally.sandbox_methods')
      .select('outcome')
      .where('merchant_id', '=', organizationId)
      .execute(),
  }))
  assert.deepEqual(rows, {
    methods: [{ details: Buffer.alloc(0) }],
    cards: [{ outcome: 'removed' }],
  })
})
