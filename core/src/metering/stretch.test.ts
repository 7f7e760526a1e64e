import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { stretchesOf } from './stretch.ts'
import { type WindowSize, windowAt } from './window.ts'

const table = `
  2026-01-01T00:00Z  2026-03-01T00:00Z  MONTH 2026-01-01T00:00Z
  2026-01-01T00:00Z  2026-01-02T00:00Z  DAY   2026-01-01T00:00Z
  2026-01-01T00:10Z  2026-01-01T00:20Z  -     2026-01-01T00:10Z
  2026-01-30T22:30Z  2026-03-02T01:15Z  -     2026-01-30T22:30Z  HOUR 2026-01-30T23:00Z  DAY 2026-01-31T00:00Z  MONTH 2026-02-01T00:00Z  DAY 2026-03-01T00:00Z  HOUR 2026-03-02T00:00Z  - 2026-03-02T01:00Z
`
for (const line of table.trim().split('\n')) {
  const [from = '', to = '', ...parts] = line.trim().split(/\s+/)
  test(`from ${from} to ${to} is read as ${parts.filter((_, at) => at % 2 === 0).join(', ')}`, () => {
    const found = stretchesOf(instant(from), instant(to), ['MONTH', 'DAY', 'HOUR'])
    assert.deepEqual(
      found.flatMap((stretch) => [stretch.size ?? '-', stretch.from.toString()]),
      parts.map((part) =>
        part.includes('T') && part !== 'MONTH' ? instant(part).toString() : part,
      ),
    )
  })
}

test('stretches follow each other from end to end, and windows of their size fill them', () => {
  const anyInstant = fc
    .integer({ min: 0, max: 10 ** 11 })
    .map((milliseconds) => Temporal.Instant.fromEpochMilliseconds(milliseconds))
  const anySizes = fc.subarray<WindowSize>(['MONTH', 'DAY', 'HOUR', 'MINUTE'])
  fc.assert(
    fc.property(anyInstant, anyInstant, anySizes, (one, other, sizes) => {
      const [from, to] = Temporal.Instant.compare(one, other) < 0 ? [one, other] : [other, one]
      const stretches = stretchesOf(from, to, sizes)
      let reached = from
      for (const stretch of stretches) {
        assert.ok(stretch.from.equals(reached))
        assert.ok(Temporal.Instant.compare(stretch.from, stretch.to) < 0)
        if (stretch.size) {
          assert.ok(windowAt(stretch.size, stretch.from).start.equals(stretch.from))
          assert.ok(windowAt(stretch.size, stretch.to).start.equals(stretch.to))
        }
        reached = stretch.to
      }
      assert.ok(reached.equals(to))
    }),
  )
})

function instant(text: string): Temporal.Instant {
  return Temporal.Instant.from(text)
}
