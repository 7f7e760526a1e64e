import { Type } from 'typebox'
import { type Endpoint, platform } from './endpoint.ts'
import { byId, choice, currency, decimal, kind, listOf, page, text, time } from './schemas.ts'

const verdicts = ['unbooked', 'missing_here', 'missing_there', 'other_amount'] as const

const ComparedBalance = Type.Object({
  currency: currency(),
  provider: decimal('What lies there, as the provider says.'),
  books: decimal('What lies there, as the books say.'),
  opening: decimal('What lay there before anything of ours did.'),
  unexplained: decimal(
    'What is left of the difference when every open item is taken into account.',
  ),
})

export const Reconciliation = Type.Object(
  {
    id: text('The comparison.'),
    object: kind('reconciliation'),
    provider: text('Whose report it is.'),
    providerAccount: text('The account there.'),
    status: choice(['running', 'done', 'failed'], 'How far it is.'),
    since: time('From when on transactions were read.'),
    until: Type.Optional(time('The moment of the latest one.')),
    transactions: Type.Integer({ description: 'How many new ones were read.' }),
    unmatched: Type.Integer({
      description: 'How many items are open, of all that were ever read.',
    }),
    balances: Type.Array(ComparedBalance, { description: 'By currency.' }),
    createdAt: time('When it began.'),
    finishedAt: Type.Optional(time('When it was done.')),
  },
  {
    title: 'Reconciliation',
    description: 'A comparison of an account at a payment provider with the books.',
  },
)

export const ReconciliationRequest = Type.Object(
  {
    object: kind('reconciliationRequest'),
    requestedAt: time('Since when it waits to be done; then it is in the list.'),
  },
  { title: 'ReconciliationRequest', description: 'A comparison that begins in a moment.' },
)

export const ReconciliationItem = Type.Object(
  {
    object: kind('reconciliationItem'),
    verdict: choice(
      verdicts,
      '`unbooked`: ours knows of it, and has not booked it yet; `missing_here`: nothing of ours explains it; ' +
        '`missing_there`: booked, and not in the report; `other_amount`: the amounts differ.',
    ),
    organizationId: text('Whose book it concerns.'),
    kind: text('What it is: `charge`, `refund`, `transfer` …'),
    transactionId: Type.Optional(text('The provider’s balance transaction.')),
    source: Type.Optional(text('What it is about, by the provider’s id.')),
    subjectId: Type.Optional(text('Our object.')),
    amount: decimal('Signed, as it changes the balance; major units.'),
    currency: currency(),
    createdAt: time('When it happened.'),
  },
  { title: 'ReconciliationItem', description: 'A difference that somebody has to look at.' },
)

export const reconciliations = {
  listReconciliations: {
    method: 'GET',
    path: '/v0/platform/reconciliations',
    tag: 'Reconciliation',
    summary: 'List comparisons of the platform’s account with the books',
    access: platform('platform:reconciliations:read'),
    query: Type.Object(page),
    replies: { 200: listOf(Reconciliation) },
    problems: [],
  },
  listReconciliationItems: {
    method: 'GET',
    path: '/v0/platform/reconciliations/{id}/items',
    tag: 'Reconciliation',
    summary: 'List what did not agree in a comparison',
    access: platform('platform:reconciliations:read'),
    params: byId(text('The comparison.', { pattern: '^rec_[0-9a-f]{32}$' })),
    query: Type.Object(page),
    replies: { 200: listOf(ReconciliationItem) },
    problems: [],
  },
  createReconciliation: {
    method: 'POST',
    path: '/v0/platform/reconciliations',
    tag: 'Reconciliation',
    summary: 'Have the platform’s account compared with the books now',
    access: platform('platform:reconciliations:write'),
    replies: { 202: ReconciliationRequest },
    problems: ['PROVIDER_NOT_SET_UP'],
  },
} as const satisfies Record<string, Endpoint>
