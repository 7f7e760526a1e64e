import { Type } from 'typebox'
import { type Endpoint, org } from './endpoint.ts'
import { billableMetricId, byId, choice, flag, kind, listOf, page, text, time } from './schemas.ts'

const externalId = (description: string) =>
  text(description, { pattern: '^[a-zA-Z0-9_-]+$', maxLength: 255 })

const data = Type.Record(Type.String(), Type.Unknown(), {
  description:
    'What metrics read. A number of more digits than a double carries is sent as a text.',
})

export const EventInput = Type.Object(
  {
    type: text('What happened: the type that a metric reads.', { minLength: 1, maxLength: 255 }),
    source: text('Who reports it: a URI or any name.', { minLength: 1, maxLength: 2048 }),
    subject: Type.Optional(
      text('Who did it: a customer, or a subscription, which stands for its customer.', {
        minLength: 1,
        maxLength: 255,
      }),
    ),
    externalSubject: Type.Optional(
      externalId(
        'The customer by its `externalId`. While nobody has it, the event waits for the first customer who gets it. ' +
          'Beside a `subject` it is only noted.',
      ),
    ),
    namespace: Type.Optional(text('The organization: your own, which is the default.')),
    timestamp: Type.Optional(time('When it happened, up to a day ahead. By default: now.')),
    idempotencyKey: Type.Optional(
      text('Within 35 days, a second event with it is the first. By default: one of its own.', {
        minLength: 1,
        maxLength: 2400,
      }),
    ),
    externalId: Type.Optional(externalId('Your own id of the event.')),
    data,
  },
  {
    title: 'EventInput',
    description: 'Something that a customer did.',
    anyOf: [{ required: ['subject'] }, { required: ['externalSubject'] }],
  },
)

export const EventResponse = Type.Object(
  {
    id: Type.Optional(text('The event.')),
    object: Type.Optional(kind('event')),
    type: Type.Optional(text('What happened.')),
    source: Type.Optional(text('Who reported it.')),
    subject: Type.Optional(text('The customer; left out while it belongs to none.')),
    externalSubject: Type.Optional(text('The customer by its `externalId`, as sent.')),
    namespace: Type.Optional(text('The organization.')),
    timestamp: Type.Optional(time('When it happened.')),
    idempotencyKey: Type.Optional(text('What makes it the same event when it comes again.')),
    externalId: Type.Optional(externalId('Your own id of the event.')),
  },
  { title: 'EventResponse', description: 'An event that is stored.' },
)

const place = Type.Integer({ minimum: 0, description: 'Its place in the request, from 0.' })

export const EventBatch = Type.Object(
  {
    object: kind('list'),
    data: Type.Array(EventResponse, { description: 'Events that are stored, now or before.' }),
    rejected: Type.Array(
      Type.Object({
        index: place,
        code: text('The exact reason, in capitals; stable.'),
        message: text('What is wrong with it.'),
      }),
      { description: 'Events that are not stored.' },
    ),
  },
  { title: 'EventBatch', description: 'What became of each event of an array.' },
)

const inboxKind = choice(
  ['unmatched', 'rejected', 'unbilled'],
  '`unmatched`: no metric reads its type, and it was refused. `rejected`: stored, but its value does not fit a metric. ' +
    '`unbilled`: counted after its last invoice.',
)
const inboxEventId = () =>
  text('The entry of the inbox.', { pattern: '^ibx_[a-zA-Z0-9]+$', maxLength: 64 })

export const InboxEvent = Type.Object(
  {
    id: inboxEventId(),
    object: kind('inboxEvent'),
    kind: inboxKind,
    reason: text('Why, in capitals; stable.'),
    state: choice(['open', 'replayed', 'discarded'], 'What was done about it.'),
    replayable: flag('Whether it can be replayed: not without a key from its sender.'),
    eventId: Type.Optional(text('The event, when it is stored.')),
    billableMetricId: Type.Optional(billableMetricId('The metric that has no use for it.')),
    type: text('What happened.'),
    source: Type.Optional(text('Who reported it.')),
    subject: Type.Optional(text('Who did it, as sent.')),
    externalSubject: Type.Optional(text('The customer by its `externalId`, as sent.')),
    timestamp: Type.Optional(time('When it happened.')),
    idempotencyKey: Type.Optional(text('The key that it was sent with.')),
    externalId: Type.Optional(externalId('Your own id of the event.')),
    data: Type.Optional(data),
    createdAt: time('When it came.'),
  },
  { title: 'InboxEvent', description: 'An event that counts nowhere until somebody looks at it.' },
)

const count = (description: string) => Type.Integer({ minimum: 0, description })

export const InboxReplay = Type.Object(
  {
    object: kind('inboxReplay'),
    replayed: count('How many count now.'),
    duplicates: count('How many had come again meanwhile, and count already.'),
    stillOpen: count('How many stay where they are, for the same reason or another.'),
    remaining: count('How many of those asked for were not looked at yet: ask again.'),
  },
  { title: 'InboxReplay', description: 'What became of replayed events.' },
)

export const events = {
  ingestEvent: {
    method: 'POST',
    path: '/v0/events',
    tag: 'Events',
    summary: 'Report what customers did: one event or an array; CloudEvents as well',
    access: org('events:create'),
    body: EventInput,
    inArrays: { maxItems: 1000, reply: EventBatch },
    cloudEvents: true,
    replies: { 202: EventResponse },
    problems: ['INVALID_EVENT_TYPE', 'NO_VALID_EVENT'],
  },
  listInboxEvents: {
    method: 'GET',
    path: '/v0/events/inbox',
    tag: 'Events',
    summary: 'List events that count nowhere',
    access: org('events:read'),
    query: Type.Object({
      ...page,
      kind: Type.Optional(inboxKind),
      type: Type.Optional(text('Only events of this type.')),
      since: Type.Optional(time('Only what came then or later.')),
    }),
    replies: { 200: listOf(InboxEvent) },
    problems: [],
  },
  replayInboxEvents: {
    method: 'POST',
    path: '/v0/events/inbox/replay',
    tag: 'Events',
    summary: 'Read events of the inbox again, after a metric was made or mended',
    access: org('events:write'),
    body: Type.Object({
      ids: Type.Optional(
        Type.Array(inboxEventId(), { minItems: 1, maxItems: 1000, description: 'These entries.' }),
      ),
      type: Type.Optional(
        text('Or all entries of this type, the oldest 1,000 at a time.', { minLength: 1 }),
      ),
    }),
    replies: { 200: InboxReplay },
    problems: [],
  },
  discardInboxEvent: {
    method: 'POST',
    path: '/v0/events/inbox/{id}/discard',
    tag: 'Events',
    summary: 'Put an entry of the inbox away for good',
    access: org('events:write'),
    params: byId(inboxEventId()),
    replies: { 200: InboxEvent },
    problems: [],
  },
} as const satisfies Record<string, Endpoint>
