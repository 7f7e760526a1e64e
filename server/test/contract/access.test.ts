// Who gets in: every endpoint without credentials, with junk, and without the permission it names.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createApiKey } from '../../src/access/create-api-key.ts'
import { founder } from '../../src/access/found.ts'
import { transact } from '../../src/platform/workspace.ts'
import { call, givenMerchant, type Party, product } from '../harness/product.ts'
import { everyEndpoint, type Named } from './endpoints.ts'
import { sample } from './sample.ts'

const it = product({
  arrange: async () => {
    merchant = await givenMerchant(it)
    noPermissions = await keyWithout(merchant)
  },
})
let merchant: Party
let noPermissions: string

/** A key of the owner whose scopes allow nothing at all. */
async function keyWithout({ organizationId, userId }: Party): Promise<string> {
  const principal = { ...founder('merchant'), scope: { organizationId, userId } }
  const made = await transact(it.installation.workspace, principal, (ctx) =>
    createApiKey(ctx, { userId, name: 'nothing', permissions: [] }),
  )
  return made.text
}

function request({ endpoint }: Named) {
  const part = (schema: Parameters<typeof sample>[0] | undefined) =>
    schema && (sample(schema) as Record<string, string>)
  return {
    params: part(endpoint.params) ?? {},
    query: part(endpoint.query) ?? {},
    ...(endpoint.body && { body: part(endpoint.body) }),
  }
}

test('nobody gets in without credentials, but where the contract says open', async () => {
  for (const named of everyEndpoint) {
    const { status } = await call(it, named.name, request(named))
    if (named.endpoint.access.kind === 'open') assert.notEqual(status, 500, named.name)
    else assert.equal(status, 401, named.name)
  }
})

test('junk in place of a key is refused like no key', async () => {
  const junk = [
    'x',
    'sk_test_',
    `sk_test_${'0'.repeat(88)}`,
    'sk_live_0',
    'pts_0',
    `pts_${'a'.repeat(64)}`,
  ]
  for (const named of everyEndpoint.slice(0, 20)) {
    if (named.endpoint.access.kind === 'open') continue
    for (const key of junk) {
      const { status } = await call(it, named.name, { ...request(named), key })
      assert.equal(status, 401, `${named.name} with ${key.slice(0, 12)}`)
    }
  }
})

test('a key without the permission of an endpoint is refused, whatever it sends', async () => {
  for (const named of everyEndpoint) {
    const { access } = named.endpoint
    if (access.kind === 'open' || access.kind === 'self') continue
    const { status, body } = await call(it, named.name, { ...request(named), key: noPermissions })
    // To a merchant, the endpoints of the platform do not exist.
    assert.equal(status, access.kind === 'platform' ? 404 : 403, named.name)
    assert.equal(typeof body.message, 'string')
  }
})

test('an unknown path is a 404 in the form of every other error', async () => {
  const reply = await it.http.inject({ method: 'GET', url: '/v0/nothing' })
  assert.equal(reply.statusCode, 404)
  assert.deepEqual(Object.keys(reply.json()).sort(), ['code', 'error', 'message'])
})
