import { sql } from 'kysely'
import type { Ctx } from '../../src/platform/ctx.ts'
import { newId } from '../../src/platform/ids.ts'
import { transact } from '../../src/platform/workspace.ts'
import { asApp } from './acting.ts'
import { givenFunds } from './books.ts'
import { givenMerchant, givenOrganization, type Party, type Product } from './product.ts'

export type GivenPrice = {
  readonly model: 'standard' | 'dynamic' | 'volume' | 'percentage'
  readonly properties: Readonly<Record<string, unknown>>
  readonly paymentTerm?: 'instant' | 'in_arrears'
}

/** A merchant with a plan of metered prices, one metric each. */
export type Metered = Party & {
  readonly planId: string
  readonly productId: string
  readonly metricIds: readonly string[]
}

export type PlanOptions = {
  readonly prices: readonly GivenPrice[]
  readonly currency?: string
  readonly taxRate?: string
  readonly taxBehavior?: 'exclusive' | 'inclusive'
}

export const standard = (unitPrice: string): GivenPrice => ({
  model: 'standard',
  properties: { unitPrice },
})

export async function givenMetered(of: Product, options: PlanOptions): Promise<Metered> {
  return givenPlan(of, await givenMerchant(of), options)
}

export async function givenPlan(of: Product, party: Party, options: PlanOptions): Promise<Metered> {
  const planId = newId('plan')
  const productId = newId('product')
  const metricIds = options.prices.map(() => newId('billableMetric'))
  await asApp(of, party, async (ctx) => {
    const stamp = { created_at: ctx.now, updated_at: ctx.now }
    const own = { merchant_id: ctx.organizationId, details: Buffer.alloc(0), ...stamp }
    await ctx.db
      .insertInto('tally.products')
      .values({ ...own, product_id: productId, name: 'Product' })
      .execute()
    await ctx.db
      .insertInto('tally.plans')
      .values({
        ...own,
        plan_id: planId,
        product_id: productId,
        name: 'Plan',
        currency: options.currency ?? 'USD',
        billing_cadence: 'P1M',
        billing_version: 0,
        default_tax_code: 'none',
        default_tax_rate: options.taxRate ?? '0',
        tax_behavior: options.taxBehavior ?? 'exclusive',
        renewal_reminder_enabled: false,
        renewal_reminder_days: 0,
        stable_price_ids: false,
      })
      .execute()
    for (const [position, price] of options.prices.entries()) {
      const metricId = metricIds[position] ?? ''
      await givenPrice(ctx, { planId, productId, metricId, position, ...price })
    }
  })
  return { ...party, planId, productId, metricIds }
}

async function givenPrice(
  ctx: Ctx,
  price: GivenPrice & { planId: string; productId: string; metricId: string; position: number },
) {
  const own = { merchant_id: ctx.organizationId, created_at: ctx.now, updated_at: ctx.now }
  const priceId = newId('price')
  await ctx.db
    .insertInto('tally.billable_metrics')
    .values({
      ...own,
      billable_metric_id: price.metricId,
      product_id: price.productId,
      name: 'Metric',
      unit: 'unit',
      aggregation: 'SUM',
      details: Buffer.alloc(0),
    })
    .execute()
  await ctx.db
    .insertInto('tally.prices')
    .values({
      ...own,
      price_id: priceId,
      billable_metric_id: price.metricId,
      model: price.model,
      properties: JSON.stringify(price.properties),
      payment_term: price.paymentTerm ?? 'instant',
      invoice_display_name: 'Price',
    })
    .execute()
  await ctx.db
    .insertInto('tally.plan_prices')
    .values({
      merchant_id: ctx.organizationId,
      plan_id: price.planId,
      position: price.position,
      price_id: priceId,
    })
    .execute()
}

export type Customer = { readonly customerId: string; readonly subscriptionId: string }

export type CustomerOptions = {
  readonly funds?: string
  readonly taxRates?: Readonly<Record<string, string>>
  readonly taxExempt?: boolean
  readonly startedAt?: Temporal.Instant
  readonly currency?: string
}

/** A customer with an active subscription to the plan, and funds. */
export async function givenSubscriber(
  of: Product,
  merchant: Metered,
  options: CustomerOptions = {},
): Promise<Customer> {
  const customerId = newId('customer')
  const subscriptionId = newId('subscription')
  const consumerId = newId('organization')
  await asApp(of, merchant, async (ctx) => {
    const startedAt = options.startedAt ?? ctx.now.subtract({ hours: 24 })
    const stamp = { created_at: ctx.now, updated_at: ctx.now }
    const own = { merchant_id: ctx.organizationId, details: Buffer.alloc(0), ...stamp }
    await ctx.db
      .insertInto('tally.customers')
      .values({
        ...own,
        customer_id: customerId,
        consumer_id: consumerId,
        tax_rates: JSON.stringify(options.taxRates ?? {}),
      })
      .execute()
    await ctx.db
      .insertInto('tally.subscriptions')
      .values({
        ...own,
        subscription_id: subscriptionId,
        customer_id: customerId,
        consumer_id: consumerId,
        plan_id: merchant.planId,
        product_id: merchant.productId,
        status: 'active',
        currency: options.currency ?? 'USD',
        billing_cadence: 'P1M',
        anchor: startedAt,
        started_at: startedAt,
        period_start: startedAt,
        period_end: startedAt.add({ hours: 24 * 30 }),
        plan_since: startedAt,
        terms: '{}',
        auto_charge: false,
        tax_exempt: options.taxExempt ?? false,
        payment_term_days: 0,
      })
      .execute()
  })
  if (options.funds) await givenFunds(of, merchant, { customerId, amount: options.funds })
  return { customerId, subscriptionId }
}

const platforms = new WeakMap<Product, Promise<Party>>()

type Fee = {
  /** 2 is 2 %. */
  readonly percent: string
  /** Per paid invoice and one-off payment, by currency. */
  readonly fixed?: Readonly<Record<string, string>>
}

/** What the platform takes of the merchant's sales. */
export async function givenPlatformFee(
  of: Product,
  party: Party,
  { percent, fixed = {} }: Fee,
): Promise<void> {
  const founding = platforms.get(of) ?? givenOrganization(of, 'platform')
  platforms.set(of, founding)
  const platform = await founding
  const { workspace } = of.installation
  const principal = {
    role: 'tally_platform' as const,
    scope: { organizationId: platform.organizationId },
    actor: { kind: 'system' as const, id: 'tests' },
    permissions: new Set<never>(),
  }
  await transact(workspace, principal, async ({ db, now }) => {
    const terms = JSON.stringify(fixed)
    await sql`select tally.set_merchant_terms(${party.organizationId}, ${percent}, ${terms}, ${now})`.execute(
      db,
    )
  })
}
