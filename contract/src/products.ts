import { Type } from 'typebox'
import { type Endpoint, org } from './endpoint.ts'
import { byId, kind, listOf, merchantId, page, productId, text, textMap, time } from './schemas.ts'

export const Product = Type.Object(
  {
    id: productId(),
    object: kind('product'),
    createdAt: time('When it was created.'),
    description: text('What is sold.'),
    merchantId: merchantId(),
    metadata: textMap('The merchant’s own notes; empty when there are none.'),
    name: text('Name of the product.'),
    updatedAt: time('When it last changed.'),
  },
  { title: 'Product', description: 'What a merchant sells: a group of metrics, fees and plans.' },
)

export const products = {
  createProduct: {
    method: 'POST',
    path: '/v0/products',
    tag: 'Products',
    summary: 'Create a product',
    access: org('catalog:write'),
    body: Type.Object({
      description: text('What is sold.'),
      merchantId: merchantId(),
      metadata: Type.Optional(textMap('The merchant’s own notes.')),
      name: text('Name of the product.'),
    }),
    replies: { 201: Product },
    problems: [],
  },
  listProducts: {
    method: 'GET',
    path: '/v0/products',
    tag: 'Products',
    summary: 'List products',
    access: org('catalog:read'),
    query: Type.Object({ ...page, merchantId: Type.Optional(merchantId()) }),
    replies: { 200: listOf(Product) },
    problems: [],
  },
  getProduct: {
    method: 'GET',
    path: '/v0/products/{id}',
    tag: 'Products',
    summary: 'Get a product',
    access: org('catalog:read'),
    params: byId(productId()),
    replies: { 200: Product },
    problems: [],
  },
  updateProduct: {
    method: 'PATCH',
    path: '/v0/products/{id}',
    tag: 'Products',
    summary: 'Change a product',
    access: org('catalog:write'),
    params: byId(productId()),
    body: Type.Object({
      description: Type.Optional(text('What is sold.')),
      name: Type.Optional(text('Name of the product.')),
    }),
    replies: { 200: Product },
    problems: [],
  },
} as const satisfies Record<string, Endpoint>
