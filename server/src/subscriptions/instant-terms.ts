import { assert } from '@tallystick/core/assert.ts'
import type { TaxRates } from '@tallystick/core/invoicing/tax-rate.ts'
import type { Decimal } from '@tallystick/core/money/decimal.ts'
import type { Currency } from '@tallystick/core/money/money.ts'
import {
  type PriceModel,
  type PriceSpec,
  parsePriceProperties,
} from '@tallystick/core/pricing/price.ts'
import type { LineTax } from '@tallystick/core/taxes/vat.ts'
import { sql } from 'kysely'
import { taxSeller } from '../access/billing-settings/tax-seller.ts'
import { openTaxRates } from '../customers/tax-rates.ts'
import type { Ctx } from '../platform/ctx.ts'
import { currencyOf, decimalOf } from '../platform/db/amounts.ts'
import { instantTaxes } from './instant-taxes.ts'

/** What an active subscription says about usage that is charged on arrival. */
export type InstantTerms = {
  readonly subscriptionId: string
  readonly customerId: string
  readonly consumerId: string
  readonly planId: string
  readonly currency: Currency
  readonly anchor: Temporal.Instant
  readonly cadence: string
  readonly startedAt: Temporal.Instant
  readonly taxExempt: boolean
  readonly customerRates: TaxRates
  /** What the tax provider says today; undefined where it does not know. */
  readonly providedTax: LineTax | undefined
  readonly planRate: Decimal
  readonly taxBehavior: 'exclusive' | 'inclusive'
  /** By billable metric. Empty: the plan charges nothing instantly. */
  readonly prices: ReadonlyMap<string, InstantPrice>
}
export type InstantPrice = {
  readonly priceId: string
  readonly spec: PriceSpec
  readonly cadence: string | undefined
}

type TermsRow = {
  subscription_id: string
  customer_id: string
  consumer_id: string
  plan_id: string
  currency: string
  anchor: Temporal.Instant
  billing_cadence: string
  started_at: Temporal.Instant
  tax_exempt: boolean
  tax_rates: unknown
  default_tax_code: string
  default_tax_rate: string
  tax_behavior: string
}
type PriceRow = {
  plan_id: string
  price_id: string
  billable_metric_id: string
  model: string
  properties: unknown
  billing_cadence: string | null
}

/**
 * The terms of the customers' active subscriptions, the oldest first. This is the hot path of usage: one round trip
 * joins the tables of subscriptions, customers and the catalog for reading, where asking each slice in turn would take
 * four.
 */
export async function instantTermsOf(
  ctx: Ctx,
  customerIds: readonly string[],
): Promise<ReadonlyMap<string, readonly InstantTerms[]>> {
  const [subscriptions, prices, seller] = await Promise.all([
    findTerms(ctx, customerIds),
    findPrices(ctx, customerIds),
    taxSeller(ctx),
  ])
  const taxOf = await instantTaxes(ctx, seller, subscriptions)
  const pricesOf = byPlan(prices)
  const terms = new Map<string, InstantTerms[]>()
  for (const row of subscriptions) {
    const ofCustomer = terms.get(row.customer_id) ?? []
    const ofPlan = pricesOf.get(row.plan_id) ?? new Map()
    ofCustomer.push({ ...termsOf(row, ofPlan), providedTax: taxOf(row) })
    terms.set(row.customer_id, ofCustomer)
  }
  return terms
}

async function findTerms(ctx: Ctx, customerIds: readonly string[]): Promise<TermsRow[]> {
  const merchant = ctx.organizationId
  const { rows } = await sql<TermsRow>`
    /* instant terms */
    select s.subscription_id, w.customer_id, s.consumer_id, s.plan_id, s.currency, s.anchor, s.billing_cadence,
      s.started_at, s.tax_exempt, c.tax_rates, p.default_tax_code, p.default_tax_rate, p.tax_behavior
    from unnest(${customerIds}::text[]) as w (customer_id)
    cross join lateral (
      select s.subscription_id, s.consumer_id, s.plan_id, s.currency, s.anchor, s.billing_cadence, s.started_at,
        s.tax_exempt
      from tally.subscriptions as s
      where s.merchant_id = ${merchant} and s.customer_id = w.customer_id and s.status = 'active'
        and (s.ending_at is null or s.ending_at > ${ctx.now}) offset 0
    ) as s
    cross join lateral (
      select c.tax_rates from tally.customers as c
      where c.merchant_id = ${merchant} and c.customer_id between w.customer_id and w.customer_id
      order by c.customer_id limit 1
    ) as c
    cross join lateral (
      select p.default_tax_code, p.default_tax_rate, p.tax_behavior from tally.plans as p
      where p.merchant_id = ${merchant} and p.plan_id = s.plan_id offset 0
    ) as p
    order by s.started_at, s.subscription_id`.execute(ctx.db)
  return rows
}

async function findPrices(ctx: Ctx, customerIds: readonly string[]): Promise<PriceRow[]> {
  const { rows } = await sql<PriceRow>`
    /* instant prices */
    select pp.plan_id, r.price_id, r.billable_metric_id, r.model, r.properties, r.billing_cadence
    from tally.plan_prices as pp
    join tally.prices as r on r.merchant_id = pp.merchant_id and r.price_id = pp.price_id
    where pp.merchant_id = ${ctx.organizationId} and r.merchant_id = ${ctx.organizationId}
      and r.payment_term = 'instant' and r.billable_metric_id is not null
      and pp.plan_id in (
        select s.plan_id from tally.subscriptions as s
        where s.merchant_id = ${ctx.organizationId} and s.customer_id = any (${customerIds}::text[])
          and s.status = 'active')
    order by pp.plan_id, pp.position`.execute(ctx.db)
  return rows
}

function byPlan(rows: readonly PriceRow[]): Map<string, Map<string, InstantPrice>> {
  const plans = new Map<string, Map<string, InstantPrice>>()
  for (const row of rows) {
    const spec = parsePriceProperties(row.model as PriceModel, row.properties)
    assert(!('problems' in spec), `price ${row.price_id} is stored as it was validated`)
    // A rebate is never charged instantly: it belongs on an invoice.
    if (spec.model === 'standard' && spec.unitPrice < 0n) continue
    const prices = plans.get(row.plan_id) ?? new Map<string, InstantPrice>()
    plans.set(row.plan_id, prices)
    if (prices.has(row.billable_metric_id)) continue
    prices.set(row.billable_metric_id, {
      priceId: row.price_id,
      spec,
      cadence: row.billing_cadence ?? undefined,
    })
  }
  return plans
}

function termsOf(
  row: TermsRow,
  prices: ReadonlyMap<string, InstantPrice>,
): Omit<InstantTerms, 'providedTax'> {
  return {
    subscriptionId: row.subscription_id,
    customerId: row.customer_id,
    consumerId: row.consumer_id,
    planId: row.plan_id,
    currency: currencyOf(row.currency),
    anchor: row.anchor,
    cadence: row.billing_cadence,
    startedAt: row.started_at,
    taxExempt: row.tax_exempt,
    customerRates: openTaxRates(row.tax_rates),
    planRate: decimalOf(row.default_tax_rate),
    taxBehavior: row.tax_behavior === 'inclusive' ? 'inclusive' : 'exclusive',
    prices,
  }
}
