import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asSystem } from '../../../test/harness/acting.ts'
import { cardThat } from '../../../test/harness/checkout.ts'
import { givenCustomer } from '../../../test/harness/customers.ts'
import { pass, runDueWork } from '../../../test/harness/due.ts'
import { tokenOf } from '../../../test/harness/links.ts'
import { chargesAt } from '../../../test/harness/owing.ts'
import { call, product } from '../../../test/harness/product.ts'
import { givenShop } from '../../../test/harness/standard.ts'
import { noteTopupFailure } from './note-outcome.ts'
import { stopAfterDispute } from './stop-after-dispute.ts'
import { findAutoTopup } from './store.ts'

const it = product()

/** A customer without funds whose method is being charged for them: the answer takes its time. */
async function given() {
  const shop = await givenShop(it)
  const { key } = shop
  const customerId = await givenCustomer(it, shop)
  const params = { id: customerId }
  const { body: setup } = await call(it, 'createCustomerPaymentMethod', { key, params })
  await call(it, 'payCheckout', {
    key: await tokenOf(it, setup.url),
    body: { card: cardThat('delayed') },
  })
  await pass(it, { minutes: 5 })
  const terms = { threshold: '10.00', amount: '25.00', monthlyLimit: '100.00', currency: 'USD' }
  const set = () => call(it, 'setAutoTopUp', { key, params, body: terms })
  assert.equal((await set()).status, 200)
  await runDueWork(it)
  return {
    set,
    disputed: () => asSystem(it, shop, (ctx) => stopAfterDispute(ctx, customerId)),
    /** Its bank says no to the charge that is on its way. */
    fails: () =>
      asSystem(it, shop, async (ctx) => {
        const { topupId: entityId } = (await findAutoTopup(ctx, customerId)) ?? {}
        assert.ok(entityId)
        await noteTopupFailure(ctx, { sessionId: '', entityId, failureCode: 'card_declined' })
      }),
    get: async () => (await call(it, 'getAutoTopUp', { key, params })).body,
    charges: async () => (await chargesAt(it, shop)).length,
  }
}

test('a dispute while a charge is on its way stops what comes after it, when that charge arrives', async () => {
  const { set, disputed, get, charges } = await given()
  assert.equal(await charges(), 1)
  await disputed()
  await pass(it, { hours: 24 * 40 })
  assert.equal((await get()).stoppedReason, 'payment_disputed')
  assert.equal(await charges(), 1)
  assert.equal((await set()).body.stoppedReason, undefined)
})

test('a dispute while a charge is on its way stops what comes after it, when that charge fails', async () => {
  const { disputed, fails, get } = await given()
  await disputed()
  await fails()
  const { stoppedReason, nextRetryAt } = await get()
  assert.deepEqual([stoppedReason, nextRetryAt], ['payment_disputed', undefined])
})
