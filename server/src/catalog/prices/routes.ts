import { prices } from '@tallystick/contract/prices.ts'
import { routes } from '../../platform/http/bind.ts'
import { listPage } from '../../platform/http/list.ts'
import { notFound } from '../../platform/problem.ts'
import { changePrice } from './change-price.ts'
import { createPrice } from './create-price.ts'
import { showPrice } from './show-price.ts'
import { deletePrice, findPrice, listPrices, lockPrice } from './store.ts'

export const priceRoutes = routes(prices, {
  async createPrice(ctx, { body }) {
    // No feature and no pricing unit can exist yet, so any that is named does not.
    if (body.pricingUnitId || body.feature) throw notFound()
    return showPrice(await createPrice(ctx, body))
  },

  async listPrices(ctx, { query }) {
    return listPage(await listPrices(ctx, query), query, showPrice)
  },

  async getPrice(ctx, { params }) {
    const price = await findPrice(ctx, params.id)
    if (!price) throw notFound()
    return showPrice(price)
  },

  async updatePrice(ctx, { params, body }) {
    if (body.pricingUnitId || body.feature) throw notFound()
    return showPrice(await changePrice(ctx, params.id, body))
  },

  async deletePrice(ctx, { params }) {
    const price = await lockPrice(ctx, params.id)
    if (!price) throw notFound()
    await deletePrice(ctx, price.id)
    return undefined
  },
})
