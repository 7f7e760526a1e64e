import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { listLanes, startScheduler } from '../../src/platform/due/scheduler.ts'
import { createMetrics } from '../../src/platform/metrics.ts'
import { allDueWork } from '../../src/wiring.ts'
import { made } from '../harness/catalog.ts'
import { givenCustomer } from '../harness/customers.ts'
import { givenInvoicing } from '../harness/invoiced.ts'
import { call, product } from '../harness/product.ts'

const it = product()
const count = 100

/** Two schedulers at once, as in two workers, until nothing is due any more. */
async function twoWorkers() {
  const { workspace, log } = it.installation
  const handlers = allDueWork(it.installation)
  const metrics = createMetrics()
  const start = () => startScheduler({ workspace, log, metrics, handlers, concurrency: 2 })
  const workers = [start(), start()]
  try {
    while ((await listLanes({ workspace })).length > 0) await sleep(50)
  } finally {
    await Promise.all(workers.map((worker) => worker.close()))
  }
}

test('a hundred customers close at once, by two workers: each has its one invoice, with its own figures and number', async () => {
  it.clock.now = Temporal.Instant.from('2026-12-01T00:00:00Z')
  const shop = await givenInvoicing(it)
  const { key } = shop
  const fee = await shop.fee('49.00', { paymentTerm: 'in_arrears' })
  const planId = await shop.plan([fee, await shop.usage('0.25')], { defaultTaxRate: 19 })
  const startedAt = it.clock.now.toString()
  const used = new Map<string, number>()
  for (let nth = 1; nth <= count; nth += 1) {
    const customerId = await givenCustomer(it, shop)
    const body = { name: 'Pro', planId, customerId, startedAt }
    const { id } = await made(it, 'createSubscription', { key, body })
    await shop.uses(customerId, nth)
    used.set(id, nth)
  }
  it.clock.now = Temporal.Instant.from('2027-01-01T00:00:00Z')
  await twoWorkers()
  it.clock.now = Temporal.Instant.from('2027-01-02T00:00:00Z')
  await twoWorkers()

  const query = { status: 'ISSUED', limit: 100 }
  const { body } = await call(it, 'listInvoices', { key, query })
  assert.equal(body.pagination.total, count)
  const cents = (text: string) => Math.round(Number(text) * 100)
  for (const { subscriptionId, subtotal, totalTax, grandTotal } of body.data) {
    const net = 4900 + 25 * (used.get(subscriptionId) ?? Number.NaN)
    const tax = Math.round((net * 19) / 100)
    const figures = [subtotal, totalTax, grandTotal].map(cents)
    assert.deepEqual(figures, [net, tax, net + tax])
    used.delete(subscriptionId)
  }
  assert.equal(used.size, 0)
  assert.deepEqual(
    body.data.map(({ invoiceNumber }: { invoiceNumber: string }) => invoiceNumber).toSorted(),
    Array.from({ length: count }, (_, at) => `INV-2027-01-${String(at + 1).padStart(3, '0')}`),
  )
  const open = await call(it, 'listInvoices', { key, query: { status: 'ACTIVE' } })
  assert.equal(open.body.pagination.total, count)
})
