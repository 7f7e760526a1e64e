import assert from 'node:assert/strict'
import { test } from 'node:test'
import { balancesOf, factsOf } from '../../../../test/harness/books.ts'
import { givenCustomer } from '../../../../test/harness/customers.ts'
import { pass } from '../../../../test/harness/due.ts'
import { tokenOf } from '../../../../test/harness/links.ts'
import { call, givenMerchant, product } from '../../../../test/harness/product.ts'
import { fakeStripe, tellAll } from '../../../../test/harness/stripe/stripe.ts'

const stripe = await fakeStripe(() => it.clock.now)
const it = product({ config: { stripe: stripe.config } })

async function given() {
  const merchant = await givenMerchant(it)
  const { key } = merchant
  const customerId = await givenCustomer(it, merchant)
  const params = { id: customerId }
  let url = ''
  return {
    merchant,
    customerId,
    async payer(more: object = {}) {
      const body = { amount: '25.00', currency: 'USD', customerId, ...more }
      const created = await call(it, 'createPayment', { key, body })
      assert.equal(created.status, 201)
      url = created.body.paymentUrl
      return tokenOf(it, url)
    },
    /** The last page again: who stays away for long has to follow the link once more. */
    reopened: () => tokenOf(it, url),
    async setup() {
      const opened = await call(it, 'createCustomerPaymentMethod', { key, params })
      return tokenOf(it, opened.body.url)
    },
    methods: async () => (await call(it, 'listCustomerPaymentMethods', { key, params })).body.data,
  }
}

const open = async (payer: string, body: object = {}) => {
  const reply = await call(it, 'openCheckoutElement', { key: payer, body })
  assert.equal(reply.status, 200, JSON.stringify(reply.body))
  return reply.body.clientSecret as string
}
const refresh = async (payer: string) => (await call(it, 'refreshCheckout', { key: payer })).body

test('a payer pays in the form of Stripe, and the merchant has earned it', async () => {
  const { merchant, payer } = await given()
  const page = await payer()
  const shown = await call(it, 'getCheckout', { key: page })
  assert.deepEqual(
    [shown.body.provider, shown.body.offers, shown.body.stripe],
    ['stripe', ['element'], { publishableKey: 'pk_test_standin', amount: 2500, currency: 'usd' }],
  )
  const secret = await open(page)
  stripe.confirms(secret, 'succeeds')
  const { status, receipt } = await refresh(page)
  assert.equal(status, 'completed')
  assert.deepEqual(receipt.method, { type: 'card', brand: 'visa', last4: '4242' })
  await tellAll(it, stripe)
  assert.deepEqual(await factsOf(it, merchant), ['payment.paid'])
  assert.deepEqual(await balancesOf(it, merchant), {
    merchant_balance: '25',
    provider_clearing: '-25',
  })
})

test('whoever closes the tab has paid all the same', async () => {
  const { merchant, payer } = await given()
  const page = await payer()
  stripe.confirms(await open(page), 'succeeds')
  await tellAll(it, stripe)
  assert.equal((await call(it, 'getCheckout', { key: page })).body.status, 'completed')
  assert.deepEqual(await factsOf(it, merchant), ['payment.paid'])
})

test('a declined payment says why, can succeed no more, and another one pays', async () => {
  const { merchant, payer } = await given()
  const page = await payer()
  const first = await open(page)
  stripe.confirms(first, 'insufficient_funds')
  const declined = await refresh(page)
  assert.deepEqual([declined.status, declined.failure.code], ['pending', 'insufficient_funds'])
  assert.equal(stripe.confirms(first, 'succeeds').error, 'payment_intent_unexpected_state')
  stripe.confirms(await open(page), 'succeeds')
  assert.equal((await refresh(page)).status, 'completed')
  await tellAll(it, stripe)
  assert.deepEqual(await factsOf(it, merchant), ['payment.paid'])
})

test('a method is stored in the form of Stripe, and charged by its id', async () => {
  const { merchant, payer, setup, methods } = await given()
  const page = await setup()
  stripe.confirms(await open(page), 'succeeds')
  assert.equal((await refresh(page)).status, 'completed')
  const [method] = await methods()
  assert.deepEqual([method.type, method.last4], ['card', '4242'])
  const body = { paymentMethodId: method.id }
  const paid = await call(it, 'payCheckout', { key: await payer(), body })
  assert.equal(paid.body.status, 'completed')
  await tellAll(it, stripe)
  assert.deepEqual(await factsOf(it, merchant), ['payment.paid'])
})

test('a form that nobody fills in ends by itself', async () => {
  const { payer, reopened } = await given()
  const secret = await open(await payer())
  await pass(it, { minutes: 20 })
  const { status, failure } = (await call(it, 'getCheckout', { key: await reopened() })).body
  assert.deepEqual([status, failure.code], ['pending', 'challenge_expired'])
  assert.equal(stripe.confirms(secret, 'succeeds').error, 'payment_intent_unexpected_state')
})
