import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { payAt } from '../../test/harness/checkout.ts'
import { givenViewer } from '../../test/harness/links.ts'
import { call, product } from '../../test/harness/product.ts'
import { givenFeePlan, givenSeller, type Seller, subscribe } from '../../test/harness/subscribed.ts'
import { transact } from '../platform/workspace.ts'

const it = product()

let keys = 0
async function use(
  seller: Seller,
  customerId: string,
  quantities: Readonly<Record<string, number>>,
) {
  for (const [timestamp, quantity] of Object.entries(quantities)) {
    keys += 1
    const { status, body } = await call(it, 'createUsageEvent', {
      key: seller.key,
      body: {
        merchantId: seller.organizationId,
        customerId,
        idempotencyKey: `event ${keys}`,
        timestamp,
        properties: [{ billableMetricId: seller.billableMetricId, quantity }],
      },
    })
    assert.equal(status, 201, JSON.stringify(body))
  }
}

/** A paid subscription that has used something: 10 at 0.01 in one hour, 5 in the next. */
async function givenUsed(seller: Seller, planId = seller.planId) {
  const startedAt = it.clock.now.subtract({ hours: 24 }).toString()
  const { body } = await subscribe(it, seller, { planId, startedAt, prefundAmount: '20' })
  assert.equal((await payAt(it, body.payment.checkoutUrl)).status, 200)
  await use(seller, body.customerId, {
    '2026-11-21T07:10:00Z': 4,
    '2026-11-21T07:50:00Z': 6,
    '2026-11-21T08:30:00Z': 5,
  })
  return body
}

test('the overview shows plan, balance and the running period', async () => {
  const seller = await givenSeller(it)
  it.clock.now = Temporal.Instant.from('2026-11-21T10:00:00Z')
  const subscription = await givenUsed(seller)
  const key = await givenViewer(it, seller, subscription.id)
  const { status, body } = await call(it, 'getPortalOverview', { key })

  assert.equal(status, 200)
  assert.match(body.merchant.name, /^merchant/)
  assert.match(body.customer.name, /^Ada/)
  assert.equal(body.subscription.id, subscription.id)
  assert.equal(body.subscription.currentPeriodStart, '2026-11-20T10:00:00Z')
  assert.equal(body.subscription.currentPeriodEnd, '2026-12-20T10:00:00Z')
  assert.deepEqual(body.plan.prices, [
    {
      id: seller.instantPriceId,
      displayName: 'Tokens',
      model: 'standard',
      paymentTerm: 'instant',
      properties: { unitPrice: '0.01' },
      unit: 'token',
    },
  ])
  assert.deepEqual(body.balance, { amount: '19.85', currency: 'USD', minimum: '20.00' })
  assert.deepEqual(body.period, { charged: '0.15', tax: '0.00', events: 3 })
})

test('usage is shown by metric and window, with the windows in which nothing happened', async () => {
  const seller = await givenSeller(it)
  it.clock.now = Temporal.Instant.from('2026-11-21T10:00:00Z')
  const subscription = await givenUsed(seller)
  const key = await givenViewer(it, seller, subscription.id)
  const query = { from: '2026-11-21T06:20:00Z', to: '2026-11-21T09:00:00Z', windowSize: 'HOUR' }
  const { status, body } = await call(it, 'getPortalUsage', { key, query })

  assert.equal(status, 200)
  assert.equal(body.from, '2026-11-21T06:00:00Z')
  const [metric] = body.metrics
  assert.equal(metric.quantity, '15')
  assert.equal(metric.amount, '0.15')
  assert.equal(metric.unit, 'token')
  assert.deepEqual(metric.windows, [
    { start: '2026-11-21T06:00:00Z', quantity: '0', amount: '0.00' },
    { start: '2026-11-21T07:00:00Z', quantity: '10', amount: '0.10' },
    { start: '2026-11-21T08:00:00Z', quantity: '5', amount: '0.05' },
  ])
  const days = await call(it, 'getPortalUsage', {
    key,
    query: { from: '2026-11-20T00:00:00Z', to: '2026-11-22T00:00:00Z' },
  })
  assert.deepEqual(
    days.body.metrics[0].windows.map(({ quantity }: { quantity: string }) => quantity),
    ['0', '15'],
  )
  for (const to of ['2026-11-21T06:00:00Z', '2027-11-21T06:00:00Z']) {
    const refused = await call(it, 'getPortalUsage', { key, query: { ...query, to } })
    assert.equal(refused.status, 400)
    assert.equal(refused.body.errors[0].field, 'to')
  }
})

