import { aggregations } from '@tallystick/core/metering/reading.ts'
import { Type } from 'typebox'
import { type Endpoint, org } from './endpoint.ts'
import {
  billableMetricId,
  byId,
  choice,
  itemId,
  kind,
  listOf,
  merchantId,
  nullable,
  page,
  productId,
  text,
  time,
} from './schemas.ts'

const aggregation = choice(aggregations, 'How the values of a period become one quantity.')

/** A path into the data of an event; dots alone, no brackets. */
const valuePath = (description: string) =>
  text(description, { pattern: '^\\$\\.[a-zA-Z0-9_]+(\\.[a-zA-Z0-9_]+)*$' })

const dimensions = Type.Record(Type.String(), valuePath('Where the dimension’s value is.'), {
  description: 'Dimensions to group by: a name and where its value is in the event.',
})

export const BillableMetric = Type.Object(
  {
    id: billableMetricId(),
    object: kind('billableMetric'),
    aggregation,
    createdAt: time('When it was created.'),
    description: text('What is measured.'),
    merchantId: merchantId(),
    name: text('Name of the metric.'),
    productId: productId(),
    itemId: nullable(itemId(), 'The item it belongs to, if any.'),
    unit: text('What one of the quantity is, such as `token`.'),
    updatedAt: time('When it last changed.'),
    eventType: Type.Optional(nullable(text('Type of event.'), 'Type of the events it reads.')),
    valueProperty: Type.Optional(nullable(text('Path.'), 'Where the value is in an event.')),
    groupBy: Type.Optional(
      nullable(Type.Record(Type.String(), text('Path.')), 'Dimensions and where they are.'),
    ),
    eventFrom: Type.Optional(nullable(time('Instant.'), 'Earlier events do not count.')),
  },
  {
    title: 'BillableMetric',
    description: 'One measurement of what customers use. It carries no price.',
  },
)

const changeable = {
  eventType: text('Type of the events it reads.'),
  valueProperty: valuePath('Where the value is in an event; needed by all but COUNT.'),
  groupBy: dimensions,
  eventFrom: time('Earlier events do not count.'),
}

export const billableMetrics = {
  createBillableMetric: {
    method: 'POST',
    path: '/v0/billableMetrics',
    tag: 'Billable metrics',
    summary: 'Create a billable metric',
    access: org('catalog:write'),
    body: Type.Object({
      aggregation,
      description: text('What is measured.'),
      merchantId: merchantId(),
      name: text('Name of the metric.'),
      productId: Type.Optional(productId('The product; needed unless `itemId` names it.')),
      itemId: Type.Optional(itemId()),
      unit: text('What one of the quantity is, such as `token`.'),
      eventType: Type.Optional(changeable.eventType),
      valueProperty: Type.Optional(changeable.valueProperty),
      groupBy: Type.Optional(changeable.groupBy),
      eventFrom: Type.Optional(changeable.eventFrom),
    }),
    replies: { 201: BillableMetric },
    problems: [],
  },
  listBillableMetrics: {
    method: 'GET',
    path: '/v0/billableMetrics',
    tag: 'Billable metrics',
    summary: 'List billable metrics',
    access: org('catalog:read'),
    query: Type.Object({
      ...page,
      merchantId: merchantId(),
      productId: Type.Optional(productId()),
    }),
    replies: { 200: listOf(BillableMetric) },
    problems: [],
  },
  getBillableMetric: {
    method: 'GET',
    path: '/v0/billableMetrics/{id}',
    tag: 'Billable metrics',
    summary: 'Get a billable metric',
    access: org('catalog:read'),
    params: byId(billableMetricId()),
    replies: { 200: BillableMetric },
    problems: [],
  },
  updateBillableMetric: {
    method: 'PATCH',
    path: '/v0/billableMetrics/{id}',
    tag: 'Billable metrics',
    summary: 'Change a billable metric',
    access: org('catalog:write'),
    params: byId(billableMetricId()),
    body: Type.Object({
      description: Type.Optional(text('What is measured.')),
      name: Type.Optional(text('Name of the metric.')),
      unit: Type.Optional(text('What one of the quantity is.')),
      itemId: Type.Optional(nullable(itemId(), 'The item; null removes it.')),
      eventType: Type.Optional(nullable(changeable.eventType, 'Null removes it.')),
      valueProperty: Type.Optional(nullable(changeable.valueProperty, 'Null removes it.')),
      groupBy: Type.Optional(nullable(changeable.groupBy, 'Null removes it.')),
      eventFrom: Type.Optional(nullable(changeable.eventFrom, 'Null removes it.')),
    }),
    replies: { 200: BillableMetric },
    problems: [],
  },
} as const satisfies Record<string, Endpoint>
