import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decimal } from '../money/decimal.ts'
import { type Aggregation, longestDimension, readMetered, valueAt } from './reading.ts'

const read = (aggregation: Aggregation, value: unknown) =>
  readMetered({ aggregation, valueProperty: '$.value' }, { value })
const outcome = (aggregation: Aggregation, value: unknown) => {
  const reading = read(aggregation, value)
  return 'refused' in reading ? reading.refused : reading.value
}

const numbers: readonly (readonly [unknown, string])[] = [
  [12, '12'],
  [-0.5, '-0.5'],
  ['12.50', '12.5'],
  ['0.000000000000001', '0.000000000000001'],
  [1e-7, '0.0000001'],
  [1.25e-7, '0.000000125'],
  [1e21, '1000000000000000000000'],
  [1.5e21, '1500000000000000000000'],
  [1e24, 'VALUE_OUT_OF_RANGE'],
  [5e-324, 'VALUE_OUT_OF_RANGE'],
  ['0.0000000000000001', 'VALUE_OUT_OF_RANGE'],
  ['1e3', 'VALUE_NOT_NUMERIC'],
  ['many', 'VALUE_NOT_NUMERIC'],
  ['', 'VALUE_NOT_NUMERIC'],
  [true, 'VALUE_NOT_NUMERIC'],
  [[1], 'VALUE_NOT_NUMERIC'],
  [{}, 'VALUE_NOT_NUMERIC'],
  [null, 'VALUE_MISSING'],
  [undefined, 'VALUE_MISSING'],
]
for (const [value, expected] of numbers) {
  test(`the value ${JSON.stringify(value)} of a sum is read as ${expected}`, () => {
    for (const aggregation of ['SUM', 'AVG', 'MIN', 'MAX', 'LATEST'] as const) {
      assert.equal(outcome(aggregation, value), decimal(expected) ?? expected)
    }
  })
}

test('a count reads no value, whatever stands there', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (data) => {
      assert.deepEqual(readMetered({ aggregation: 'COUNT' }, data), {
        value: undefined,
        dimensions: {},
      })
    }),
  )
})

test('distinct values are told apart by their JSON text', () => {
  assert.equal(outcome('UNIQUE_COUNT', 1), '1')
  assert.equal(outcome('UNIQUE_COUNT', '1'), '"1"')
  assert.equal(outcome('UNIQUE_COUNT', true), 'true')
  assert.equal(outcome('UNIQUE_COUNT', ''), '""')
  assert.equal(outcome('UNIQUE_COUNT', [1]), 'VALUE_NOT_SCALAR')
  assert.equal(outcome('UNIQUE_COUNT', null), 'VALUE_MISSING')
})

test('a path leads through objects, and through nothing else', () => {
  const data = { usage: { tokens: { in: 3 } }, list: ['a'], text: 'abc', 0: 'zero' }
  assert.equal(valueAt(data, '$.usage.tokens.in'), 3)
  assert.equal(valueAt(data, '$.0'), 'zero')
  for (const path of [
    '$.usage.tokens.out',
    '$.usage.tokens.in.deep',
    '$.list.0',
    '$.list.length',
    '$.text.length',
    '$.constructor',
    '$.toString',
    '$.__proto__',
  ]) {
    assert.equal(valueAt(data, path), undefined, path)
  }
  assert.equal(valueAt(null, '$.a'), undefined)
})

test('dimensions are texts; what is missing or no scalar is the empty one', () => {
  const groupBy = {
    model: '$.model',
    tier: '$.tier',
    cached: '$.cached',
    none: '$.a.b',
    deep: '$.a',
  }
  const data = { model: 'large', tier: 2, cached: true, a: {} }
  assert.deepEqual(readMetered({ aggregation: 'COUNT', groupBy }, data), {
    value: undefined,
    dimensions: { model: 'large', tier: '2', cached: 'true', none: '', deep: '' },
  })
})

test('a dimension that is too long for a key is refused', () => {
  const definition = { aggregation: 'COUNT', groupBy: { model: '$.model' } } as const
  const ofLength = (length: number) => readMetered(definition, { model: 'x'.repeat(length) })
  assert.ok('dimensions' in ofLength(longestDimension))
  assert.deepEqual(ofLength(longestDimension + 1), { refused: 'DIMENSION_TOO_LONG' })
})
