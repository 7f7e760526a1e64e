import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { formatDecimal } from './decimal.ts'
import { peakOf, scaleOf } from './scale.ts'

test('the top of a chart is a round figure and its middle is half of it', () => {
  const { top, middle } = scaleOf(['120', '733.5', '90'])
  assert.deepEqual({ top, middle }, { top: '800', middle: '400' })
})

test('small amounts get a scale of their own size', () => {
  const { top, middle, shares } = scaleOf(['0.0000025', '0.000005'])
  assert.deepEqual({ top, middle }, { top: '0.000005', middle: '0.0000025' })
  assert.deepEqual(shares, [0.5, 1])
})

test('a chart of nothing still has a scale, and its bars have no height', () => {
  assert.deepEqual(scaleOf(['0', '0']).shares, [0, 0])
  assert.deepEqual(scaleOf([]).shares, [])
})

test('the peak is the first of the largest values, and nothing when all are zero', () => {
  assert.equal(peakOf(['1', '7', '7', '3']), 1)
  assert.equal(peakOf(['0', '0']), undefined)
})

test('no bar is taller than the chart, and no larger value has a shorter bar', () => {
  const quantity = fc.tuple(fc.nat(), fc.nat(999_999)).map(([whole, part]) => `${whole}.${part}`)
  fc.assert(
    fc.property(fc.array(quantity, { minLength: 2 }), (values) => {
      const { shares, top } = scaleOf(values)
      assert.ok(shares.every((share) => share >= 0 && share <= 1))
      assert.doesNotThrow(() => formatDecimal(top))
      const peak = peakOf(values)
      if (peak !== undefined) assert.equal(shares[peak], Math.max(...shares))
    }),
  )
})
