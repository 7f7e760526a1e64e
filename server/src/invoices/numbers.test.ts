import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asSystem } from '../../test/harness/acting.ts'
import { december, givenInvoicing } from '../../test/harness/invoiced.ts'
import { call, product } from '../../test/harness/product.ts'
import { setIssued } from './issue-store.ts'

const it = product()
const fee = { paymentTerm: 'in_arrears' }

/** So many customers, each with a clock of their own, whose December was 5.00. */
async function givenSubscribers(shop: Awaited<ReturnType<typeof givenInvoicing>>, count: number) {
  const planId = await shop.plan([await shop.fee('5.00', fee)])
  const subscribers = []
  while (subscribers.length < count) {
    subscribers.push(await shop.subscriber({ planId, at: december }))
  }
  return subscribers
}

async function numbersOf({ key }: { readonly key: string }) {
  const { body } = await call(it, 'listInvoices', { key, query: { limit: 100 } })
  return body.data
    .flatMap(({ invoiceNumber }: { invoiceNumber: string | null }) => invoiceNumber ?? [])
    .toSorted()
}

test('invoices that are issued at once have numbers without gaps, and none twice', async () => {
  const shop = await givenInvoicing(it)
  const subscribers = await givenSubscribers(shop, 8)
  await Promise.all(subscribers.map(({ clockId }) => shop.passes(clockId, 'P32D')))
  assert.deepEqual(
    await numbersOf(shop),
    [1, 2, 3, 4, 5, 6, 7, 8].map((number) => `INV-2027-01-00${number}`),
  )
})

test('a number that was taken by what came to nothing is given to the next', async () => {
  const shop = await givenInvoicing(it, { autoApprove: false })
  const subscribers = await givenSubscribers(shop, 2)
  const drafts: string[] = []
  for (const { clockId, id } of subscribers) {
    await shop.passes(clockId, 'P32D')
    drafts.push((await shop.period(id, 1)).id)
  }
  const [first = '', second = ''] = drafts
  const crashed = asSystem(it, shop, async (ctx) => {
    const { number } = await setIssued(ctx, { id: first, status: 'ISSUED' })
    assert.equal(number, 'INV-2026-11-001')
    throw new Error('The power went.')
  })
  await assert.rejects(crashed, /power/)
  for (const id of [second, first]) {
    const reply = await call(it, 'approveInvoice', { key: shop.key, params: { id } })
    assert.equal(reply.status, 200)
  }
  assert.equal((await shop.invoice(second)).invoiceNumber, 'INV-2027-01-001')
  assert.equal((await shop.invoice(first)).invoiceNumber, 'INV-2027-01-002')
})

test('a draft that two approve at once has one number', async () => {
  const shop = await givenInvoicing(it, { autoApprove: false })
  const [subscriber] = await givenSubscribers(shop, 1)
  assert.ok(subscriber)
  await shop.passes(subscriber.clockId, 'P32D')
  const { id } = await shop.period(subscriber.id, 1)
  const approve = () => call(it, 'approveInvoice', { key: shop.key, params: { id } })
  const replies = await Promise.all([approve(), approve(), approve()])
  assert.deepEqual(replies.map(({ status }) => status).toSorted(), [200, 409, 409])
  assert.deepEqual(await numbersOf(shop), ['INV-2027-01-001'])
})

test('each month and each merchant counts from one', async () => {
  const shops = [await givenInvoicing(it), await givenInvoicing(it)]
  for (const shop of shops) {
    const [subscriber] = await givenSubscribers(shop, 1)
    assert.ok(subscriber)
    await shop.passes(subscriber.clockId, 'P64D')
    assert.deepEqual(await numbersOf(shop), ['INV-2027-01-001', 'INV-2027-02-001'])
  }
})

for (const [startedAt, paymentTermDays, dueAt] of [
  ['2026-12-01T09:30:00Z', 0, '2027-01-02T00:00:00Z'],
  ['2026-12-01T09:30:00Z', 30, '2027-02-01T00:00:00Z'],
] as const) {
  test(`an invoice with a term of ${paymentTermDays} days is due at midnight, ${dueAt}`, async () => {
    const shop = await givenInvoicing(it)
    const planId = await shop.plan([await shop.fee('5.00', fee)])
    const { clockId, id } = await shop.subscriber({ planId, at: startedAt, paymentTermDays })
    await shop.passes(clockId, 'P33D')
    assert.equal((await shop.period(id, 1)).dueAt, dueAt)
  })
}

test('a term that changes holds for later invoices', async () => {
  const shop = await givenInvoicing(it)
  const planId = await shop.plan([await shop.fee('5.00', fee)])
  const wish = { planId, at: december, paymentTermDays: 10 }
  const { clockId, id } = await shop.subscriber(wish)
  await shop.post('updateSubscription', id, { paymentTermDays: 20 })
  await shop.passes(clockId, 'P64D')
  assert.equal((await shop.period(id, 1)).dueAt, '2027-01-12T00:00:00Z')
  assert.equal((await shop.period(id, 2)).dueAt, '2027-02-22T00:00:00Z')
})
