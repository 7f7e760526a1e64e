import { insertMetric } from './catalog/billable-metrics/store.ts'
import { createPlan } from './catalog/plans/create-plan.ts'
import { createPrice } from './catalog/prices/create-price.ts'
import { insertProduct, listProducts } from './catalog/products/store.ts'
import type { Ctx } from './platform/ctx.ts'
import { newId } from './platform/ids.ts'

/** What the sandbox's merchant sells from the start: a metered API, charged as it is used. */
const offer = {
  product: { name: 'Assistant API', description: 'A language model behind an API.', metadata: {} },
  metrics: [
    { name: 'Context tokens', description: 'Tokens that were read.', unitPrice: '0.0000025' },
    { name: 'Generated tokens', description: 'Tokens that were written.', unitPrice: '0.00001' },
  ],
  plan: { name: 'Pay as you go', description: 'Each token is charged when it is used.' },
} as const

/** Gives a merchant something to sell; one that sells anything already keeps what it has. */
export async function seedCatalog(ctx: Ctx): Promise<void> {
  const { total } = await listProducts(ctx, { limit: 1, offset: 0 })
  if (total > 0) return
  const product = await insertProduct(ctx, newId('product'), offer.product)
  const prices: string[] = []
  for (const metric of offer.metrics) prices.push(await seedPrice(ctx, product.id, metric))
  await createPlan(ctx, {
    ...offer.plan,
    productId: product.id,
    currency: 'USD',
    billingVersion: 0,
    prices,
  })
}

async function seedPrice(
  ctx: Ctx,
  productId: string,
  { name, description, unitPrice }: (typeof offer.metrics)[number],
): Promise<string> {
  const metric = await insertMetric(ctx, newId('billableMetric'), {
    productId,
    name,
    description,
    unit: 'token',
    aggregation: 'SUM',
    eventType: undefined,
    valueProperty: undefined,
    groupBy: undefined,
    eventFrom: undefined,
  })
  const price = await createPrice(ctx, {
    billableMetricId: metric.id,
    model: 'standard',
    properties: { unitPrice },
    paymentTerm: 'instant',
    invoiceDisplayName: name,
  })
  return price.id
}
