import { Type } from 'typebox'
import { type Endpoint, org } from './endpoint.ts'
import {
  byId,
  choice,
  decimal,
  feeId,
  itemId,
  kind,
  listOf,
  merchantId,
  nullable,
  page,
  percent,
  priceId,
  productId,
  subscriptionId,
  text,
  time,
} from './schemas.ts'

export const Fee = Type.Object(
  {
    id: feeId(),
    object: kind('fee'),
    name: text('Name of the fee.'),
    description: text('What the fee is for.'),
    merchantId: merchantId(),
    productId: productId(),
    itemId: nullable(itemId(), 'The item it belongs to, if any.'),
    createdAt: time('When it was created.'),
    updatedAt: time('When it last changed.'),
  },
  {
    title: 'Fee',
    description: 'A charge that does not depend on usage. Its cadence lies with its price.',
  },
)

export const FeePrice = Type.Object(
  {
    id: priceId(),
    feeId: feeId(),
    model: Type.Literal('standard', { description: 'Always `standard`.' }),
    paymentTerm: choice(['in_advance', 'in_arrears'], 'When the fee is due.'),
    invoiceDisplayName: text('What invoices call it.'),
    properties: Type.Object(
      { unitPrice: decimal('Price of one, in major units.') },
      { description: 'The price.' },
    ),
    taxRate: Type.Optional(percent('Tax rate in percent (13 is 13 %).')),
  },
  { title: 'FeePrice', description: 'What a fee costs under one subscription (first generation).' },
)

const inUse = Type.Object(
  {
    blockers: Type.Array(
      Type.Object({
        type: text('What uses it, such as `prices`.'),
        count: Type.Integer({ description: 'How many of them.' }),
      }),
      { description: 'What is in the way.' },
    ),
  },
  { description: 'What has to be deleted first.' },
)

export const fees = {
  createFee: {
    method: 'POST',
    path: '/v0/fees',
    tag: 'Fees',
    summary: 'Create a fee',
    access: org('catalog:write'),
    body: Type.Object({
      name: text('Name of the fee.'),
      description: text('What the fee is for.'),
      merchantId: merchantId(),
      productId: Type.Optional(productId('The product; needed unless `itemId` names it.')),
      itemId: Type.Optional(itemId()),
    }),
    replies: { 201: Fee },
    problems: [],
  },
  listFees: {
    method: 'GET',
    path: '/v0/fees',
    tag: 'Fees',
    summary: 'List fees',
    access: org('catalog:read'),
    query: Type.Object({
      ...page,
      merchantId: merchantId(),
      productId: Type.Optional(productId()),
    }),
    replies: { 200: listOf(Fee) },
    problems: [],
  },
  getFee: {
    method: 'GET',
    path: '/v0/fees/{id}',
    tag: 'Fees',
    summary: 'Get a fee',
    access: org('catalog:read'),
    params: byId(feeId()),
    replies: { 200: Fee },
    problems: [],
  },
  updateFee: {
    method: 'PATCH',
    path: '/v0/fees/{id}',
    tag: 'Fees',
    summary: 'Change a fee',
    access: org('catalog:write'),
    params: byId(feeId()),
    body: Type.Object({
      description: Type.Optional(text('What the fee is for.')),
      name: Type.Optional(text('Name of the fee.')),
      itemId: Type.Optional(nullable(itemId(), 'The item; null removes it.')),
    }),
    replies: { 200: Fee },
    problems: [],
  },
  deleteFee: {
    method: 'DELETE',
    path: '/v0/fees/{id}',
    tag: 'Fees',
    summary: 'Delete a fee that no price uses',
    access: org('catalog:write'),
    params: byId(feeId()),
    replies: { 204: null },
    problems: ['FEE_IN_USE'],
    details: { FEE_IN_USE: inUse },
  },
  getFeePrice: {
    method: 'GET',
    path: '/v0/fees/{id}/price/{subscriptionId}',
    tag: 'Fees',
    summary: 'Get what a fee costs under a subscription',
    access: org('catalog:read'),
    params: Type.Object({ id: feeId(), subscriptionId: subscriptionId() }),
    replies: { 200: FeePrice },
    problems: [],
  },
} as const satisfies Record<string, Endpoint>
