import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fundsIn } from '../../test/harness/books.ts'
import { payAt } from '../../test/harness/checkout.ts'
import { runDueWork } from '../../test/harness/due.ts'
import { givenViewer } from '../../test/harness/links.ts'
import { call, product } from '../../test/harness/product.ts'
import { givenSeller, subscribe } from '../../test/harness/subscribed.ts'

const it = product()
const terms = { threshold: '10.00', amount: '25.00', monthlyLimit: '50.00' }

/** Somebody with a portal link, and a card that was stored. */
async function given() {
  const seller = await givenSeller(it)
  const { id, customerId } = (await subscribe(it, seller)).body
  const { key, organizationId } = seller
  const params = { id: customerId as string }
  const { body } = await call(it, 'createCustomerPaymentMethod', { key, params })
  await payAt(it, body.url)
  return { seller, key, organizationId, params, token: await givenViewer(it, seller, id) }
}

test('the holder of a link says how the funds fill up, in the currency of the subscription, and it happens', async () => {
  const { seller, key, params, token } = await given()
  const before = await call(it, 'getPortalAutoTopUp', { key: token })
  const none = { object: 'autoTopUp', enabled: false, currency: 'USD', chargedThisMonth: '0.00' }
  assert.deepEqual(before.body, none)

  const set = await call(it, 'setPortalAutoTopUp', { key: token, body: terms })
  assert.equal(set.status, 200)
  await runDueWork(it)
  assert.equal(await fundsIn(it, seller, params.id), 25_000_000_000n)
  const shown = (await call(it, 'getPortalAutoTopUp', { key: token })).body
  assert.deepEqual(shown, { ...none, enabled: true, ...terms, chargedThisMonth: '25.00' })
  assert.deepEqual((await call(it, 'getAutoTopUp', { key, params })).body, shown)

  assert.equal((await call(it, 'deletePortalAutoTopUp', { key: token })).status, 204)
  const off = (await call(it, 'getPortalAutoTopUp', { key: token })).body
  assert.deepEqual(off, { ...shown, enabled: false })
})

test('what the merchant does not let its customers do is refused at once, and reading it is not', async () => {
  const { key, organizationId, token } = await given()
  const body = { customersMay: { topUp: false } }
  const allowed = { key, params: { id: organizationId }, body }
  assert.equal((await call(it, 'updatePortalSettings', allowed)).status, 200)
  for (const name of ['setPortalAutoTopUp', 'deletePortalAutoTopUp']) {
    const reply = await call(it, name, {
      key: token,
      ...(name.startsWith('set') && { body: terms }),
    })
    assert.equal(reply.status, 403, name)
  }
  assert.equal((await call(it, 'getPortalAutoTopUp', { key: token })).status, 200)
})

test('whose customer it is not reads, sets and deletes nothing', async () => {
  const { params } = await given()
  const { key } = await givenSeller(it)
  for (const name of ['getAutoTopUp', 'setAutoTopUp', 'deleteAutoTopUp']) {
    const body = name.startsWith('set') ? { body: { ...terms, currency: 'USD' } } : {}
    assert.equal((await call(it, name, { key, params, ...body })).status, 404, name)
  }
})
