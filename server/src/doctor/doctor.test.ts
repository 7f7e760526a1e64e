import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { givenCustomer, givenMetered, standard } from '../../test/harness/metered.ts'
import { call, product } from '../../test/harness/product.ts'
import { runDoctor } from './run.ts'

const it = product({ madeUpRows: true })

const failing = async () =>
  (await runDoctor(it.installation)).checks.filter(({ ok }) => !ok).map(({ name }) => name)

async function givenUsage() {
  const merchant = await givenMetered(it, { prices: [standard('1')], taxRate: '10' })
  const customer = await givenCustomer(it, merchant, { funds: '10.00' })
  const events = [1, 2, 3].map((quantity) => ({
    customerId: customer.customerId,
    merchantId: merchant.organizationId,
    idempotencyKey: `key ${quantity}`,
    timestamp: '2026-11-21T09:00:00Z',
    properties: [{ billableMetricId: merchant.metricIds[0], quantity }],
  }))
  const { key } = merchant
  const { body } = await call(it, 'batchCreateUsageEvents', { key, body: { events } })
  const params = { id: body.successful[0].id }
  await call(it, 'refundUsageEvent', { key, params, body: { refunded: true } })
  return merchant
}

/** Writes past every rule of the database, as no role of the server can. */
async function tampering(statement: string, undo: string, look: () => Promise<void>) {
  const client = new pg.Client({ connectionString: it.installation.databaseUrl })
  await client.connect()
  try {
    await client.query(`set session_replication_role = replica; ${statement}`)
    await look()
    await client.query(undo)
  } finally {
    await client.end()
  }
}

test('the doctor is content with books that were kept by the rules, and prints what it saw', async () => {
  await givenUsage()
  const { checks } = await runDoctor(it.installation)
  assert.deepEqual(await failing(), [])
  const events = checks.find(({ name }) => name.startsWith('Every usage event'))
  assert.deepEqual(events?.figures, {
    checked: 3,
    wrong: 0,
    examples: [],
    amounts: { USD: '6.00' },
  })
  const entries = checks.find(({ name }) => name.startsWith('The events of every usage entry'))
  assert.deepEqual(entries?.figures.amounts, { USD: '6.60' })
})

test('the doctor sees a balance, an event and a posting that were changed behind its back', async () => {
  await givenUsage()
  await tampering(
    `update tally.accounts set balance = balance + 1 where kind = 'funds'`,
    `update tally.accounts set balance = balance - 1 where kind = 'funds'`,
    async () =>
      assert.deepEqual(await failing(), [
        'Debits equal credits in every currency.',
        'Every balance equals the sum of its postings.',
      ]),
  )
  await tampering(
    `update tally.usage_events set fee = fee + 0.01, price = price + 0.01`,
    `update tally.usage_events set fee = fee - 0.01, price = price - 0.01`,
    async () => assert.equal((await failing()).length, 3),
  )
  await tampering(
    `update tally.postings set amount = amount + 1`,
    `update tally.postings set amount = amount - 1`,
    async () =>
      assert.ok((await failing()).includes('Every balance equals the sum of its postings.')),
  )
  assert.deepEqual(await failing(), [])
})
