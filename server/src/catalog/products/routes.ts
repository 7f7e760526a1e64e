import { type Product, products } from '@tallystick/contract/products.ts'
import type { Static } from 'typebox'
import { routes } from '../../platform/http/bind.ts'
import { listPage } from '../../platform/http/list.ts'
import { newId } from '../../platform/ids.ts'
import { notFound } from '../../platform/problem.ts'
import { findProduct, insertProduct, listProducts, type ProductRow, setProduct } from './store.ts'

export const productRoutes = routes(products, {
  async createProduct(ctx, { body }) {
    const { name, description, metadata = {} } = body
    return show(await insertProduct(ctx, newId('product'), { name, description, metadata }))
  },

  async listProducts(ctx, { query }) {
    return listPage(await listProducts(ctx, query), query, show)
  },

  async getProduct(ctx, { params }) {
    const product = await findProduct(ctx, params.id)
    if (!product) throw notFound()
    return show(product)
  },

  async updateProduct(ctx, { params, body }) {
    const product = await findProduct(ctx, params.id)
    if (!product) throw notFound()
    const { name = product.name, description = product.description } = body
    return show(await setProduct(ctx, { ...product, name, description }))
  },
})

function show({
  id,
  merchantId,
  name,
  description,
  metadata,
  createdAt,
  updatedAt,
}: ProductRow): Static<typeof Product> {
  return {
    id,
    object: 'product',
    createdAt: createdAt.toString(),
    description,
    merchantId,
    metadata: { ...metadata },
    name,
    updatedAt: updatedAt.toString(),
  }
}
