import { Type } from 'typebox'
import { type Endpoint, org } from './endpoint.ts'
import { billableMetricId, byId, choice, kind, OffsetPagination, text, time } from './schemas.ts'

const span = {
  from: time('The first instant that counts.'),
  to: time('The first instant that does not count any more.'),
  subject: Type.Optional(text('A customer, or a subscription, which stands for its customer.')),
}

const externalId = (description: string) =>
  text(description, { maxLength: 255, pattern: '^[a-zA-Z0-9_-]+$' })

/** As it was summed up: an exact decimal, with more digits than a double may hold. */
const quantity = (description: string) => Type.Number({ description })

export const UsageResponse = Type.Object(
  {
    object: kind('meter'),
    billableMetricId: billableMetricId(),
    totalValue: quantity('The quantity of the whole time, of all groups; 0 without events.'),
    windowedValues: Type.Optional(
      Type.Array(
        Type.Object({
          windowStart: time('Where the window begins; the first may begin before `from`.'),
          windowEnd: time('Where it ends, and the next begins.'),
          value: quantity('The quantity of what lies in the window and between `from` and `to`.'),
        }),
        { description: 'With `windowSize`: the windows that have events, in order of time.' },
      ),
    ),
    groupedValues: Type.Optional(
      Type.Array(
        Type.Object({
          groupBy: Type.Record(Type.String(), text('Value; empty where events lack it.'), {
            description: 'The dimensions asked for.',
          }),
          value: quantity('The quantity of the group, in the window if there are windows.'),
          eventCount: Type.Optional(Type.Integer({ description: 'How many events it has.' })),
        }),
        {
          description:
            'With `groupBy`: the groups, the greatest first. With windows, too: as many as windows, each of the window ' +
            'at its place.',
        },
      ),
    ),
    groupCount: Type.Optional(
      Type.Integer({ description: 'With `groupLimit`: how many groups there are in all.' }),
    ),
  },
  { title: 'UsageResponse', description: 'What a metric measured between two instants.' },
)

export const MeterEvent = Type.Object(
  {
    id: text('The event.'),
    object: kind('meterEvent'),
    type: text('Type of the event.'),
    source: text('Who sent it.'),
    subject: text('The customer; empty while it belongs to none.'),
    time: time('When it happened.'),
    idempotencyKey: text('What tells it from other events.'),
    data: Type.Record(Type.String(), Type.Unknown(), { description: 'As it was sent.' }),
    externalId: Type.Optional(externalId('The sender’s own id of the event.')),
    externalSubject: Type.Optional(text('The customer, by the merchant’s own id.')),
  },
  { title: 'MeterEvent', description: 'An event that a metric read.' },
)

export const MeterEventList = Type.Object(
  {
    object: kind('list'),
    billableMetricId: billableMetricId(),
    events: Type.Array(MeterEvent, { description: 'This page, the latest event first.' }),
    pagination: OffsetPagination,
  },
  { title: 'MeterEventList', description: 'Events that a metric read.' },
)

const count = (description: string) => Type.Integer({ minimum: 0, description })

export const MeterBackfill = Type.Object(
  {
    object: kind('meterBackfill'),
    billableMetricId: billableMetricId(),
    status: choice(
      ['none', 'running', 'completed'],
      'Until it is completed, the meter shows what it showed before the metric was changed.',
    ),
    processed: count('How many batches of stored events were read.'),
    total: count('How many there were to read.'),
    events: count('How many events were in those that were read.'),
    startedAt: Type.Optional(time('When it was asked for.')),
    completedAt: Type.Optional(time('When the figures were replaced.')),
  },
  {
    title: 'MeterBackfill',
    description: 'How far a metric is with events that were stored before it was made or changed.',
  },
)

export const meters = {
  getBillableMetricMeter: {
    method: 'GET',
    path: '/v0/billableMetrics/{id}/meter',
    tag: 'Billable metrics',
    summary: 'What a metric measured, by window and by group',
    access: org('usage:read'),
    params: byId(billableMetricId()),
    query: Type.Object({
      ...span,
      windowSize: Type.Optional(
        choice(['MINUTE', 'HOUR', 'DAY', 'MONTH'], 'Windows begin where these begin in UTC.'),
      ),
      filterGroupBy: Type.Optional(
        text('Only these groups: a JSON object of dimensions, each with a value or several.'),
      ),
      groupBy: Type.Optional(
        text('Dimensions, with commas between them: `subject`, or those of the metric.'),
      ),
      groupLimit: Type.Optional(
        Type.Integer({ minimum: 1, maximum: 500, description: 'Only so many groups.' }),
      ),
      groupOffset: Type.Optional(
        Type.Integer({
          minimum: 0,
          maximum: 100_000,
          description: 'Skips the greatest ones; needs `groupLimit`.',
        }),
      ),
    }),
    replies: { 200: UsageResponse },
    problems: [],
  },
  listBillableMetricEvents: {
    method: 'GET',
    path: '/v0/billableMetrics/{id}/events',
    tag: 'Billable metrics',
    summary: 'The events that a metric read',
    access: org('usage:read'),
    params: byId(billableMetricId()),
    query: Type.Object({
      ...span,
      limit: Type.Integer({ minimum: 1, maximum: 200, default: 20, description: 'Page size.' }),
      offset: Type.Integer({
        minimum: 0,
        maximum: 2_147_483_647,
        default: 0,
        description: 'How many to skip.',
      }),
      externalId: Type.Optional(externalId('Only events with this id of the sender.')),
      externalSubject: Type.Optional(externalId('Only events that named this customer.')),
    }),
    replies: { 200: MeterEventList },
    problems: [],
  },
  getBillableMetricBackfill: {
    method: 'GET',
    path: '/v0/billableMetrics/{id}/backfill',
    tag: 'Billable metrics',
    summary: 'How far a metric is with events that were stored before it was made or changed',
    access: org('usage:read'),
    params: byId(billableMetricId()),
    replies: { 200: MeterBackfill },
    problems: [],
  },
} as const satisfies Record<string, Endpoint>
