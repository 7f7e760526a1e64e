import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { newId } from '../platform/ids.ts'
import { hashSecret, makeApiKey, readApiKey } from './api-key-secret.ts'

test('a key is read back as its id and hash, in its own mode only', () => {
  for (const mode of ['sandbox', 'live'] as const) {
    const apiKeyId = newId('apiKey')
    const { text, hash, lastFour } = makeApiKey(apiKeyId, mode)
    assert.deepEqual(readApiKey(text, mode), { apiKeyId, hash })
    assert.equal(readApiKey(text, mode === 'live' ? 'sandbox' : 'live'), undefined)
    assert.equal(text.slice(-4), lastFour)
    assert.deepEqual(hash, hashSecret(text))
  }
})

test('one changed digit makes a key junk, and junk is known before any query', () => {
  const { text } = makeApiKey(newId('apiKey'), 'sandbox')
  const digits = fc.integer({ min: 'sk_test_'.length, max: text.length - 1 })
  fc.assert(
    fc.property(digits, fc.constantFrom(...'0123456789abcdef'), (at, digit) => {
      fc.pre(text[at] !== digit)
      assert.equal(readApiKey(text.slice(0, at) + digit + text.slice(at + 1), 'sandbox'), undefined)
    }),
  )
  fc.assert(fc.property(fc.string(), (junk) => readApiKey(junk, 'sandbox') === undefined))
})
