import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Currency, Money } from '@tallystick/core/money/money.ts'
import { asSystem } from '../../../../test/harness/acting.ts'
import { balancesOf, factsOf } from '../../../../test/harness/books.ts'
import { asAdministrator } from '../../../../test/harness/database.ts'
import { pass } from '../../../../test/harness/due.ts'
import { call, product } from '../../../../test/harness/product.ts'
import { givenPayer, openForm } from '../../../../test/harness/stripe/paying.ts'
import { fakeStripe, tellAll } from '../../../../test/harness/stripe/stripe.ts'
import { systemIn, transact } from '../../../platform/workspace.ts'
import { collecting } from '../../../wiring.ts'
import { startAttempt } from '../../attempts/start-attempt.ts'

const stripe = await fakeStripe(() => it.clock.now)
const it = product({ config: { stripe: stripe.config } })

const given = () => givenPayer(it)
const open = (payer: string) => openForm(it, payer)
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

test('while Stripe is away nothing is charged; the payer is told, and can pay a minute later', async () => {
  const { merchant, payer } = await given()
  const page = await payer()
  stripe.http.cut(/payment_intents$/, 'before', 3)
  const away = await call(it, 'openCheckoutElement', { key: page, body: {} })
  assert.deepEqual([away.status, away.body.code], [503, 'UNAVAILABLE'])
  assert.equal((await refresh(page)).status, 'processing')
  await pass(it, { minutes: 1 })
  const { status, failure } = await refresh(page)
  assert.deepEqual([status, failure.code], ['pending', 'payment_not_sent'])
  stripe.confirms(await open(page), 'succeeds')
  assert.equal((await refresh(page)).status, 'completed')
  assert.deepEqual(await factsOf(it, merchant), ['payment.paid'])
})

test('a reply that is lost on its way is asked for again under the same key, and is one payment', async () => {
  const { merchant, payer } = await given()
  const page = await payer()
  const before = stripe.world.paymentIntents.size
  stripe.http.cut(/payment_intents$/, 'after', 2)
  stripe.confirms(await open(page), 'succeeds')
  assert.equal((await refresh(page)).status, 'completed')
  assert.equal(stripe.world.paymentIntents.size, before + 1)
  assert.deepEqual(await factsOf(it, merchant), ['payment.paid'])
})

test('the form pressed twice leaves one payment that can succeed', async () => {
  const { merchant, payer } = await given()
  const page = await payer()
  const first = await open(page)
  const second = await open(page)
  assert.equal(stripe.confirms(first, 'succeeds').error, 'payment_intent_unexpected_state')
  stripe.confirms(second, 'succeeds')
  await tellAll(it, stripe)
  assert.equal((await refresh(page)).status, 'completed')
  assert.deepEqual(await factsOf(it, merchant), ['payment.paid'])
})

test('an amount that Stripe cannot take as it is cannot be paid there, and is never rounded', async () => {
  const { merchant } = await given()
  const { stripe: provider } = collecting(it.installation).providers
  assert.ok(provider)
  const party = { merchantId: merchant.organizationId, customerId: undefined, account: 'platform' }
  const amount: Money = { nanos: 1_234_000_000n, currency: 'KWD' as Currency }
  const before = stripe.http.asked.length
  const refused = await provider.createPayment({
    ...party,
    idempotencyKey: 'att_odd',
    amount,
    savesMethod: false,
    askedAt: it.clock.now,
    isRepeated: false,
    onPage: true,
  })
  assert.deepEqual([refused.status, refused.failureCode], ['failed', 'amount_unsupported'])
  assert.equal(await provider.pageForm?.(party, amount), undefined)
  assert.equal(stripe.http.asked.length, before)
})

test('a customer that somebody deleted at Stripe is made anew when it pays again', async () => {
  const { merchant, payer } = await given()
  stripe.confirms(await open(await payer()), 'succeeds')
  await tellAll(it, stripe)
  stripe.world.customers.clear()
  const page = await payer()
  stripe.confirms(await open(page), 'succeeds')
  assert.equal((await refresh(page)).status, 'completed')
  assert.deepEqual(await factsOf(it, merchant), ['payment.paid', 'payment.paid'])
})

test('Stripe is told nothing about who pays', async () => {
  const { payer } = await given()
  await open(await payer())
  const all = JSON.stringify(stripe.http.asked.map(({ params }) => params))
  assert.doesNotMatch(all, /@example\.com|Ada/)
})

test('where money is real, Stripe takes payments', async () => {
  const { merchant, payer } = await given()
  await payer()
  const { payment_session_id: sessionId } = await asSystem(it, merchant, ({ db }) =>
    db.selectFrom('tally.payment_sessions').select('payment_session_id').executeTakeFirstOrThrow(),
  )
  const live = { ...it.installation.workspace, mode: 'live' as const }
  const means = { onPage: true } as const
  const wish = { sessionId, saveMethod: false, requestKey: undefined, means }
  const system = systemIn(merchant.organizationId, 'tests')
  const asking = await transact(live, system, (ctx) =>
    startAttempt(ctx, collecting(it.installation), wish),
  )
  assert.equal(asking?.provider.name, 'stripe')
})

test('a page that was opened before there were keys follows them, until somebody has tried to pay there', async () => {
  const { merchant, payer } = await given()
  const page = await payer()
  const setTo = (provider: string) =>
    asAdministrator(it, (client) =>
      client.query(
        'update tally.payment_sessions set provider = $1, provider_account = $2 where merchant_id = $3',
        [provider, '', merchant.organizationId],
      ),
    )
  await setTo('sandbox')
  assert.equal((await call(it, 'getCheckout', { key: page })).body.provider, 'stripe')
  stripe.confirms(await open(page), 'card_declined')
  assert.equal((await refresh(page)).failure.code, 'card_declined')
  await setTo('sandbox')
  assert.equal((await call(it, 'getCheckout', { key: page })).body.provider, 'sandbox')
})
