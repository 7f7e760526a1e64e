import { insertMetric } from './catalog/billable-metrics/store.ts'
import { insertFee } from './catalog/fees/store.ts'
import { createPlan } from './catalog/plans/create-plan.ts'
import { createPrice } from './catalog/prices/create-price.ts'
import { insertProduct, listProducts } from './catalog/products/store.ts'
import { followMetric } from './metering/follow-metric.ts'
import type { Ctx } from './platform/ctx.ts'
import { newId } from './platform/ids.ts'

/** What the sandbox's merchant sells from the start: a metered API, charged as it is used or by invoice. */
const offer = {
  product: { name: 'Assistant API', description: 'A language model behind an API.', metadata: {} },
  eventType: 'llm.call',
  metrics: [
    {
      name: 'Context tokens',
      description: 'Tokens that were read.',
      valueProperty: '$.contextTokens',
      unitPrice: '0.0000025',
    },
    {
      name: 'Generated tokens',
      description: 'Tokens that were written.',
      valueProperty: '$.generatedTokens',
      unitPrice: '0.00001',
    },
  ],
  fee: { name: 'Platform access', description: 'Access for a month.', unitPrice: '49.00' },
  instant: { name: 'Pay as you go', description: 'Each token is charged when it is used.' },
  standard: {
    name: 'Standard',
    description: 'A month of access in advance, tokens on the invoice after it.',
  },
} as const

type Metric = (typeof offer.metrics)[number]

/** Gives a merchant something to sell; one that sells anything already keeps what it has. */
export async function seedCatalog(ctx: Ctx): Promise<void> {
  const { total } = await listProducts(ctx, { limit: 1, offset: 0 })
  if (total > 0) return
  const { id: productId } = await insertProduct(ctx, newId('product'), offer.product)
  const instant: string[] = []
  const standard: string[] = [await seedFee(ctx, productId)]
  for (const metric of offer.metrics) {
    const billableMetricId = await seedMetric(ctx, productId, metric)
    instant.push(await seedPrice(ctx, billableMetricId, { ...metric, paymentTerm: 'instant' }))
    standard.push(await seedPrice(ctx, billableMetricId, { ...metric, paymentTerm: 'in_arrears' }))
  }
  const plan = { productId, currency: 'USD' }
  await createPlan(ctx, { ...offer.instant, ...plan, billingVersion: 0, prices: instant })
  await createPlan(ctx, { ...offer.standard, ...plan, billingVersion: 1, prices: standard })
}

async function seedFee(ctx: Ctx, productId: string): Promise<string> {
  const { name, description, unitPrice } = offer.fee
  const fee = await insertFee(ctx, newId('fee'), { productId, name, description })
  const price = await createPrice(ctx, {
    feeId: fee.id,
    properties: { unitPrice },
    paymentTerm: 'in_advance',
    billingCadence: 'P1M',
    invoiceDisplayName: name,
  })
  return price.id
}

async function seedMetric(ctx: Ctx, productId: string, metric: Metric): Promise<string> {
  const { name, description, valueProperty } = metric
  const inserted = await insertMetric(ctx, newId('billableMetric'), {
    productId,
    name,
    description,
    unit: 'token',
    aggregation: 'SUM',
    eventType: offer.eventType,
    valueProperty,
    groupBy: undefined,
    eventFrom: undefined,
  })
  await followMetric(ctx, inserted)
  return inserted.id
}

async function seedPrice(
  ctx: Ctx,
  billableMetricId: string,
  terms: Metric & { readonly paymentTerm: 'instant' | 'in_arrears' },
): Promise<string> {
  const { id } = await createPrice(ctx, {
    billableMetricId,
    model: 'standard',
    properties: { unitPrice: terms.unitPrice },
    paymentTerm: terms.paymentTerm,
    invoiceDisplayName: terms.name,
  })
  return id
}
