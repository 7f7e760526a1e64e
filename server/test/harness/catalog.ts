import assert from 'node:assert/strict'
import { call, type Party, type Product } from './product.ts'

/** Calls that must succeed: what a test arranges before it looks at what it is about. */
export async function made(
  of: Product,
  name: string,
  { key, body }: { readonly key: string; readonly body: unknown },
  // biome-ignore lint/suspicious/noExplicitAny: tests look into replies freely; the edge has checked them.
): Promise<any> {
  const reply = await call(of, name, { key, body })
  assert.ok(reply.status === 201 || reply.status === 200, JSON.stringify(reply.body))
  return reply.body
}

type Merchant = Pick<Party, 'key' | 'organizationId'>

export async function givenProduct(of: Product, { key, organizationId }: Merchant) {
  const body = { merchantId: organizationId, name: 'Model API', description: 'Tokens' }
  const { id } = await made(of, 'createProduct', { key, body })
  return { productId: id as string }
}

/** A metric fed with quantities, as instant usage reports them. */
export async function givenMetric(
  of: Product,
  { key, organizationId }: Merchant,
  { productId, ...more }: { readonly productId: string; readonly [field: string]: unknown },
): Promise<{ readonly billableMetricId: string }> {
  const body = {
    merchantId: organizationId,
    productId,
    name: 'Tokens',
    description: 'Tokens read',
    unit: 'token',
    aggregation: 'SUM',
    ...more,
  }
  const { id } = await made(of, 'createBillableMetric', { key, body })
  return { billableMetricId: id }
}

export async function givenFee(
  of: Product,
  { key, organizationId }: Merchant,
  productId: string,
): Promise<{ readonly feeId: string }> {
  const body = { merchantId: organizationId, productId, name: 'Setup', description: 'Once' }
  const { id } = await made(of, 'createFee', { key, body })
  return { feeId: id }
}

/** An instant standard price of 0.01 for a metric, unless told otherwise. */
export async function givenPrice(
  of: Product,
  { key }: Merchant,
  price: Readonly<Record<string, unknown>>,
): Promise<{ readonly priceId: string }> {
  const body = {
    model: 'standard',
    invoiceDisplayName: 'Tokens',
    paymentTerm: 'instant',
    properties: { unitPrice: '0.01' },
    ...price,
  }
  const { id } = await made(of, 'createPrice', { key, body })
  return { priceId: id }
}

/** A plan in USD that may hold instant prices. */
export async function givenPlan(
  of: Product,
  { key, organizationId }: Merchant,
  plan: Readonly<Record<string, unknown>>,
): Promise<{ readonly planId: string }> {
  const body = {
    merchantId: organizationId,
    name: 'Pay as you go',
    currency: 'USD',
    billingVersion: 0,
    ...plan,
  }
  const { id } = await made(of, 'createPlan', { key, body })
  return { planId: id }
}

/** A merchant's whole offer: one product, one metric at an instant price, one plan. */
export async function givenInstantPlan(of: Product, merchant: Merchant, unitPrice = '0.01') {
  const { productId } = await givenProduct(of, merchant)
  const { billableMetricId } = await givenMetric(of, merchant, { productId })
  const price = { billableMetricId, properties: { unitPrice } }
  const { priceId } = await givenPrice(of, merchant, price)
  const { planId } = await givenPlan(of, merchant, { productId, prices: [priceId] })
  return { productId, billableMetricId, priceId, planId }
}
