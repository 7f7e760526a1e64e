import assert from 'node:assert/strict'
import { subscribe } from 'node:diagnostics_channel'
import { registerHooks } from 'node:module'
import { test } from 'node:test'

/** Every module that is loaded, from before the first one of the product. */
const loaded: string[] = []
registerHooks({
  resolve: (name, context, next) => {
    const found = next(name, context)
    loaded.push(found.url)
    return found
  },
})
const requests: unknown[] = []
subscribe('http.client.request.start', (message) => requests.push(message))
subscribe('undici:request:create', (message) => requests.push(message))

const { product, call, givenMerchant } = await import('../harness/product.ts')
const { payAt } = await import('../harness/checkout.ts')
const { pass } = await import('../harness/due.ts')
const it = product()

test('without keys nothing of Stripe is loaded or contacted, whatever is paid', async () => {
  const { key } = await givenMerchant(it)
  const body = { amount: '25.00', currency: 'USD' }
  const { body: payment } = await call(it, 'createPayment', { key, body })
  assert.equal((await payAt(it, payment.paymentUrl)).body.status, 'completed')
  await pass(it, { minutes: 2 })
  assert.equal((await it.http.inject({ method: 'POST', url: '/webhooks/stripe' })).statusCode, 404)

  assert.ok(loaded.some((url) => url.includes('/payments/providers/sandbox/')))
  assert.deepEqual(
    loaded.filter((url) => url.includes('/node_modules/stripe/')),
    [],
  )
  assert.deepEqual(requests, [])
})

test('with keys it is loaded, but not before somebody pays', async () => {
  const { openStripe } = await import('../../src/payments/providers/stripe/client.ts')
  assert.ok(!loaded.some((url) => url.includes('/node_modules/stripe/')))
  await openStripe({ secretKey: 'sk_test_nobody', url: 'http://127.0.0.1:9' })
  assert.ok(loaded.some((url) => url.includes('/node_modules/stripe/')))
})
