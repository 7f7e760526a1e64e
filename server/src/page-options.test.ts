import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenPages, pathOf, show } from '../test/harness/pages.ts'
import { call, givenMerchant, type Product, product } from '../test/harness/product.ts'

const sandbox = product()
const stripe = product({
  config: {
    stripe: {
      secretKey: 'sk_test_1',
      publishableKey: 'pk_test_1',
      webhookSecrets: ['whsec_1'],
      // Nothing is asked of it here.
      url: 'http://localhost:1',
    },
  },
})

async function policies(of: Product): Promise<Readonly<Record<string, string>>> {
  const pages = await givenPages(of)
  const { key } = await givenMerchant(of)
  const body = { amount: '5.00', currency: 'USD' }
  const payment = await call(of, 'createPayment', { key, body })
  const path = pathOf(payment.body.checkoutUrl ?? payment.body.paymentUrl)
  const policyOf = async (page: string) =>
    String((await show(pages, page)).headers['content-security-policy'])
  const seen = { start: await policyOf('/'), checkout: await policyOf(path) }
  await pages.close()
  return seen
}

test('without Stripe no page may reach anybody else', async () => {
  for (const policy of Object.values(await policies(sandbox))) {
    assert.doesNotMatch(policy, /stripe|https?:/)
  }
})

test('with Stripe the pages where money moves may reach it, and the others may not', async () => {
  const { start, checkout = '' } = await policies(stripe)
  assert.doesNotMatch(start ?? '', /stripe/)
  assert.match(checkout, /script-src 'self' 'nonce-[\w-]+' https:\/\/js\.stripe\.com https:\/\/\*/)
  assert.match(checkout, /connect-src 'self' https:\/\/api\.stripe\.com;/)
  assert.match(checkout, /frame-src https:\/\/js\.stripe\.com .*https:\/\/hooks\.stripe\.com;/)
  assert.match(checkout, /require-trusted-types-for 'script'; frame-ancestors 'none'$/)
})
