import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { formatId, idPrefixes, isId, type Resource } from './ids.ts'

const resources = Object.keys(idPrefixes) as Resource[]
const resource = fc.constantFrom(...resources)

test('every id that is made is recognised as an id of its resource', () => {
  fc.assert(
    fc.property(resource, fc.uuid(), (kind, uuid) => {
      const id = formatId(kind, uuid)
      assert.ok(isId(kind, id))
      assert.match(id, new RegExp(`^${idPrefixes[kind]}_[a-z0-9]+$`))
    }),
  )
})

test('dashes and capitals of a UUID do not change the id', () => {
  const uuid = '019A2B3C-4D5E-7F60-8A1B-2C3D4E5F6071'
  assert.equal(formatId('customer', uuid), 'cus_019a2b3c4d5e7f608a1b2c3d4e5f6071')
  assert.equal(formatId('customer', uuid.replaceAll('-', '')), formatId('customer', uuid))
})

test('a test clock has sixteen digits, the random end of its UUID', () => {
  assert.equal(formatId('testClock', '019a2b3c-4d5e-7f60-8a1b-2c3d4e5f6071'), 'tc_8a1b2c3d4e5f6071')
})

test('no two resources share a prefix, but for holds, which clients know as entitlements', () => {
  const shared = resources.filter((kind) => {
    const twins = resources.filter((other) => idPrefixes[other] === idPrefixes[kind])
    return twins.length > 1
  })
  assert.deepEqual(shared, ['entitlement', 'hold'])
})

test('text that is not an id of the resource is not taken for one', () => {
  const hex = '019a2b3c4d5e7f608a1b2c3d4e5f6071'
  for (const text of [
    '',
    'cus_',
    hex,
    `sub_${hex}`,
    `cus_${hex}0`,
    `cus_${hex.slice(1)}`,
    `cus_${hex.slice(1)}G`,
    `cus_${hex.toUpperCase()}`,
    `cus_${hex}\n`,
    ` cus_${hex}`,
  ]) {
    assert.equal(isId('customer', text), false, text)
  }
})

test('an id is made of a UUID and of nothing else', () => {
  assert.throws(() => formatId('customer', 'cus_1'), /made of a UUID/)
})
