import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asSystem } from '../../../../test/harness/acting.ts'
import { balancesOf, factsOf } from '../../../../test/harness/books.ts'
import { pass } from '../../../../test/harness/due.ts'
import { tokenOf } from '../../../../test/harness/links.ts'
import { call, product } from '../../../../test/harness/product.ts'
import { givenPayer, openForm } from '../../../../test/harness/stripe/paying.ts'
import { fakeStripe, tell, tellAll } from '../../../../test/harness/stripe/stripe.ts'
import { collecting } from '../../../wiring.ts'
import { receiveEvent } from '../../webhooks/receive-event.ts'

const stripe = await fakeStripe(() => it.clock.now)
const it = product({ config: { stripe: stripe.config } })

const given = () => givenPayer(it)
const open = (payer: string) => openForm(it, payer)
const refresh = async (payer: string) => (await call(it, 'refreshCheckout', { key: payer })).body
const told = (type: string) => {
  const event = stripe.untold().find((one) => one.type === type)
  assert.ok(event, type)
  return event
}

test('a dispute that is told before its payment is booked after it', async () => {
  const { merchant, payer } = await given()
  const page = await payer()
  const secret = await open(page)
  stripe.confirms(secret, 'succeeds')
  stripe.untold()
  stripe.disputes(secret.split('_secret_')[0] ?? '')
  assert.equal((await tell(it, told('charge.dispute.funds_withdrawn'))).status, 200)
  assert.deepEqual(await factsOf(it, merchant), ['payment.paid', 'chargeback.opened'])
  assert.equal((await balancesOf(it, merchant))['provider_clearing'], '15')
})

test('a bank that only asks about a payment has taken nothing', async () => {
  const { merchant, payer } = await given()
  const page = await payer()
  const secret = await open(page)
  stripe.confirms(secret, 'succeeds')
  stripe.disputes(secret.split('_secret_')[0] ?? '', 'warning_needs_response')
  await tellAll(it, stripe)
  assert.deepEqual(await factsOf(it, merchant), ['payment.paid'])
})

test('a refund that had arrived and comes back becomes funds of the customer, once', async () => {
  const { merchant, customerId } = await given()
  const { key } = merchant
  const params = { id: customerId }
  const amount = { amount: '25.00', currency: 'USD' }
  const topup = await call(it, 'createTopup', { key, params, body: amount })
  const page = await tokenOf(it, topup.body.paymentUrl)
  stripe.confirms(await open(page), 'succeeds')
  assert.equal((await refresh(page)).status, 'completed')
  const body = { currency: 'USD', reason: 'Leaving' }
  await call(it, 'createFundsReturn', { key, params, body })
  await pass(it, { minutes: 1 })
  await tellAll(it, stripe)
  assert.deepEqual(await balancesOf(it, merchant), {})
  const refund = [...stripe.world.refunds.values()].at(-1)
  stripe.endsRefund(refund?.id ?? '', 'failed')
  const news = told('refund.failed')
  await tell(it, news)
  await tell(it, { ...news, id: 'evt_again' })
  assert.deepEqual(await balancesOf(it, merchant), { funds: '25', provider_clearing: '-25' })
})

test('news that are none of our business are thanked for, and change nothing', async () => {
  const { merchant, payer } = await given()
  const page = await payer()
  stripe.confirms(await open(page), 'succeeds')
  const news = told('payment_intent.succeeded')
  const without = structuredClone(news)
  Object(without.data.object).metadata = {}
  const elsewhere = structuredClone(news)
  Object(elsewhere.data.object).metadata.merchantId = 'org_0123456789abcdef0123456789abcdef'
  for (const event of [
    without,
    elsewhere,
    { ...news, livemode: true },
    { ...news, type: 'customer.created' } as typeof news,
  ]) {
    assert.equal((await tell(it, event)).status, 200)
  }
  assert.deepEqual(await factsOf(it, merchant), [])
  assert.equal((await tell(it, news)).status, 200)
  assert.deepEqual(await factsOf(it, merchant), ['payment.paid'])
})

test('the page and the webhook that tell of a payment at once book it once', async () => {
  const { merchant, payer } = await given()
  const page = await payer()
  stripe.confirms(await open(page), 'succeeds')
  const news = told('payment_intent.succeeded')
  const again = { ...news, id: 'evt_at_once' }
  await Promise.all([refresh(page), tell(it, news), refresh(page), tell(it, again)])
  assert.deepEqual(await factsOf(it, merchant), ['payment.paid'])
})

test('who opens the form and then takes a stored card pays once, and the form can pay no more', async () => {
  const { merchant, payer, setup, methods } = await given()
  const form = await setup()
  stripe.confirms(await open(form), 'succeeds')
  await refresh(form)
  const [method] = await methods()
  const page = await payer()
  const secret = await open(page)
  assert.equal((await call(it, 'getCheckout', { key: page })).body.status, 'pending')
  const body = { paymentMethodId: method.id }
  assert.equal((await call(it, 'payCheckout', { key: page, body })).body.status, 'completed')
  assert.equal(stripe.confirms(secret, 'succeeds').error, 'payment_intent_unexpected_state')
  await tellAll(it, stripe)
  assert.deepEqual(await factsOf(it, merchant), ['payment.paid'])
})

test('a form that was paid just before another way is taken has paid, and nothing else is charged', async () => {
  const { merchant, payer, setup, methods } = await given()
  const form = await setup()
  stripe.confirms(await open(form), 'succeeds')
  await refresh(form)
  const [method] = await methods()
  const page = await payer()
  stripe.confirms(await open(page), 'succeeds')
  const body = { paymentMethodId: method.id }
  const late = await call(it, 'payCheckout', { key: page, body })
  assert.equal(late.body.code, 'PAYMENT_SESSION_CLOSED')
  await tellAll(it, stripe)
  assert.deepEqual(await factsOf(it, merchant), ['payment.paid'])
})

test('one account says nothing about what lies in another', async () => {
  const { merchant, payer } = await given()
  const page = await payer()
  const secret = await open(page)
  stripe.confirms(secret, 'succeeds')
  const intent = stripe.world.paymentIntents.get(secret.split('_secret_')[0] ?? '')
  const payment = {
    reference: 'pi_elsewhere',
    idempotencyKey: intent?.metadata['attemptKey'] ?? '',
    status: 'succeeded',
  } as const
  const { payables } = collecting(it.installation)
  const hear = (account: string) =>
    asSystem(it, merchant, (ctx) =>
      receiveEvent(ctx, payables, {
        provider: 'stripe',
        account,
        event: { id: `evt_of_${account}`, kind: 'payment.changed', payment },
      }),
    )
  await hear('acct_of_the_merchant')
  assert.deepEqual(await factsOf(it, merchant), [])
  await hear('platform')
  assert.deepEqual(await factsOf(it, merchant), ['payment.paid'])
})
