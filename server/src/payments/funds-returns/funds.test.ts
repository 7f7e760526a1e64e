import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SandboxOutcome } from '@tallystick/contract/sandbox-cards.ts'
import { ofCustomer, single } from '@tallystick/core/ledger/accounts.ts'
import { entry } from '@tallystick/core/ledger/entry.ts'
import type { Currency } from '@tallystick/core/money/money.ts'
import { asSystem } from '../../../test/harness/acting.ts'
import { balancesOf, factsOf, fundsIn } from '../../../test/harness/books.ts'
import { pay } from '../../../test/harness/checkout.ts'
import { givenCustomer } from '../../../test/harness/customers.ts'
import { pass, runDueWork } from '../../../test/harness/due.ts'
import { tokenOf } from '../../../test/harness/links.ts'
import { call, givenMerchant, type Party, product } from '../../../test/harness/product.ts'
import { post } from '../../ledger/post.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { newId } from '../../platform/ids.ts'
import { recordRefund } from '../refunds/record-refund.ts'

const it = product()
const usd = 'USD' as Currency

type Buyer = { readonly merchant: Party; readonly customerId: string }

async function givenOne(): Promise<Buyer> {
  const merchant = await givenMerchant(it)
  return { merchant, customerId: await givenCustomer(it, merchant) }
}

function topUp({ merchant, customerId }: Buyer, amount: string, currency = 'USD') {
  const { key } = merchant
  return call(it, 'createTopup', { key, params: { id: customerId }, body: { amount, currency } })
}

async function paidUp(buyer: Buyer, amount: string, outcome: SandboxOutcome = 'succeeds') {
  const { status, body } = await topUp(buyer, amount)
  assert.equal(status, 201)
  const paid = await pay(it, await tokenOf(it, body.paymentUrl), outcome)
  assert.equal(paid.body.status, 'completed')
  it.clock.now = it.clock.now.add({ seconds: 1 })
}

function giveBack({ merchant, customerId }: Buyer, amount?: string) {
  const { key } = merchant
  const body = { currency: 'USD', reason: 'Leaving', ...(amount !== undefined && { amount }) }
  return call(it, 'createFundsReturn', { key, params: { id: customerId }, body })
}

const within = <T>({ merchant }: Buyer, work: (ctx: Ctx) => Promise<T>) =>
  asSystem(it, merchant, work)

const fundsOf = ({ merchant, customerId }: Buyer) => fundsIn(it, merchant, customerId)

/** Money that is set aside is no longer unspent. */
function setAside(buyer: Buyer, units: bigint) {
  const debit = ofCustomer('funds', buyer.customerId, usd)
  const credit = ofCustomer('holds', buyer.customerId, usd)
  const postings = [{ debit, credit, nanos: units * 10n ** 9n }]
  return within(buyer, (ctx) => post(ctx, entry('hold.placed', newId('hold'), postings)))
}

const refundsOf = (buyer: Buyer) =>
  within(buyer, ({ db }) =>
    db
      .selectFrom('tally.refunds')
      .select(['refund_id', 'amount', 'status'])
      .orderBy('refund_id')
      .execute(),
  )

test('a top-up that is paid can be spent, and the list says so', async () => {
  const buyer = await givenOne()
  const { body: created } = await topUp(buyer, '40.00')
  assert.equal(created.status, 'pending')
  assert.equal(await fundsOf(buyer), 0n)
  await pay(it, await tokenOf(it, created.paymentUrl), 'succeeds')
  assert.equal(await fundsOf(buyer), 40n * 10n ** 9n)
  const { key } = buyer.merchant
  const { body } = await call(it, 'listTopups', { key, params: { id: buyer.customerId } })
  const { paymentUrl: _, ...paid } = { ...created, status: 'success' }
  assert.deepEqual(body.data, [paid])
})

test('a top-up that nobody pays is cancelled', async () => {
  const buyer = await givenOne()
  await topUp(buyer, '40.00')
  await pass(it, { hours: 24 * 30 })
  const { key } = buyer.merchant
  const { body } = await call(it, 'listTopups', { key, params: { id: buyer.customerId } })
  assert.equal(body.data[0].status, 'cancelled')
  assert.equal(body.data[0].paymentUrl, undefined)
})

