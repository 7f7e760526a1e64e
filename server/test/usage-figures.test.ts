import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { transact } from '../src/platform/workspace.ts'
import { fundsIn } from './harness/books.ts'
import {
  type Customer,
  givenMetered,
  givenSubscriber,
  type Metered,
  standard,
} from './harness/metered.ts'
import { call, givenOrganization, type Party, product } from './harness/product.ts'

let platform: Party
const it = product({
  arrange: async (of) => {
    platform = await givenOrganization(of, 'platform')
  },
})

/** The platform takes so many percent from now on. */
async function takeFee(merchant: Party, percent: string) {
  const principal = {
    role: 'tally_platform' as const,
    scope: { organizationId: platform.organizationId },
    actor: { kind: 'system' as const, id: 'tests' },
    permissions: new Set<never>(),
  }
  await transact(it.installation.workspace, principal, async ({ db, now }) => {
    await sql`select tally.set_merchant_terms(${merchant.organizationId}, ${percent}, '{}', ${now})`.execute(
      db,
    )
  })
}

let keys = 0

function use(merchant: Metered, { customerId }: Customer, properties: readonly object[]) {
  keys += 1
  const body = {
    customerId,
    merchantId: merchant.organizationId,
    idempotencyKey: `key ${keys}`,
    timestamp: it.clock.now.toString(),
    properties: properties.map((property) => ({
      billableMetricId: merchant.metricIds[0],
      quantity: 1,
      ...property,
    })),
  }
  return call(it, 'createUsageEvent', { key: merchant.key, body })
}

const refund = ({ key }: Party, id: string) =>
  call(it, 'refundUsageEvent', { key, params: { id }, body: { refunded: true } })

/** Balances by kind, in nanos. */
async function balances({ key }: Party): Promise<Record<string, string>> {
  const { body } = await call(it, 'listAccounts', { key })
  return Object.fromEntries(
    body.data.map(({ kind, balance }: { kind: string; balance: string }) => [kind, balance]),
  )
}

test('an event may cost 9,007,199 units and not a nano more, and its figures stay exact', async () => {
  const merchant = await givenMetered(it, {
    prices: [standard('9007199'), standard('0.000000001')],
  })
  const customer = await givenSubscriber(it, merchant, { funds: '20000000.00' })
  const dearest = await use(merchant, customer, [{}])
  assert.equal(dearest.body.billing.totalAmount, 9_007_199_000_000_000)
  const second = { billableMetricId: merchant.metricIds[1] }
  const dearer = await use(merchant, customer, [{}, second])
  assert.equal(dearer.status, 400)
  assert.equal(dearer.body.errors[0].field, 'properties')
  assert.equal(await fundsIn(it, merchant, customer.customerId), 10_992_801_000_000_000n)
})

test('prices of fifteen digits and quantities of sixteen are multiplied exactly, then rounded', async () => {
  const merchant = await givenMetered(it, { prices: [standard('0.000000000000001')] })
  const customer = await givenSubscriber(it, merchant, { funds: '10.00' })
  const most = await use(merchant, customer, [{ quantity: Number.MAX_SAFE_INTEGER }])
  assert.equal(most.body.billing.price, 9_007_199_255)
  const half = await use(merchant, customer, [{ quantity: 500_000 }])
  assert.equal(half.body.billing.price, 1)
  const less = await use(merchant, customer, [{ quantity: 499_999 }])
  assert.equal(less.body.billing.price, 0)
})

test('a refund gives everyone what they had of that event, whatever the platform takes by then', async () => {
  const merchant = await givenMetered(it, { prices: [standard('1')], taxRate: '10' })
  const customer = await givenSubscriber(it, merchant, { funds: '10.00' })
  await takeFee(merchant, '100')
  const { body } = await use(merchant, customer, [{}])
  assert.deepEqual(await balances(merchant), {
    out_of_band: '-10.00',
    platform_fees: '1.00',
    tax_payable: '0.10',
  })
  await takeFee(merchant, '0')
  assert.equal((await refund(merchant, body.id)).status, 200)
  const after = await balances(merchant)
  assert.deepEqual([after['platform_fees'], after['tax_payable']], ['0.00', '0.00'])
  assert.equal(await fundsIn(it, merchant, customer.customerId), 10_000_000_000n)
})

test('each metric has its own rate, and prices that contain tax are split without losing a nano', async () => {
  const prices = [standard('0.000000010'), standard('0.000000010'), standard('0.000000007')]
  const merchant = await givenMetered(it, { prices, taxRate: '19', taxBehavior: 'inclusive' })
  const [first = '', second = '', third = ''] = merchant.metricIds
  const taxRates = { [first]: '7', default: '25' }
  const customer = await givenSubscriber(it, merchant, { funds: '1.00', taxRates })
  const { body } = await use(merchant, customer, [
    { billableMetricId: first },
    { billableMetricId: second },
    { billableMetricId: third },
  ])
  // 10 × 7/107 = 0.65 → 1; (10 + 7) × 25/125 = 3.4 → 3.
  assert.deepEqual(body.billing, { ...body.billing, price: 23, totalTax: 4, totalAmount: 27 })
})

test('what a refund gave back still counts in the volume, which each subscription keeps for itself', async () => {
  const parameters = { function: 'linear', gradient: '1', min: '1', max: '100' }
  const price = { model: 'volume' as const, properties: { default: '1', parameters } }
  const merchant = await givenMetered(it, { prices: [price] })
  const [ann, bob] = [
    await givenSubscriber(it, merchant, { funds: '100.00' }),
    await givenSubscriber(it, merchant, { funds: '100.00' }),
  ]
  const priceOf = async (customer: Customer) => (await use(merchant, customer, [{}])).body
  const one = await priceOf(ann)
  await refund(merchant, one.id)
  assert.equal((await priceOf(ann)).billing.price, 2_000_000_000)
  assert.equal((await priceOf(bob)).billing.price, 1_000_000_000)
})
