import type { Sent } from '@tallystick/contract/endpoint.ts'
import type { PortalPlan } from '@tallystick/contract/portal-views.ts'
import type { PriceProperties, Pricing } from '@tallystick/contract/price-forms.ts'
import type { Static } from 'typebox'
import type { SubscribablePlan, SubscribablePrice } from '../catalog/plans/plan-for-subscribing.ts'
import type { Ctx } from '../platform/ctx.ts'
import { listMetrics } from './usage-store.ts'

/** A plan as customers read it. */
export async function showPlan(
  ctx: Ctx,
  { id, name, description, billingCadence, prices }: SubscribablePlan,
): Promise<Sent<Static<typeof PortalPlan>>> {
  return { id, name, description, billingCadence, prices: await showPrices(ctx, prices) }
}

async function showPrices(ctx: Ctx, prices: readonly SubscribablePrice[]) {
  const metrics = await listMetrics(ctx, [
    ...new Set(prices.flatMap(({ billableMetricId }) => billableMetricId ?? [])),
  ])
  const units = new Map(metrics.map(({ id, unit }) => [id, unit]))
  return prices.map(
    ({ id, displayName, model, paymentTerm, properties, pricing, billableMetricId = '' }) => {
      const unit = units.get(billableMetricId)
      return {
        id,
        displayName,
        model,
        paymentTerm,
        properties: properties as Static<typeof PriceProperties>,
        ...(pricing && { pricing: pricing as Static<typeof Pricing> }),
        ...(unit !== undefined && { unit }),
      }
    },
  )
}
