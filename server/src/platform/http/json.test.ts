import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Problem } from '../problem.ts'
import { parseJson } from './json.ts'

const refused = (text: string) => assert.throws(() => parseJson(text), Problem, text.slice(0, 40))

test('a number is read as it was written, or refused', () => {
  const exact = '{"a": 1.50, "b": 15e-1, "c": 12345678901234567, "d": 0.1}'
  refused(exact)
  assert.deepEqual(parseJson(exact.replace('12345678901234567', '1')), {
    a: 1.5,
    b: 1.5,
    c: 1,
    d: 0.1,
  })
  for (const text of ['0.30000000000000001', '1e400', '9007199254740993']) refused(text)
})

test('a number of a million digits costs no time', () => {
  const began = performance.now()
  refused(`[1${'0'.repeat(1_000_000)}1]`)
  refused(`[1e${'9'.repeat(1_000_000)}]`)
  assert.ok(performance.now() - began < 1000)
})

test('nesting that no stack is long enough for is bad JSON, not a fault', () => {
  refused(`${'['.repeat(200_000)}1e1${']'.repeat(200_000)}`)
})

test('a field cannot be named as the prototype of objects, however it is spelled', () => {
  for (const name of ['__proto__', '\\u005f_proto__', '__\\u0070roto__', '_\\u005Fproto__']) {
    refused(`{"metadata": {"${name}": {"admin": true}}}`)
  }
  assert.deepEqual(parseJson('{"note": "__proto__"}'), { note: '__proto__' })
})
