// The Idempotency-Key: every POST takes one, and what it promises is the same everywhere.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { within } from '../../src/platform/db/transaction.ts'
import { call, givenMerchant, givenOrganization, type Party, product } from '../harness/product.ts'
import { everyEndpoint } from './endpoints.ts'
import { sample } from './sample.ts'

let merchant: Party
let platform: Party
const it = product({
  arrange: async () => {
    merchant = await givenMerchant(it)
    platform = await givenOrganization(it, 'platform')
  },
})

const create = (idempotencyKey: string, body: object, { organizationId, key } = merchant) =>
  call(it, 'createProduct', {
    key,
    body: { merchantId: organizationId, name: 'a', description: 'b', ...body },
    headers: { 'idempotency-key': idempotencyKey },
  })

test('no endpoint that changes something fails because a key was sent, whoever sends it', async () => {
  for (const { name, endpoint } of everyEndpoint) {
    if (endpoint.method !== 'POST') continue
    const request = {
      params: endpoint.params ? (sample(endpoint.params) as Record<string, string>) : {},
      ...(endpoint.body && { body: sample(endpoint.body) }),
    }
    for (const [who, key] of Object.entries({
      merchant: merchant.key,
      platform: platform.key,
      nobody: '',
    })) {
      const headers = { 'idempotency-key': `${name} by ${who}` }
      const reply = await call(it, name, { ...request, ...(key && { key }), headers })
      assert.ok(reply.status < 500, `${name} by ${who}: ${reply.status}`)
    }
  }
})

test('a repetition is answered with the first reply, and has no second effect', async () => {
  const first = await create('once', {})
  const second = await create('once', {})
  assert.equal(first.status, 201)
  assert.equal(second.status, 201)
  assert.deepEqual(second.body, first.body)
  const list = await call(it, 'listProducts', {
    key: merchant.key,
    query: { merchantId: merchant.organizationId },
    headers: { 'idempotency-key': 'once' },
  })
  assert.equal(list.body.pagination.total, 1)
})

test('the same key with another payload, or for another operation, is refused', async () => {
  await create('taken', {})
  const { status, body } = await create('taken', { name: 'another' })
  assert.deepEqual([status, body.code], [422, 'IDEMPOTENCY_KEY_REUSED'])
  const other = await call(it, 'createRole', {
    key: merchant.key,
    params: { id: merchant.organizationId },
    body: { name: 'r', permissions: [] },
    headers: { 'idempotency-key': 'taken' },
  })
  assert.equal(other.body.code, 'IDEMPOTENCY_KEY_REUSED')
})

test('a request that failed is not kept: the key is free to try again', async () => {
  const failed = await create('again', { name: 7 })
  assert.equal(failed.status, 400)
  assert.equal((await create('again', {})).status, 201)
})

test('while the first request runs, a second is told so', async () => {
  const { database } = it.installation.workspace
  const as = { role: 'tally_app', scope: { organizationId: merchant.organizationId } } as const
  const { promise: release, resolve } = Promise.withResolvers<void>()
  const locked = Promise.withResolvers<void>()
  const blocking = within(database, as, async (db) => {
    await sql`lock table tally.products in share row exclusive mode`.execute(db)
    locked.resolve()
    await release
  })
  await locked.promise
  const both = [create('racing', {}), create('racing', {})]
  // The first waits for the table that we hold, so the second is the one that answers.
  const refused = await Promise.race(both).finally(resolve)
  await blocking
  assert.deepEqual([refused.status, refused.body.code], [409, 'REQUEST_IN_PROGRESS'])
  const statuses = (await Promise.all(both)).map(({ status }) => status)
  assert.deepEqual(statuses.sort(), [201, 409])
})

test('a key of one organization means nothing to another', async () => {
  const another = await givenMerchant(it)
  const first = await create('shared', {})
  const second = await create('shared', {}, another)
  assert.equal(second.status, 201)
  assert.notEqual(second.body.id, first.body.id)
})
