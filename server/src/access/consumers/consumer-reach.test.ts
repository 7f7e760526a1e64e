// What a consumer reaches with a key of its own: its own house, and nothing of the merchants'.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { builtInRoles } from '@tallystick/contract/roles.ts'
import { everyEndpoint, type Named } from '../../../test/contract/endpoints.ts'
import { sample } from '../../../test/contract/sample.ts'
import { callPatiently } from '../../../test/harness/patience.ts'
import {
  call,
  givenMerchant,
  givenOrganization,
  type Party,
  product,
} from '../../../test/harness/product.ts'
import { canaryOf, givenEverything, type World } from '../../../test/harness/world.ts'

let merchant: World
let consumer: Party
const it = product({
  arrange: async (of) => {
    merchant = await givenEverything(of, 'theirs')
    consumer = await givenOrganization(of, 'consumer')
  },
})

const held: readonly string[] = builtInRoles.consumer.owner.permissions

/** A right request that names the merchant's objects. */
function request({ endpoint }: Named) {
  const name = (field: string, { pattern }: { pattern?: string }) =>
    merchant.idFor(field, pattern, endpoint.path)
  const part = (schema: Parameters<typeof sample>[0] | undefined) =>
    schema ? (sample(schema, name) as Record<string, string>) : {}
  return {
    params: part(endpoint.params),
    query: part(endpoint.query),
    ...(endpoint.body && { body: part(endpoint.body) }),
  }
}

test('a full consumer reads its own organization, members, roles and keys with its key', async () => {
  const { key, organizationId: id, userId } = consumer
  const params = { id }
  const own = await call(it, 'getOrganization', { key, params })
  assert.deepEqual([own.status, own.body.kinds], [200, ['consumer']])
  assert.equal((await call(it, 'getConsumer', { key, params })).body.id, id)
  assert.equal((await call(it, 'getUser', { key, params: { id: userId } })).body.id, userId)
  const members = await call(it, 'listMembers', { key, params })
  assert.deepEqual(
    members.body.data.map((member: { userId: string }) => member.userId),
    [userId],
  )
  const roles = await call(it, 'listRoles', { key, params })
  assert.deepEqual(
    roles.body.data.map((role: { name: string }) => role.name),
    Object.keys(builtInRoles.consumer),
  )
  assert.equal((await call(it, 'listApiKeys', { key })).body.pagination.total, 1)
})

test('what merchants do is refused to a consumer, whatever it names', async () => {
  let refused = 0
  for (const named of everyEndpoint) {
    const { access } = named.endpoint
    if (access.kind !== 'org' || held.includes(access.permission)) continue
    const reply = await callPatiently(it, named.name, { ...request(named), key: consumer.key })
    assert.equal(reply.status, 403, named.name)
    refused += 1
  }
  assert.ok(refused > 20, `only ${refused} endpoints were refused`)
})

test('nothing of a merchant shows to a consumer, whatever it may ask', async () => {
  for (const named of everyEndpoint) {
    const { access } = named.endpoint
    if (access.kind !== 'org' || !held.includes(access.permission)) continue
    const asked = request(named)
    for (const query of [asked.query, {}]) {
      const reply = await callPatiently(it, named.name, { ...asked, query, key: consumer.key })
      assert.ok(reply.status < 500, `${named.name}: ${reply.status}`)
      const text = JSON.stringify(reply.body ?? '')
      assert.ok(!text.includes(canaryOf('theirs')), `${named.name} shows a merchant's data`)
      assert.ok(!text.includes(merchant.merchant.organizationId), `${named.name} names a merchant`)
    }
  }
})

test('an organization that sells and buys does both under one key', async () => {
  const { key, organizationId: id } = await givenMerchant(it)
  const attached = await call(it, 'createConsumer', { key, body: { organizationId: id } })
  assert.equal(attached.status, 201)
  it.clock.now = it.clock.now.add({ seconds: 1 })
  const params = { id }
  const own = await call(it, 'getOrganization', { key, params })
  assert.deepEqual(own.body.kinds, ['merchant', 'consumer'])
  assert.equal((await call(it, 'getConsumer', { key, params })).status, 200)
  const body = { merchantId: id, name: 'Still sells', description: 'As before' }
  assert.equal((await call(it, 'createProduct', { key, body })).status, 201)
  const billing = { params, body: { email: 'billing@example.com', roles: ['billing'] } }
  assert.equal((await call(it, 'createInvitation', { key, ...billing })).status, 201)
})
