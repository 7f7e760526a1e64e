import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asSystem } from '../../../test/harness/acting.ts'
import { balancesOf, factsOf } from '../../../test/harness/books.ts'
import { cardThat, loseWebhooks, pay } from '../../../test/harness/checkout.ts'
import { pass, runDueWork } from '../../../test/harness/due.ts'
import { linkOf, tokenOf } from '../../../test/harness/links.ts'
import { call, givenMerchant, type Party, product } from '../../../test/harness/product.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { systemIn, transact } from '../../platform/workspace.ts'
import { collecting } from '../../wiring.ts'
import { cancelPaymentSession } from '../cancel-payment-session.ts'
import { readWebhook, signWebhook, type Webhook } from '../providers/sandbox/webhook.ts'
import { receiveEvent } from '../webhooks/receive-event.ts'
import { recordPayment } from './record-payment.ts'
import { startAttempt } from './start-attempt.ts'

const it = product()
const outside = () => collecting(it.installation)

async function given(more: object = {}) {
  const merchant = await givenMerchant(it)
  const { key } = merchant
  const body = { amount: '25.00', currency: 'USD', ...more }
  const { body: payment } = await call(it, 'createPayment', { key, body })
  const { id: sessionId } = linkOf(payment.paymentUrl)
  return { merchant, payment, sessionId, payer: await tokenOf(it, payment.paymentUrl) }
}

const within = <T>(party: Party, work: (ctx: Ctx) => Promise<T>) => asSystem(it, party, work)

/** The first half of a payment: it is written down, and nobody has asked the provider yet. */
async function start(merchant: Party, sessionId: string) {
  const attempt = await within(merchant, (ctx) =>
    startAttempt(ctx, outside(), {
      sessionId,
      saveMethod: false,
      requestKey: undefined,
      means: { card: cardThat('succeeds') },
    }),
  )
  assert.ok(attempt)
  return attempt
}

type Started = Awaited<ReturnType<typeof start>>

/** The second half: the provider is asked, and its answer is lost. */
function ask({ provider, order }: Started) {
  return provider.createPayment(order)
}

async function receive(ctx: Ctx, webhook: Webhook) {
  const event = readWebhook(ctx, webhook)
  await receiveEvent(ctx, outside().payables, { provider: 'sandbox', account: '', event })
}

async function statusOf({ key }: Party, id: string) {
  return (await call(it, 'getPayment', { key, params: { id } })).body.status
}

const paidOnce = { merchant_balance: '25', provider_clearing: '-25' }
/** What came in has gone out again, on every account. */
const returned = {}

test('a crash before the provider is asked leaves the payer free to try again', async () => {
  const { merchant, payment, sessionId, payer } = await given()
  await start(merchant, sessionId)
  assert.equal(await statusOf(merchant, payment.id), 'processing')
  await pass(it, { minutes: 1 })
  const { body } = await call(it, 'getCheckout', { key: payer })
  assert.equal(body.status, 'pending')
  assert.equal(body.failure.code, 'payment_not_sent')
  assert.equal((await pay(it, payer, 'succeeds')).body.status, 'completed')
  assert.deepEqual(await balancesOf(it, merchant), paidOnce)
})

test('a crash after the provider was asked is found out a minute later, though no webhook comes', async () => {
  const { merchant, payment, sessionId } = await given()
  await ask(await start(merchant, sessionId))
  await loseWebhooks(it)
  await pass(it, { seconds: 50 })
  assert.equal(await statusOf(merchant, payment.id), 'processing')
  await pass(it, { seconds: 10 })
  assert.equal(await statusOf(merchant, payment.id), 'completed')
  assert.deepEqual(await balancesOf(it, merchant), paidOnce)
})

test('a webhook that comes before the reply books the payment, and the reply changes nothing', async () => {
  const { merchant, payment, sessionId } = await given()
  const reply = await ask(await start(merchant, sessionId))
  await runDueWork(it)
  assert.equal(await statusOf(merchant, payment.id), 'completed')
  await within(merchant, (ctx) => recordPayment(ctx, outside().payables, reply))
  assert.deepEqual(await factsOf(it, merchant), ['payment.paid'])
})

test('a webhook that is delivered twice, even at once, is handled once', async () => {
  const { merchant, payment, sessionId } = await given()
  const news = await ask(await start(merchant, sessionId))
  const event = { id: 'sbx_evt_1', kind: 'payment.changed', payment: news } as const
  const webhook = await within(merchant, async (ctx) => signWebhook(ctx, event))
  const deliver = () => within(merchant, (ctx) => receive(ctx, webhook))
  await Promise.all([deliver(), deliver(), deliver()])
  await deliver()
  assert.equal(await statusOf(merchant, payment.id), 'completed')
  assert.deepEqual(await factsOf(it, merchant), ['payment.paid'])
  const events = await within(merchant, ({ db }) =>
    db.selectFrom('tally.provider_events').select('provider_event_id').execute(),
  )
  assert.deepEqual(events, [{ provider_event_id: 'sbx_evt_1' }])
})

