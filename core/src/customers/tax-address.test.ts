import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { normalizeEmail, taxAddressValidity } from './tax-address.ts'

test('a country and a zip code suffice where states do not tax', () => {
  assert.deepEqual(taxAddressValidity({ country: 'DE', zipCode: '10115' }), { valid: true })
})

test('the United States and Canada need the state as well', () => {
  for (const country of ['US', 'CA', 'us']) {
    assert.deepEqual(taxAddressValidity({ country, zipCode: '94103' }), {
      valid: false,
      message: 'The address lacks its state.',
    })
    assert.deepEqual(taxAddressValidity({ country, zipCode: '94103', state: 'CA' }), {
      valid: true,
    })
  }
})

test('the message names everything that is missing, and blanks count as missing', () => {
  assert.equal(
    taxAddressValidity({ state: 'Bavaria' }).message,
    'The address lacks its country and its zip code.',
  )
  assert.equal(
    taxAddressValidity({ country: 'US', zipCode: ' ', state: '\t' }).message,
    'The address lacks its zip code and its state.',
  )
})

test('blanks and capitals do not make another e-mail address', () => {
  assert.equal(normalizeEmail('  Ann.Lee@Example.COM\n'), 'ann.lee@example.com')
  fc.assert(
    fc.property(fc.emailAddress(), (email) => {
      const normal = normalizeEmail(email)
      assert.equal(normalizeEmail(` ${email.toUpperCase()} `), normal)
      assert.equal(normalizeEmail(normal), normal)
    }),
  )
})