test('charges are folded by hour and metric, newest first, and page', async () => {
  const seller = await givenSeller(it)
  it.clock.now = Temporal.Instant.from('2026-11-21T10:00:00Z')
  const planId = await givenFeePlan(it, seller, { defaultTaxRate: 10 })
  const subscription = await givenUsed(seller, planId)
  const key = await givenViewer(it, seller, subscription.id)
  const { status, body } = await call(it, 'listPortalCharges', { key })

  assert.equal(status, 200)
  type Charge = { kind: string; description: string; amount: string; at: string }
  const lines = body.data.map(({ kind, description, amount }: Charge) =>
    [kind, description, amount].join(' | '),
  )
  assert.deepEqual(lines.toSorted(), [
    'payment | Fees paid at the start | 108.90',
    'topup | Balance paid in at the start | 20.00',
    'usage | Tax on usage | -0.005',
    'usage | Tax on usage | -0.01',
    'usage | Tokens: 10 token | -0.10',
    'usage | Tokens: 5 token | -0.05',
  ])
  const times = body.data.map(({ at }: Charge) => at)
  assert.deepEqual(times, times.toSorted().toReversed())

  const page = await call(it, 'listPortalCharges', { key, query: { limit: 2, offset: 2 } })
  assert.deepEqual(page.body.data, body.data.slice(2, 4))
  assert.deepEqual(page.body.pagination, { limit: 2, offset: 2, total: 6 })
  const beyond = await call(it, 'listPortalCharges', { key, query: { offset: 50 } })
  assert.deepEqual(beyond.body.pagination, { limit: 10, offset: 50, total: 6 })
})

test('refunded usage leaves the figures, and shows among the charges', async () => {
  const seller = await givenSeller(it)
  it.clock.now = Temporal.Instant.from('2026-11-21T10:00:00Z')
  const subscription = await givenUsed(seller)
  const { body: events } = await call(it, 'listUsageEvents', {
    key: seller.key,
    query: {
      subscriptionId: subscription.id,
      startTime: '2026-11-21T08:00:00Z',
      endTime: '2026-11-21T09:00:00Z',
    },
  })
  const [event] = events.data
  const refunded = await call(it, 'refundUsageEvent', {
    key: seller.key,
    params: { id: event.id },
    body: { refunded: true, reason: 'Not used' },
  })
  assert.equal(refunded.status, 200, JSON.stringify(refunded.body))

  const key = await givenViewer(it, seller, subscription.id)
  const { body: overview } = await call(it, 'getPortalOverview', { key })
  assert.deepEqual(overview.period, { charged: '0.10', tax: '0.00', events: 2 })
  assert.equal(overview.balance.amount, '19.90')
  const { body: charges } = await call(it, 'listPortalCharges', { key })
  const refund = charges.data.find(({ kind }: { kind: string }) => kind === 'refund')
  assert.equal(refund.amount, '0.05')
})

test('a portal sees nothing of another subscription or customer of the same merchant', async () => {
  const seller = await givenSeller(it)
  it.clock.now = Temporal.Instant.from('2026-11-21T10:00:00Z')
  const mine = await givenUsed(seller)
  const other = await givenUsed(seller)
  const stranger = await givenSeller(it)
  const theirs = await givenUsed(stranger)
  const key = await givenViewer(it, seller, mine.id)
  const span = { from: '2026-11-20T00:00:00Z', to: '2026-11-22T00:00:00Z' }

  const replies = [
    await call(it, 'getPortalOverview', { key }),
    await call(it, 'getPortalUsage', { key, query: span }),
    await call(it, 'listPortalCharges', { key, query: { limit: 100 } }),
  ]
  const seen = JSON.stringify(replies.map(({ body }) => body))
  for (const id of [other.id, other.customerId, theirs.id, theirs.customerId]) {
    assert.ok(!seen.includes(id))
  }
  assert.equal(replies[0]?.body.period.events, 3)
  assert.equal(replies[1]?.body.metrics[0].quantity, '15')
  assert.equal(replies[2]?.body.pagination.total, 3)
  // Nor through any door of the merchant.
  for (const id of [mine.id, other.id]) {
    assert.equal((await call(it, 'getSubscription', { key, params: { id } })).status, 403)
  }
})

test('the database itself shows a portal one subscription, one customer, and no postings', async () => {
  const seller = await givenSeller(it)
  it.clock.now = Temporal.Instant.from('2026-11-21T10:00:00Z')
  const mine = await givenUsed(seller)
  await givenUsed(seller)
  const principal = {
    role: 'tally_portal' as const,
    scope: {
      organizationId: seller.organizationId,
      customerId: mine.customerId,
      subjectId: mine.id,
    },
    actor: { kind: 'portal' as const, id: 'tests' },
    permissions: new Set<never>(),
  }
  const { workspace } = it.installation
  const countOf = (table: string) =>
    transact(workspace, principal, async ({ db }) => {
      const { rows } = await sql<{ count: number }>`
        select count(*)::int as count from ${sql.table(table)}`.execute(db)
      return rows[0]?.count
    })
  assert.equal(await countOf('tally.subscriptions'), 1)
  assert.equal(await countOf('tally.customers'), 1)
  assert.equal(await countOf('tally.usage_events'), 3)
  for (const table of [
    'tally.postings',
    'tally.entries',
    'tally.portal_links',
    'tally.portal_sessions',
  ]) {
    await assert.rejects(countOf(table), /permission denied/)
  }
})
