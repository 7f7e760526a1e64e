import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asSystem } from '../../../test/harness/acting.ts'
import { balancesOf } from '../../../test/harness/books.ts'
import { cardThat, pay } from '../../../test/harness/checkout.ts'
import { givenCustomer } from '../../../test/harness/customers.ts'
import { pass, runDueWork } from '../../../test/harness/due.ts'
import { tokenOf } from '../../../test/harness/links.ts'
import { call, givenMerchant, type Party, product } from '../../../test/harness/product.ts'
import { untilWaiting } from '../../../test/harness/waiting.ts'
import { lockFunds } from '../../ledger/funds.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { collecting } from '../../wiring.ts'
import { recordPayment } from '../attempts/record-payment.ts'
import { startAttempt } from '../attempts/start-attempt.ts'
import { openChargeback } from '../chargebacks/open-chargeback.ts'
import { setDisputed } from '../providers/sandbox/store.ts'
import { recordRefund } from '../refunds/record-refund.ts'

const it = product()

type Buyer = { readonly merchant: Party; readonly customerId: string }

async function givenOne(): Promise<Buyer> {
  const merchant = await givenMerchant(it)
  return { merchant, customerId: await givenCustomer(it, merchant) }
}

const ask = (name: string, { merchant, customerId }: Buyer, body?: object) =>
  call(it, name, { key: merchant.key, params: { id: customerId }, ...(body && { body }) })

const usd = (amount: string) => ({ amount, currency: 'USD' })
const topUp = async (buyer: Buyer, amount: string) =>
  (await ask('createTopup', buyer, usd(amount))).body
const remove = (buyer: Buyer) => ask('deleteCustomer', buyer)

async function paidUp(buyer: Buyer, amount: string) {
  const { paymentUrl } = await topUp(buyer, amount)
  assert.equal((await pay(it, await tokenOf(it, paymentUrl), 'succeeds')).status, 200)
  it.clock.now = it.clock.now.add({ seconds: 1 })
}

const within = <T>({ merchant }: Buyer, work: (ctx: Ctx) => Promise<T>) =>
  asSystem(it, merchant, work)

test('what is paid in for a customer who is deleted meanwhile goes back', async () => {
  const buyer = await givenOne()
  const { paymentUrl } = await topUp(buyer, '10.00')
  const payer = await tokenOf(it, paymentUrl)
  assert.equal((await pay(it, payer, 'delayed')).body.status, 'processing')

  assert.equal((await remove(buyer)).status, 204)
  assert.equal((await pay(it, payer, 'succeeds')).status, 409, 'the page is closed')

  await pass(it, { seconds: 5 })
  await pass(it, { minutes: 1 })
  assert.deepEqual(await balancesOf(it, buyer.merchant), {}, 'and the payment was sent back')
})

test('of a payment and a deletion that meet, one comes first and no money is lost', async () => {
  for (let round = 0; round < 5; round += 1) {
    const buyer = await givenOne()
    const payer = await tokenOf(it, (await topUp(buyer, '10.00')).paymentUrl)
    const [, removal] = await Promise.all([pay(it, payer, 'succeeds'), remove(buyer)])
    await runDueWork(it)
    await pass(it, { minutes: 1 })
    const kept = { funds: '10', provider_clearing: '-10' }
    assert.deepEqual(await balancesOf(it, buyer.merchant), removal.status === 204 ? {} : kept)
  }
})

test('a customer stays until returned funds have arrived: they may come back', async () => {
  const buyer = await givenOne()
  await paidUp(buyer, '10.00')
  assert.equal((await ask('createFundsReturn', buyer, { currency: 'USD' })).status, 201)
  const refused = await remove(buyer)
  assert.equal(refused.body.code, 'CUSTOMER_HAS_FUNDS')
  assert.deepEqual(refused.body.details.funds, [usd('10.00')])

  await runDueWork(it)
  await pass(it, { minutes: 1 })
  assert.equal((await remove(buyer)).status, 204)
})

test('a return that the provider refuses reaches a customer who is still there', async () => {
  const buyer = await givenOne()
  await paidUp(buyer, '10.00')
  await ask('createFundsReturn', buyer, { currency: 'USD' })
  const removal = remove(buyer)
  await within(buyer, async (ctx) => {
    const { refund_id } = await ctx.db
      .selectFrom('tally.refunds')
      .select('refund_id')
      .executeTakeFirstOrThrow()
    await recordRefund(ctx, {}, { reference: 'x', idempotencyKey: refund_id, status: 'failed' })
  })
  assert.equal((await removal).body.code, 'CUSTOMER_HAS_FUNDS')
  assert.deepEqual(await balancesOf(it, buyer.merchant), { funds: '10', provider_clearing: '-10' })
})

test('a dispute that meets a return through the same payment takes nothing of another', async () => {
  const buyer = await givenOne()
  await paidUp(buyer, '10.00')
  await paidUp(buyer, '10.00')
  const newest = await within(buyer, ({ db }) =>
    db
      .selectFrom('tally.payment_attempts')
      .select(['idempotency_key', 'provider_reference'])
      .orderBy('created_at', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow(),
  )
  const paymentKey = newest.idempotency_key
  const dispute = { reference: 'dp', paymentKey, ...usd('10.00'), fee: '0.00' }
  await within(buyer, (ctx) => setDisputed(ctx, newest.provider_reference ?? '', dispute.fee))

  const meeting: Promise<unknown>[] = []
  await within(buyer, async (ctx) => {
    await lockFunds(ctx, [buyer.customerId])
    meeting.push(ask('createFundsReturn', buyer, usd('10.00')))
    await untilWaiting(it)
    meeting.push(within(buyer, (other) => openChargeback(other, dispute)))
    await untilWaiting(it, 2)
  })
  await Promise.all(meeting)
  assert.equal((await balancesOf(it, buyer.merchant))['funds'], '10')
})

test('a dispute of a payment that came twice takes no funds that the other one brought', async () => {
  const buyer = await givenOne()
  const { paymentUrl, paymentSessionId: sessionId } = await topUp(buyer, '10.00')
  const outside = collecting(it.installation)
  const wish = {
    sessionId,
    saveMethod: false,
    requestKey: undefined,
    means: { card: cardThat('disputed') },
  }
  const slow = await within(buyer, (ctx) => startAttempt(ctx, outside, wish))
  assert.ok(slow)
  await pass(it, { minutes: 1 })
  assert.equal((await pay(it, await tokenOf(it, paymentUrl), 'succeeds')).status, 200)

  const payment = await slow.provider.createPayment(slow.order)
  await within(buyer, async (ctx) => {
    await recordPayment(ctx, outside.payables, payment)
    const refunds = ctx.db.selectFrom('tally.refunds').select('refund_id')
    const { refund_id } = await refunds.executeTakeFirstOrThrow()
    await recordRefund(ctx, {}, { reference: 'x', idempotencyKey: refund_id, status: 'failed' })
  })
  await pass(it, { minutes: 1 })
  const { funds, merchant_reserve: disputed } = await balancesOf(it, buyer.merchant)
  assert.deepEqual([funds, disputed], ['10', '10'])
})
