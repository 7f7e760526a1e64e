import assert from 'node:assert/strict'
import { test } from 'node:test'
import { balancesOf } from './harness/books.ts'
import { givenFee, givenMetric, givenPlan, givenPrice, givenProduct } from './harness/catalog.ts'
import { payAt } from './harness/checkout.ts'
import { givenCustomer } from './harness/customers.ts'
import { call, givenMerchant, product } from './harness/product.ts'

const it = product()

type Wish = {
  readonly currency: string
  readonly unitPrice: string
  readonly fee: string
  readonly prefund: string
  readonly taxBehavior: 'exclusive' | 'inclusive'
}

/** A merchant that sells in one currency, and a customer who subscribes: a fee with 10 % tax, a metered price, funds. */
async function given({ currency, unitPrice, fee, prefund, taxBehavior }: Wish) {
  const merchant = await givenMerchant(it)
  const { key, organizationId } = merchant
  const patch = await call(it, 'updateOrganization', {
    key,
    params: { id: organizationId },
    body: { supportedCurrencies: [currency] },
  })
  assert.equal(patch.status, 200, JSON.stringify(patch.body))
  const { productId } = await givenProduct(it, merchant)
  const { billableMetricId } = await givenMetric(it, merchant, { productId })
  const { feeId } = await givenFee(it, merchant, productId)
  const metered = { billableMetricId, properties: { unitPrice } }
  const once = {
    feeId,
    model: undefined,
    paymentTerm: 'in_advance',
    billingCadence: 'P0D',
    properties: { unitPrice: fee },
  }
  const prices = []
  for (const price of [metered, once]) prices.push((await givenPrice(it, merchant, price)).priceId)
  const terms = { productId, prices, currency, taxBehavior, defaultTaxRate: 10 }
  const { planId } = await givenPlan(it, merchant, terms)
  const customerId = await givenCustomer(it, merchant)
  const startedAt = it.clock.now.toString()
  const body = { name: 'Pro', planId, startedAt, customerId, prefundAmount: prefund }
  const { body: subscription, status } = await call(it, 'createSubscription', { key, body })
  assert.equal(status, 201, JSON.stringify(subscription))
  return { merchant, billableMetricId, customerId, subscription }
}

type Given = Awaited<ReturnType<typeof given>>

async function use({ merchant, billableMetricId, customerId }: Given, quantity: number) {
  const { key, organizationId: merchantId } = merchant
  return call(it, 'createUsageEvent', {
    key,
    body: {
      merchantId,
      customerId,
      idempotencyKey: 'one',
      timestamp: it.clock.now.toString(),
      properties: [{ billableMetricId, quantity }],
    },
  })
}

test('yen have no decimals, on the page, on the invoice and in what goes back', async () => {
  const one = await given({
    currency: 'JPY',
    unitPrice: '0.3',
    fee: '99',
    prefund: '150.5',
    taxBehavior: 'exclusive',
  })
  const { payment } = one.subscription
  assert.equal(payment.amount, '260')
  assert.deepEqual(payment.breakdown, { upfrontCharges: '109', walletCharge: '151' })
  assert.equal((await payAt(it, payment.checkoutUrl)).body.status, 'completed')
  const { body } = await use(one, 7)
  assert.deepEqual(
    [body.billing.price, body.billing.totalTax, body.billing.totalAmount],
    [2_100_000_000, 210_000_000, 2_310_000_000],
  )
  const { key } = one.merchant
  const params = { id: one.customerId }
  const back = await call(it, 'createFundsReturn', { key, params, body: { currency: 'JPY' } })
  assert.equal(back.body.amount, '148')
  assert.equal((await balancesOf(it, one.merchant))['funds'], '0.69')
})

test('dinars have three decimals, and prices may contain their tax', async () => {
  const one = await given({
    currency: 'KWD',
    unitPrice: '0.001',
    fee: '1.0005',
    prefund: '2.0001',
    taxBehavior: 'inclusive',
  })
  const { payment } = one.subscription
  assert.deepEqual(payment.breakdown, { upfrontCharges: '1.001', walletCharge: '2.001' })
  assert.equal((await payAt(it, payment.checkoutUrl)).body.amount, '3.002')
  const { tax_payable: tax, merchant_balance: earned } = await balancesOf(it, one.merchant)
  assert.deepEqual([tax, earned], ['0.091', '0.91'])
  const { body } = await use(one, 1000)
  assert.equal(body.billing.totalAmount, 1_000_000_000)
  assert.equal(body.billing.totalTax, 90_909_091)
})
