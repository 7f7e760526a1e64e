import assert from 'node:assert/strict'
import { test } from 'node:test'
import type Stripe from 'stripe'
import { asApp } from '../../../test/harness/acting.ts'
import { factsOf } from '../../../test/harness/books.ts'
import { pass } from '../../../test/harness/due.ts'
import { tokenOf } from '../../../test/harness/links.ts'
import { call, product } from '../../../test/harness/product.ts'
import { givenPayer, openForm } from '../../../test/harness/stripe/paying.ts'
import { fakeStripe, tell } from '../../../test/harness/stripe/stripe.ts'
import { putProviderKeys } from '../accounts/key-store.ts'

const stripe = await fakeStripe(() => it.clock.now)
const it = product({ config: { stripe: stripe.config } })
const secret = 'whsec_ofthemerchant'

function told(type: string): Stripe.Event {
  const event = stripe.untold().find((one) => one.type === type)
  assert.ok(event, type)
  return event
}

/** A payment in the platform's account, of a merchant that brings keys of its own afterwards. */
async function given() {
  const payer = await givenPayer(it)
  const { merchant } = payer
  const { organizationId } = merchant
  return {
    ...payer,
    /** Signed with the secret that the merchant chose. */
    tellsItself: (event: Stripe.Event) =>
      tell(it, event, { secret, door: `/webhooks/stripe/${organizationId}` }),
    bringsKeys: (account = 'acct_own', signing = secret) =>
      asApp(it, merchant, (ctx) =>
        putProviderKeys(ctx, {
          account,
          secretKey: stripe.config.secretKey,
          publishableKey: 'pk_test_own',
          webhookSecrets: [signing],
        }),
      ),
  }
}

test('a merchant with an account of its own cannot tell that the platform was paid', async () => {
  const { merchant, payer, bringsKeys, tellsItself } = await given()
  const page = await payer()
  stripe.confirms(await openForm(it, page), 'succeeds')
  const news = told('payment_intent.succeeded')
  await bringsKeys()
  assert.equal((await tellsItself({ ...news, id: 'evt_forged' })).status, 200)
  assert.deepEqual(await factsOf(it, merchant), [])
  assert.equal((await tell(it, news)).status, 200)
  assert.deepEqual(await factsOf(it, merchant), ['payment.paid'])
})

test('a merchant with an account of its own cannot tell what became of the platform’s refunds and disputes', async () => {
  const { merchant, customerId, bringsKeys, tellsItself } = await given()
  const { key } = merchant
  const params = { id: customerId }
  const amount = { amount: '25.00', currency: 'USD' }
  const topup = await call(it, 'createTopup', { key, params, body: amount })
  const page = await tokenOf(it, topup.body.paymentUrl)
  const form = await openForm(it, page)
  stripe.confirms(form, 'succeeds')
  assert.equal((await call(it, 'refreshCheckout', { key: page })).body.status, 'completed')
  const body = { currency: 'USD', reason: 'Leaving' }
  await call(it, 'createFundsReturn', { key, params, body })
  await pass(it, { minutes: 1 })
  const before = await factsOf(it, merchant)
  await bringsKeys()

  stripe.untold()
  const refund = [...stripe.world.refunds.values()].at(-1)
  stripe.endsRefund(refund?.id ?? '', 'failed')
  assert.equal((await tellsItself(told('refund.failed'))).status, 200)
  stripe.disputes(form.split('_secret_')[0] ?? '')
  assert.equal((await tellsItself(told('charge.dispute.funds_withdrawn'))).status, 200)
  assert.deepEqual(await factsOf(it, merchant), before)
})

test('the owner of a connected account cannot tell of payments in the platform’s', async () => {
  const { merchant, payer } = await given()
  const page = await payer()
  stripe.confirms(await openForm(it, page), 'succeeds')
  const news = told('payment_intent.succeeded')
  const forged = { ...news, id: 'evt_connected', account: 'acct_connected' }
  assert.equal((await tell(it, forged)).status, 200)
  assert.deepEqual(await factsOf(it, merchant), [])
  assert.equal((await tell(it, news)).status, 200)
  assert.deepEqual(await factsOf(it, merchant), ['payment.paid'])
})

test('an account that a merchant has replaced still tells what banks take back of the payments in it', async () => {
  const { merchant, payer, bringsKeys, tellsItself } = await given()
  await bringsKeys()
  const page = await payer()
  const form = await openForm(it, page)
  stripe.confirms(form, 'succeeds')
  assert.equal((await call(it, 'refreshCheckout', { key: page })).body.status, 'completed')
  await bringsKeys('acct_new', 'whsec_ofanother')
  stripe.untold()
  stripe.disputes(form.split('_secret_')[0] ?? '')
  assert.equal((await tellsItself(told('charge.dispute.funds_withdrawn'))).status, 200)
  assert.deepEqual(await factsOf(it, merchant), ['payment.paid', 'chargeback.opened'])
})