test('a webhook that was not signed by the provider, is too old or is another merchant’s is refused', async () => {
  const { merchant, payment, sessionId } = await given()
  const news = await ask(await start(merchant, sessionId))
  await loseWebhooks(it)
  const event = { id: 'sbx_evt_2', kind: 'payment.changed', payment: news } as const
  const webhook = await within(merchant, async (ctx) => signWebhook(ctx, event))
  const deliver = (changed: object, party = merchant) =>
    within(party, (ctx) => receive(ctx, { ...webhook, ...changed }))

  await assert.rejects(deliver({ body: webhook.body.replace('succeeded', 'failed') }), /signed/)
  await assert.rejects(deliver({ id: 'sbx_evt_3' }), /signed/)
  await assert.rejects(deliver({ signature: '00' }), /signed/)
  await assert.rejects(deliver({}, await givenMerchant(it)), /signed/)
  it.clock.now = it.clock.now.add({ minutes: 6 })
  await assert.rejects(deliver({}), /signed/)
  assert.equal(await statusOf(merchant, payment.id), 'processing')
})

test('of two payments that both succeed the first is booked and the second goes back in full', async () => {
  const { merchant, payment, sessionId, payer } = await given()
  const slow = await start(merchant, sessionId)
  await pass(it, { minutes: 1 })
  await pay(it, payer, 'succeeds')
  await runDueWork(it)

  await ask(slow)
  await runDueWork(it)
  assert.deepEqual(await balancesOf(it, merchant), {
    ...paidOnce,
    provider_clearing: '-50',
    unapplied_payments: '25',
  })
  await pass(it, { minutes: 1 })
  assert.deepEqual(await balancesOf(it, merchant), paidOnce)
  assert.deepEqual(await factsOf(it, merchant), [
    'payment.paid',
    'payment.duplicated',
    'payment.returned',
  ])
  assert.equal(await statusOf(merchant, payment.id), 'completed')
})

test('a payment that succeeds after its session has expired goes back in full', async () => {
  const { merchant, payment, sessionId } = await given({ expiresIn: 'PT10M' })
  const slow = await start(merchant, sessionId)
  await pass(it, { minutes: 1 })
  await pass(it, { minutes: 9 })
  assert.equal(await statusOf(merchant, payment.id), 'expired')
  await ask(slow)
  await runDueWork(it)
  await pass(it, { minutes: 1 })
  assert.deepEqual(await balancesOf(it, merchant), returned)
  assert.equal(await statusOf(merchant, payment.id), 'expired')
})

test('a payment of something that was cancelled meanwhile goes back in full', async () => {
  const { merchant, sessionId, payer } = await given()
  await pay(it, payer, 'delayed')
  await within(merchant, (ctx) => cancelPaymentSession(ctx, sessionId))
  assert.equal((await pay(it, payer, 'succeeds')).body.code, 'PAYMENT_SESSION_CLOSED')
  await pass(it, { seconds: 6 })
  await pass(it, { minutes: 1 })
  assert.deepEqual(await balancesOf(it, merchant), returned)
  const { body } = await call(it, 'getCheckout', { key: payer })
  assert.equal(body.status, 'cancelled')
  assert.equal(body.failure.code, 'payment_returned')
})

test('a payment that is under way when the time is over still decides', async () => {
  const paid = await given({ expiresIn: 'PT10M' })
  const failed = await given({ expiresIn: 'PT10M' })
  it.clock.now = it.clock.now.add({ minutes: 9, seconds: 58 })
  await pay(it, paid.payer, 'delayed')
  const asked = await pay(it, failed.payer, 'challenge')
  await pass(it, { seconds: 3 })
  assert.equal(await statusOf(paid.merchant, paid.payment.id), 'processing')
  assert.equal(await statusOf(failed.merchant, failed.payment.id), 'processing')
  await pass(it, { seconds: 3 })
  assert.equal(await statusOf(paid.merchant, paid.payment.id), 'completed')
  const challengeId = asked.body.challenge.id
  const body = { challengeId, outcome: 'refuse' }
  await call(it, 'answerChallenge', { key: failed.payer, body })
  assert.equal(await statusOf(failed.merchant, failed.payment.id), 'expired')
})

test('where real money moves a test card pays nothing', async () => {
  const { merchant, sessionId } = await given()
  const live = { ...it.installation.workspace, mode: 'live' as const }
  const wish = {
    sessionId,
    saveMethod: false,
    requestKey: undefined,
    means: { card: cardThat('succeeds') },
  }
  const started = transact(live, systemIn(merchant.organizationId, 'tests'), (ctx) =>
    startAttempt(ctx, outside(), wish),
  )
  await assert.rejects(started, { code: 'UNAVAILABLE' })
})
