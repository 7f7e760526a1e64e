import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asSystem } from '../../../test/harness/acting.ts'
import { pay } from '../../../test/harness/checkout.ts'
import { givenCustomer } from '../../../test/harness/customers.ts'
import { pass } from '../../../test/harness/due.ts'
import { linkOf, tokenOf } from '../../../test/harness/links.ts'
import { chargesAt } from '../../../test/harness/owing.ts'
import { call, product } from '../../../test/harness/product.ts'
import { givenShop } from '../../../test/harness/standard.ts'
import { collecting } from '../../wiring.ts'
import { cancelTopups } from '../topups/cancel-topups.ts'
import { startCharge } from './start-charge.ts'

const it = product()

test('a stored method is not charged for what was cancelled before the provider had heard of it', async () => {
  const shop = await givenShop(it)
  const { key } = shop
  const customerId = await givenCustomer(it, shop)
  const params = { id: customerId }
  const { body: setup } = await call(it, 'createCustomerPaymentMethod', { key, params })
  assert.equal((await pay(it, await tokenOf(it, setup.url), 'succeeds')).status, 200)
  const body = { amount: '25.00', currency: 'USD' }
  const { body: topup } = await call(it, 'createTopup', { key, params, body })
  const { id: sessionId } = linkOf(topup.paymentUrl)

  // Written down; then the process dies, and nobody wants it any more.
  const outside = collecting(it.installation)
  const charge = await asSystem(it, shop, (ctx) => startCharge(ctx, outside, sessionId))
  assert.ok(charge && 'order' in charge)
  await asSystem(it, shop, (ctx) => cancelTopups(ctx, customerId))
  await pass(it, { minutes: 5 })
  assert.deepEqual(await chargesAt(it, shop), [])
})
