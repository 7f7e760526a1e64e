import { type Fee, type FeePrice, fees } from '@tallystick/contract/fees.ts'
import type { Static } from 'typebox'
import type { Ctx } from '../../platform/ctx.ts'
import { type Route, routes } from '../../platform/http/bind.ts'
import { listPage } from '../../platform/http/list.ts'
import { newId } from '../../platform/ids.ts'
import { notFound, Problem } from '../../platform/problem.ts'
import { productOf } from '../belonging.ts'
import { listPricesOfPlans, type PlanPriceRow } from '../plans/held-prices-store.ts'
import { countPricesOfFee } from '../prices/store.ts'
import { deleteFee, type FeeRow, findFee, insertFee, listFees, lockFee, setFee } from './store.ts'

/** What fees ask of slices that come later. */
export type FeeNeighbours = {
  /** The plan of a subscription, and the tax rate of a fee of it in percent; undefined when there is no such subscription. */
  readonly subscribed: (
    ctx: Ctx,
    subscriptionId: string,
    feeId: string,
  ) => Promise<{ readonly planId: string; readonly taxPercent?: number } | undefined>
}

export function feeRoutes({ subscribed }: FeeNeighbours): Route[] {
  return routes(fees, {
    async createFee(ctx, { body }) {
      const productId = await productOf(ctx, body)
      const { name, description } = body
      return show(await insertFee(ctx, newId('fee'), { productId, name, description }))
    },

    async listFees(ctx, { query }) {
      return listPage(await listFees(ctx, query), query, show)
    },

    async getFee(ctx, { params }) {
      const fee = await findFee(ctx, params.id)
      if (!fee) throw notFound()
      return show(fee)
    },

    async updateFee(ctx, { params, body }) {
      const fee = await lockFee(ctx, params.id)
      // No item can be named yet, so any that is named does not exist.
      if (!fee || typeof body.itemId === 'string') throw notFound()
      const { name = fee.name, description = fee.description } = body
      return show(await setFee(ctx, fee.id, { name, description }))
    },

    async deleteFee(ctx, { params }) {
      const fee = await lockFee(ctx, params.id)
      if (!fee) throw notFound()
      const prices = await countPricesOfFee(ctx, fee.id)
      if (prices > 0) {
        const blockers = [{ type: 'prices', count: prices }]
        throw new Problem('FEE_IN_USE', 'The fee still has prices.', { details: { blockers } })
      }
      await deleteFee(ctx, fee.id)
      return undefined
    },

    async getFeePrice(ctx, { params }) {
      const subscription = await subscribed(ctx, params.subscriptionId, params.id)
      if (!subscription) throw notFound()
      const { planId, taxPercent } = subscription
      const prices = (await listPricesOfPlans(ctx, [planId])).get(planId) ?? []
      const price = prices.find(({ feeId }) => feeId === params.id)
      if (!price) throw notFound()
      return showFeePrice(price, params.id, taxPercent)
    },
  })
}

function show(fee: FeeRow): Static<typeof Fee> {
  return {
    id: fee.id,
    object: 'fee',
    name: fee.name,
    description: fee.description,
    merchantId: fee.merchantId,
    productId: fee.productId,
    itemId: null,
    createdAt: fee.createdAt.toString(),
    updatedAt: fee.updatedAt.toString(),
  }
}

function showFeePrice(
  price: PlanPriceRow,
  feeId: string,
  taxRate: number | undefined,
): Static<typeof FeePrice> {
  return {
    id: price.id,
    feeId,
    model: 'standard',
    // The price of a fee is never instant.
    paymentTerm: price.paymentTerm === 'in_advance' ? 'in_advance' : 'in_arrears',
    invoiceDisplayName: price.invoiceDisplayName,
    properties: price.properties as Static<typeof FeePrice>['properties'],
    ...(taxRate !== undefined && { taxRate }),
  }
}
