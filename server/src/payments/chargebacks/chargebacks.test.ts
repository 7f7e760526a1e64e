import assert from 'node:assert/strict'
import { test } from 'node:test'
import { balancesOf, factsOf } from '../../../test/harness/books.ts'
import { pay } from '../../../test/harness/checkout.ts'
import { givenCustomer } from '../../../test/harness/customers.ts'
import { pass } from '../../../test/harness/due.ts'
import { tokenOf } from '../../../test/harness/links.ts'
import { call, givenMerchant, product } from '../../../test/harness/product.ts'

const it = product()

async function givenTopup(outcome: Parameters<typeof pay>[2]) {
  const merchant = await givenMerchant(it)
  const { key } = merchant
  const params = { id: await givenCustomer(it, merchant) }
  const body = { amount: '10.00', currency: 'USD' }
  const topup = await call(it, 'createTopup', { key, params, body })
  await pay(it, await tokenOf(it, topup.body.paymentUrl), outcome)
  const giveBack = async () =>
    (await call(it, 'createFundsReturn', { key, params, body: { currency: 'USD' } })).body
  return { merchant, giveBack }
}

test('a dispute that is won gives everything back but the fee, and the money can be returned again', async () => {
  const { merchant, giveBack } = await givenTopup('disputed_won')
  await pass(it, { minutes: 1 })
  assert.equal((await giveBack()).code, 'INSUFFICIENT_FUNDS')
  await pass(it, { minutes: 1 })
  assert.deepEqual(await balancesOf(it, merchant), {
    funds: '10',
    merchant_balance: '-15',
    provider_clearing: '5',
  })
  assert.equal((await giveBack()).amount, '10.00')
})

test('a dispute that is lost leaves the money with the payer, and nothing set aside', async () => {
  const { merchant, giveBack } = await givenTopup('disputed_lost')
  await pass(it, { minutes: 2 })
  assert.deepEqual(await balancesOf(it, merchant), {
    merchant_balance: '-15',
    provider_clearing: '15',
  })
  assert.deepEqual(await factsOf(it, merchant), [
    'topup.paid',
    'chargeback.opened',
    'chargeback.lost',
  ])
  assert.equal((await giveBack()).code, 'INSUFFICIENT_FUNDS')
})
