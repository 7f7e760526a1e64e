import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { contrast, shaded } from './colour.ts'

const colour = fc
  .integer({ min: 0, max: 0xffffff })
  .map((value) => `#${value.toString(16).padStart(6, '0')}`)

test('contrast is that of WCAG', () => {
  assert.equal(contrast('#000000', '#ffffff').toFixed(2), '21.00')
  assert.equal(contrast('#777777', '#ffffff').toFixed(2), '4.48')
  assert.equal(contrast('#ffffff', '#767676').toFixed(2), '4.54')
  assert.equal(contrast('#0000ff', '#0000ff').toFixed(2), '1.00')
})

test('unshaded, a colour looks like itself; at the ends like white and black', () => {
  fc.assert(
    fc.property(colour, (one) => {
      assert.ok(contrast(shaded(one, 0), one) < 1.02, one)
      assert.ok(contrast(shaded(one, 1), '#ffffff') < 1.02, one)
      assert.ok(contrast(shaded(one, -1), '#000000') < 1.02, one)
    }),
  )
})

test('the further a colour is shaded, the lighter or darker it is', () => {
  fc.assert(
    fc.property(colour, (one) => {
      const lights = [-0.9, -0.6, -0.3, 0, 0.3, 0.6, 0.9].map((by) =>
        contrast(shaded(one, by), '#000000'),
      )
      assert.deepEqual(
        lights,
        lights.toSorted((left, right) => left - right),
      )
    }),
  )
})

test('a shade keeps its hue, and grey stays grey', () => {
  assert.match(shaded('#000080', 0.5), /^#[4-9a-b].[5-9a-c].[ef]/)
  assert.match(shaded('#ff6600', -0.4), /^#[6-a].[0-5].[0-2]/)
  assert.equal(new Set(shaded('#777777', 0.4).slice(1).match(/../g)).size, 1)
})
