import { type Plan, plans } from '@tallystick/contract/plans.ts'
import type { Static } from 'typebox'
import type { Ctx } from '../../platform/ctx.ts'
import { type Route, routes } from '../../platform/http/bind.ts'
import { listPage } from '../../platform/http/list.ts'
import { showPercent } from '../../platform/http/percent.ts'
import { notFound } from '../../platform/problem.ts'
import { showPrice } from '../prices/show-price.ts'
import { changePlan } from './change-plan.ts'
import { createPlan } from './create-plan.ts'
import { listPricesOfPlans, type PlanPriceRow } from './held-prices-store.ts'
import { type Cadence, findPlan, listPlans, type PlanFilter, type PlanRow } from './store.ts'

/** What plans ask of slices that come later. */
export type PlanNeighbours = {
  /** The products to which the customer has an active or pending subscription; undefined when there is no such customer. */
  readonly liveProductIds: (ctx: Ctx, customerId: string) => Promise<readonly string[] | undefined>
}

export function planRoutes({ liveProductIds }: PlanNeighbours): Route[] {
  return routes(plans, {
    async createPlan(ctx, { body }) {
      return shown(ctx, await createPlan(ctx, body))
    },

    async listPlans(ctx, { query }) {
      return pageOf(ctx, query)
    },

    async listAvailablePlans(ctx, { query }) {
      const withoutProducts = await liveProductIds(ctx, query.customerId)
      if (!withoutProducts) throw notFound()
      return pageOf(ctx, { ...query, withoutProducts })
    },

    async getPlan(ctx, { params }) {
      const plan = await findPlan(ctx, params.id)
      if (!plan) throw notFound()
      return shown(ctx, plan)
    },

    async updatePlan(ctx, { params, body }) {
      return shown(ctx, await changePlan(ctx, params.id, body))
    },
  })
}

async function pageOf(ctx: Ctx, filter: PlanFilter) {
  const page = await listPlans(ctx, filter)
  const prices = await listPricesOfPlans(
    ctx,
    page.rows.map(({ id }) => id),
  )
  return listPage(page, filter, (plan) => show(plan, prices.get(plan.id) ?? []))
}

async function shown(ctx: Ctx, plan: PlanRow) {
  const prices = await listPricesOfPlans(ctx, [plan.id])
  return show(plan, prices.get(plan.id) ?? [])
}

const intervals: Record<Cadence, 'monthly' | 'quarterly' | 'yearly'> = {
  P1M: 'monthly',
  P3M: 'quarterly',
  P1Y: 'yearly',
}

function show(plan: PlanRow, prices: readonly PlanPriceRow[]): Static<typeof Plan> {
  const { description, invoiceDisplayName, billingAnchor, autoApprove } = plan
  const has = (term: PlanPriceRow['paymentTerm']) =>
    prices.some(({ paymentTerm }) => paymentTerm === term)
  return {
    id: plan.id,
    object: 'plan',
    billingCadence: plan.billingCadence,
    billingInterval: intervals[plan.billingCadence],
    createdAt: plan.createdAt.toString(),
    currency: plan.currency,
    defaultTaxCode: plan.defaultTaxCode,
    defaultTaxRate: showPercent(plan.defaultTaxPercent),
    ...(description !== undefined && { description }),
    ...(invoiceDisplayName !== undefined && { invoiceDisplayName }),
    merchantId: plan.merchantId,
    name: plan.name,
    paymentTerm: { in_arrears: has('in_arrears'), in_advance: has('in_advance') },
    prices: prices.map((price) => ({
      ...showPrice(price),
      currency: plan.currency,
      description: price.description,
    })),
    productId: plan.productId,
    taxBehavior: plan.taxBehavior,
    updatedAt: plan.updatedAt.toString(),
    renewalReminderEnabled: plan.renewalReminderEnabled,
    renewalReminderDays: plan.renewalReminderDays,
    billingVersion: plan.billingVersion,
    ...(billingAnchor && { billingAnchor: billingAnchor.toString() }),
    stablePriceIds: plan.stablePriceIds,
    creditUnusedAdvance: plan.creditUnusedAdvance,
    ...(autoApprove !== undefined && { autoApprove }),
  }
}
