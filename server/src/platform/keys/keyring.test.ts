import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { folderKeyStore } from './key-store.ts'
import { makeKeyring } from './keyring.ts'
import { encrypt, fileRootKey } from './root-key.ts'
import type { Place } from './seals.ts'

const folder = () => mkdtempSync(join(tmpdir(), 'tallystick-keyring-'))

async function givenKeyring() {
  const dir = folder()
  const clock = { ms: 0 }
  const store = await folderKeyStore(join(dir, 'keystore'))
  const rootKey = await fileRootKey(join(dir, 'root.key'), true)
  return { dir, clock, store, rootKey, keyring: makeKeyring(rootKey, store, () => clock.ms) }
}

const place: Place = { table: 'customers', column: 'details', row: 'cus_1' }

test('a sealed value opens where it was sealed, and moved anywhere else it does not', async () => {
  const { keyring } = await givenKeyring()
  const { seals } = await keyring.found('org_a')
  const other = (await keyring.found('org_b')).seals
  const sealed = seals.seal(place, { name: 'Ada' })
  assert.deepEqual(seals.open(place, sealed), { name: 'Ada' })
  const elsewhere: readonly Place[] = [
    { ...place, table: 'users' },
    { ...place, column: 'profile' },
    { ...place, row: 'cus_2' },
  ]
  for (const moved of elsewhere) assert.throws(() => seals.open(moved, sealed))
  assert.throws(() => other.open(place, sealed))
  const otherVersion = Buffer.concat([Buffer.from([0, 2]), sealed.subarray(2)])
  assert.throws(() => seals.open(place, otherVersion))
})

test('a sealed value that was changed or cut short does not open', async () => {
  const { keyring } = await givenKeyring()
  const { seals } = await keyring.found('org_a')
  const sealed = seals.seal(place, 'Ada')
  for (let at = 2; at < sealed.length; at += 1) {
    const changed = Buffer.from(sealed)
    changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
    assert.throws(() => seals.open(place, changed))
    assert.throws(() => seals.open(place, sealed.subarray(0, at)))
  }
})

test('equal values have an equal index within an organization and column only', async () => {
  const { keyring } = await givenKeyring()
  const { seals } = await keyring.found('org_a')
  const other = (await keyring.found('org_b')).seals
  const index = seals.index('customers', 'email', 'a@example.com')
  assert.deepEqual(seals.index('customers', 'email', 'a@example.com'), index)
  assert.notDeepEqual(seals.index('customers', 'phone', 'a@example.com'), index)
  assert.notDeepEqual(other.index('customers', 'email', 'a@example.com'), index)
})

test('an owner that is founded again seals with keys that open after the cache has forgotten', async () => {
  const { keyring, clock } = await givenKeyring()
  const first = await keyring.found('org_a')
  await keyring.of('org_a', async () => first.keys)
  const second = await keyring.found('org_a')
  const sealed = (await keyring.of('org_a', async () => second.keys)).seal(place, 'kept')
  clock.ms += 60_000
  const later = await keyring.of('org_a', async () => second.keys)
  assert.equal(later.open(place, sealed), 'kept')
})

test('who finds no keys yet keeps nobody else from finding them', async () => {
  const { keyring } = await givenKeyring()
  const { keys } = await keyring.found('org_a')
  const early = Promise.withResolvers<typeof keys>()
  const tooEarly = keyring.of('org_a', () => early.promise)
  const later = await keyring.of('org_a', async () => keys)
  early.reject(new Error('there are no keys yet'))
  await assert.rejects(tooEarly, /no keys yet/)
  assert.equal(later.ownerId, 'org_a')
  assert.equal(await keyring.of('org_a', () => assert.fail('it was read again')), later)
})

test('keys are read again after a minute, and what is gone from the key store is gone', async () => {
  const { dir, rootKey, clock } = await givenKeyring()
  const stored = new Map<string, Buffer>()
  const store = {
    ...(await folderKeyStore(join(dir, 'unused'))),
    read: async (owner: string) => stored.get(owner),
    write: async (owner: string, wrapped: Buffer) => {
      stored.set(owner, wrapped)
      return wrapped
    },
  }
  const keyring = makeKeyring(rootKey, store, () => clock.ms)
  const { keys } = await keyring.found('org_a')
  await keyring.of('org_a', async () => keys)
  stored.clear()
  clock.ms += 59_999
  await keyring.of('org_a', async () => keys)
  clock.ms += 1
  await assert.rejects(
    keyring.of('org_a', async () => keys),
    /no key of org_a/,
  )
})

test('an owner has one key, whoever writes it first, and its file is for its owner alone', async () => {
  const { dir } = await givenKeyring()
  const path = join(dir, 'keystore')
  const stores = await Promise.all([folderKeyStore(path), folderKeyStore(path)])
  const kept = await Promise.all(
    [...stores, ...stores].map((store, index) => store.write('org_a', Buffer.from([index]))),
  )
  const [first] = kept
  for (const each of kept) assert.deepEqual(each, first)
  assert.deepEqual(await stores[0]?.read('org_a'), first)
  assert.deepEqual(readdirSync(path), ['org_a.key'])
  assert.equal(statSync(join(path, 'org_a.key')).mode & 0o777, 0o600)
})

test('an owner cannot name a file outside the key store', async () => {
  const { dir, store } = await givenKeyring()
  await store.write('../../escaped', Buffer.from('x'))
  assert.deepEqual(readdirSync(dir).sort(), ['keystore', 'root.key'])
})

test('the same value is never sealed to the same bytes', () => {
  const key = Buffer.alloc(32, 1)
  assert.notDeepEqual(encrypt(key, Buffer.from('a'), 'b'), encrypt(key, Buffer.from('a'), 'b'))
})