test('a top-up has limits, a currency that the merchant sells in, and a customer of its own', async () => {
  const buyer = await givenOne()
  for (const amount of ['0.99', '5000.01', '1.001']) {
    const { status, body } = await topUp(buyer, amount)
    assert.equal(status, 400)
    assert.equal(body.errors[0].field, 'amount')
  }
  assert.equal((await topUp(buyer, '10.00', 'JPY')).body.errors[0].field, 'currency')
  assert.equal((await topUp(buyer, '10.00', 'XXX')).body.errors[0].field, 'currency')
  const stranger = { ...buyer, customerId: (await givenOne()).customerId }
  const never = { ...buyer, customerId: newId('customer') }
  assert.equal((await topUp(stranger, '10.00')).status, 404)
  assert.deepEqual((await topUp(stranger, '10.00')).body, (await topUp(never, '10.00')).body)
  assert.deepEqual((await giveBack(stranger)).body, (await giveBack(never)).body)
})

test('unused money goes back through the newest payments first', async () => {
  const buyer = await givenOne()
  await paidUp(buyer, '10.00')
  await paidUp(buyer, '20.00')
  const { status, body } = await giveBack(buyer, '25.00')
  assert.equal(status, 201)
  assert.equal(body.status, 'pending')
  assert.equal(body.amount, '25.00')
  assert.equal(body.reason, 'Leaving')
  assert.equal(await fundsOf(buyer), 5n * 10n ** 9n)
  const sent = (await refundsOf(buyer)).map(({ amount }) => Number(amount))
  assert.deepEqual(sent, [20, 5])

  await runDueWork(it)
  assert.equal((await balancesOf(it, buyer.merchant))['refunds_in_transit'], '25')
  await pass(it, { minutes: 1 })
  assert.deepEqual(await balancesOf(it, buyer.merchant), {
    funds: '5',
    provider_clearing: '-5',
  })
  const [back] = await within(buyer, ({ db }) =>
    db.selectFrom('tally.funds_returns').select('status').execute(),
  )
  assert.equal(back?.status, 'succeeded')
})

test('more than there is does not go back, nor what no payment brought', async () => {
  const buyer = await givenOne()
  assert.equal((await giveBack(buyer)).body.code, 'INSUFFICIENT_FUNDS')
  await paidUp(buyer, '10.00')
  assert.equal((await giveBack(buyer, '10.01')).body.code, 'INSUFFICIENT_FUNDS')
  const gift = {
    debit: single('write_offs', usd),
    credit: ofCustomer('funds', buyer.customerId, usd),
  }
  await within(buyer, (ctx) =>
    post(ctx, entry('dispute.accepted', 'gift', [{ ...gift, nanos: 5n * 10n ** 9n }])),
  )
  assert.equal((await giveBack(buyer, '12.00')).body.code, 'INSUFFICIENT_FUNDS')
  const all = await giveBack(buyer)
  assert.equal(all.body.amount, '10.00')
  assert.equal((await giveBack(buyer)).body.code, 'INSUFFICIENT_FUNDS')
  assert.equal(await fundsOf(buyer), 5n * 10n ** 9n)
})

test('of two returns of everything at once one finds nothing left', async () => {
  const buyer = await givenOne()
  await paidUp(buyer, '10.00')
  const replies = await Promise.all([giveBack(buyer), giveBack(buyer), giveBack(buyer)])
  assert.deepEqual(replies.map(({ status }) => status).sort(), [201, 400, 400])
  assert.equal(await fundsOf(buyer), 0n)
})

test('what the provider cannot send back is the customer’s again', async () => {
  const buyer = await givenOne()
  await paidUp(buyer, '10.00')
  await giveBack(buyer, '4.00')
  const [refund] = await refundsOf(buyer)
  assert.ok(refund)
  const news = { reference: 'x', idempotencyKey: refund.refund_id, status: 'failed' } as const
  await within(buyer, (ctx) => recordRefund(ctx, {}, news))
  await within(buyer, (ctx) => recordRefund(ctx, {}, news))
  assert.equal(await fundsOf(buyer), 10n * 10n ** 9n)
  assert.deepEqual(await factsOf(it, buyer.merchant), [
    'topup.paid',
    'funds.returned',
    'funds.return_failed',
  ])
  assert.equal((await giveBack(buyer)).body.amount, '10.00')
})

test('a dispute takes what is unspent from the customer, the rest and the fee from the merchant', async () => {
  const buyer = await givenOne()
  await paidUp(buyer, '10.00', 'disputed')
  await setAside(buyer, 4n)
  await pass(it, { minutes: 1 })
  assert.deepEqual(await balancesOf(it, buyer.merchant), {
    holds: '4',
    merchant_balance: '-19',
    merchant_reserve: '10',
    provider_clearing: '15',
    refunds_in_transit: '-10',
  })
  assert.equal((await giveBack(buyer)).body.code, 'INSUFFICIENT_FUNDS')
})
