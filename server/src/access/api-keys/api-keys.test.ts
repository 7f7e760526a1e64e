import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenMember } from '../../../test/harness/people.ts'
import { call, givenMerchant, type Party, product } from '../../../test/harness/product.ts'

const it = product()

async function works(key: string): Promise<boolean> {
  const { status } = await call(it, 'listProducts', { key })
  assert.ok(status === 200 || status === 401, String(status))
  return status === 200
}

async function create(owner: Party, more: Readonly<Record<string, unknown>> = {}) {
  const made = await call(it, 'createApiKey', { key: owner.key, body: { name: 'k', ...more } })
  assert.equal(made.status, 201, JSON.stringify(made.body))
  return made.body as { readonly id: string; readonly key: string }
}

const wait = (seconds: number) => {
  it.clock.now = it.clock.now.add({ seconds })
}

test('a key is shown once; lists know its end and when it was last used', async () => {
  const owner = await givenMerchant(it)
  const { id, key } = await create(owner, { name: 'importer' })
  assert.match(key, /^sk_test_[0-9a-f]{88}$/)
  assert.ok(await works(key))
  const { body } = await call(it, 'listApiKeys', { key: owner.key })
  const listed = body.data.find((one: { id: string }) => one.id === id)
  assert.equal(listed.name, 'importer')
  assert.equal(listed.lastFour, key.slice(-4))
  assert.equal(listed.lastUsedAt, it.clock.now.toString())
  assert.equal(JSON.stringify(body).includes(key), false)
})

test('a key may do what its scopes say and no more, and a key made by it neither', async () => {
  const owner = await givenMerchant(it)
  const { key } = await create(owner, { permissions: ['catalog:read', 'apiKeys:write'] })
  assert.ok(await works(key))
  assert.equal((await call(it, 'listApiKeys', { key })).status, 403)
  const body = { name: 'child' }
  const beyond = { name: 'child', permissions: ['customers:read'] }
  assert.equal((await call(it, 'createApiKey', { key, body: beyond })).status, 403)
  const child = await call(it, 'createApiKey', { key, body })
  assert.deepEqual(child.body.permissions.toSorted(), ['apiKeys:write', 'catalog:read'])
  assert.equal((await call(it, 'listApiKeys', { key: child.body.key })).status, 403)
})

test('a rotated key works until the overlap ends, and its successor goes on', async () => {
  const owner = await givenMerchant(it)
  const old = await create(owner, { permissions: ['catalog:read'] })
  const rotated = await call(it, 'rotateApiKey', {
    key: owner.key,
    params: { id: old.id },
    body: { overlapSeconds: 60 },
  })
  assert.equal(rotated.status, 201)
  assert.equal(rotated.body.replaces, old.id)
  assert.deepEqual(rotated.body.permissions, ['catalog:read'])
  wait(59)
  assert.ok(await works(old.key))
  wait(2)
  assert.equal(await works(old.key), false)
  assert.ok(await works(rotated.body.key))
  const again = await call(it, 'rotateApiKey', { key: owner.key, params: { id: old.id } })
  assert.equal(again.status, 404)
})

test('rotating a key hands over no more than the one who rotates it holds', async () => {
  const owner = await givenMerchant(it)
  const developer = await givenMember(it, owner, ['developer'])
  const { id, key } = await create(owner)
  const rotated = await call(it, 'rotateApiKey', { headers: developer.signedIn, params: { id } })
  assert.equal(rotated.status, 403)
  assert.equal(rotated.body.code, 'GRANT_EXCEEDS_OWN')
  assert.ok(await works(key))
})

test('a revoked key stops within a second', async () => {
  const owner = await givenMerchant(it)
  const { id, key } = await create(owner)
  assert.ok(await works(key))
  assert.equal((await call(it, 'revokeApiKey', { key: owner.key, params: { id } })).status, 204)
  wait(1)
  assert.equal(await works(key), false)
  assert.equal((await call(it, 'revokeApiKey', { key: owner.key, params: { id } })).status, 404)
})

test('a key ends when it expires, and none is made that has expired', async () => {
  const owner = await givenMerchant(it)
  const expiresAt = it.clock.now.add({ minutes: 5 }).toString()
  const { key } = await create(owner, { expiresAt })
  assert.ok(await works(key))
  wait(301)
  assert.equal(await works(key), false)
  const late = await call(it, 'createApiKey', { key: owner.key, body: { name: 'k', expiresAt } })
  assert.equal(late.status, 400)
  assert.equal(late.body.errors[0].field, 'expiresAt')
})

test('a key works from its addresses only', async () => {
  const owner = await givenMerchant(it)
  const { key: elsewhere } = await create(owner, { allowedAddresses: ['192.0.2.0/24'] })
  const { key: here } = await create(owner, { allowedAddresses: ['192.0.2.0/24', '127.0.0.0/8'] })
  assert.equal(await works(elsewhere), false)
  assert.ok(await works(here))
  const allowedAddresses = ['192.0.2.0/24', 'office']
  const body = { name: 'k', allowedAddresses }
  const wrong = await call(it, 'createApiKey', { key: owner.key, body })
  assert.equal(wrong.body.errors[0].field, 'allowedAddresses.1')
})

test('an address list holds for IPv6, for IPv4 in its clothes, and behind a trusted proxy', async () => {
  const owner = await givenMerchant(it)
  const { key } = await create(owner, { allowedAddresses: ['2001:db8:7::/48', '192.0.2.17'] })
  const from = async (address: string) => {
    const headers = { 'x-forwarded-for': address }
    return (await call(it, 'listProducts', { key, headers })).status
  }
  assert.equal(await from('2001:db8:7:1::9'), 200)
  assert.equal(await from('2001:db8:8::9'), 401)
  assert.equal(await from('192.0.2.17'), 200)
  assert.equal(await from('::ffff:192.0.2.17'), 200)
  assert.equal(await from('192.0.2.18'), 401)
})

test('when a key was last used is known to the minute', async () => {
  const owner = await givenMerchant(it)
  const { id, key } = await create(owner)
  const lastUsed = async () => {
    const { body } = await call(it, 'listApiKeys', { key: owner.key })
    return body.data.find((one: { id: string }) => one.id === id).lastUsedAt
  }
  assert.equal(await lastUsed(), undefined)
  assert.ok(await works(key))
  const first = it.clock.now.toString()
  assert.equal(await lastUsed(), first)
  wait(30)
  assert.ok(await works(key))
  assert.equal(await lastUsed(), first)
  wait(31)
  assert.ok(await works(key))
  assert.equal(await lastUsed(), it.clock.now.toString())
})

test('a key that is rotated without an overlap stops within a second', async () => {
  const owner = await givenMerchant(it)
  const { id, key } = await create(owner)
  assert.ok(await works(key))
  const params = { id }
  const body = { overlapSeconds: 0 }
  const { body: next } = await call(it, 'rotateApiKey', { key: owner.key, params, body })
  wait(1)
  assert.equal(await works(key), false)
  assert.ok(await works(next.key))
})

test('keys of another organization are answered as keys that never existed', async () => {
  const owner = await givenMerchant(it)
  const { id } = await create(await givenMerchant(it))
  for (const name of ['rotateApiKey', 'revokeApiKey']) {
    const foreign = await call(it, name, { key: owner.key, params: { id } })
    const params = { id: 'key_00000000000000000000000000000000' }
    assert.equal(foreign.status, 404)
    assert.deepEqual(foreign.body, (await call(it, name, { key: owner.key, params })).body)
  }
})
