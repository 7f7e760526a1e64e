import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addressAllowed, networkOf, readRange } from './address-list.ts'

test('an address is allowed by itself, by its network, and by an empty list', () => {
  const table = [
    ['192.0.2.7', [], true],
    ['192.0.2.7', ['192.0.2.7'], true],
    ['192.0.2.7', ['192.0.2.0/24'], true],
    ['192.0.3.7', ['192.0.2.0/24'], false],
    ['::ffff:192.0.2.7', ['192.0.2.0/24'], true],
    ['2001:db8::7', ['2001:db8::/32'], true],
    ['2001:db9::7', ['2001:db8::/32'], false],
    ['2001:db8::7', ['0.0.0.0/0'], false],
    ['192.0.2.7', ['0.0.0.0/0'], true],
    ['192.0.2.7', ['junk'], false],
  ] as const
  for (const [address, list, allowed] of table) {
    assert.equal(addressAllowed(address, list), allowed, `${address} in ${list}`)
  }
})

test('what is no address or network is not read as one', () => {
  const junk = ['', 'office', '192.0.2', '192.0.2.0/33', '192.0.2.0/', '10.0.0.0/8/8', '::/129']
  for (const text of junk) assert.equal(readRange(text), undefined, text)
  assert.deepEqual(readRange('::1'), { network: '::1', prefix: 128, family: 'ipv6' })
})

test('strangers are counted by IPv4 address, and by the /64 of IPv6', () => {
  assert.equal(networkOf('192.0.2.7'), '192.0.2.7')
  assert.equal(networkOf('::ffff:192.0.2.7'), '192.0.2.7')
  assert.equal(networkOf('2001:db8:1:2:3:4:5:6'), '2001:db8:1:2::/64')
  assert.equal(networkOf('2001:0db8:1:2::'), '2001:db8:1:2::/64')
  assert.equal(networkOf('2001:db8::5'), '2001:db8:0:0::/64')
  assert.equal(networkOf('::1'), '0:0:0:0::/64')
  assert.equal(networkOf('fe80::1%eth0'), 'fe80:0:0:0::/64')
})
