import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { windowAt, windowSizes } from './window.ts'

const table = `
  MINUTE  2028-02-29T12:34:56.789Z  2028-02-29T12:34:00Z  2028-02-29T12:35:00Z
  HOUR    2028-02-29T12:34:56.789Z  2028-02-29T12:00:00Z  2028-02-29T13:00:00Z
  DAY     2028-02-29T12:34:56.789Z  2028-02-29T00:00:00Z  2028-03-01T00:00:00Z
  MONTH   2028-02-29T12:34:56.789Z  2028-02-01T00:00:00Z  2028-03-01T00:00:00Z
  DAY     2026-12-31T23:59:59.999Z  2026-12-31T00:00:00Z  2027-01-01T00:00:00Z
  MONTH   2026-12-31T23:59:59.999Z  2026-12-01T00:00:00Z  2027-01-01T00:00:00Z
  HOUR    1969-12-31T23:59:59.999Z  1969-12-31T23:00:00Z  1970-01-01T00:00:00Z
`
for (const line of table.trim().split('\n')) {
  const [size, instant = '', start, end] = line.trim().split(/\s+/)
  test(`the ${size} of ${instant} is from ${start} to ${end}`, () => {
    const known = windowSizes.find((one) => one === size)
    assert.ok(known)
    const window = windowAt(known, Temporal.Instant.from(instant))
    assert.deepEqual([window.start.toString(), window.end.toString()], [start, end])
  })
}

test('every instant lies in exactly one window, and windows leave no gap', () => {
  const anyInstant = fc
    .integer({ min: -(10 ** 12), max: 4 * 10 ** 12 })
    .map((milliseconds) => Temporal.Instant.fromEpochMilliseconds(milliseconds))
  fc.assert(
    fc.property(anyInstant, fc.constantFrom(...windowSizes), (instant, size) => {
      const { start, end } = windowAt(size, instant)
      assert.ok(Temporal.Instant.compare(start, instant) <= 0)
      assert.ok(Temporal.Instant.compare(instant, end) < 0)
      assert.ok(windowAt(size, end).start.equals(end))
      assert.ok(windowAt(size, start).end.equals(end))
      assert.ok(windowAt(size, end.subtract({ nanoseconds: 1 })).start.equals(start))
    }),
  )
})
