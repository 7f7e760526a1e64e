import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addDuration, parseCadence, parseDuration } from './duration.ts'

const readings = `
  P1M           P1M
  P3M           P3M
  P1Y           P1Y
  P2W           P2W
  P1Y2M3DT4H5M  P1Y2M3DT4H5M
  PT10M         PT10M
  PT0.5S        PT0.5S
  PT36H         PT36H
  P1000Y        P1000Y
  P0D           refused
  PT0S          refused
  P             refused
  PT            refused
  P1            refused
  P-1M          refused
  -P1M          refused
  +P1M          refused
  P1.5M         refused
  PT1.5H        refused
  PT1,5S        refused
  p1m           refused
  P1H           refused
  P1D1M         refused
  P1001Y        refused
  P99999Y       refused
  P999999Y      refused
  one_month     refused
`

for (const line of readings.trim().split('\n')) {
  const [text = '', expected] = line.trim().split(/\s+/)
  test(`the text ${text} as a duration is ${expected}`, () => {
    assert.equal(parseDuration(text)?.toString() ?? 'refused', expected)
  })
}

test('a price that recurs after no time at all is due once', () => {
  assert.equal(parseCadence('P0D'), 'once')
  assert.equal(parseCadence('PT0S'), 'once')
  assert.equal(parseCadence('P1M')?.toString(), 'P1M')
  assert.equal(parseCadence('monthly'), undefined)
  assert.equal(parseCadence('PT0.5S'), undefined)
})

test('months are added by the calendar, and days that do not exist become the last of the month', () => {
  const sums = [
    ['2026-01-31T10:00:00Z', 'P1M', '2026-02-28T10:00:00Z'],
    ['2028-01-31T10:00:00Z', 'P1M', '2028-02-29T10:00:00Z'],
    ['2028-02-29T00:00:00Z', 'P1Y', '2029-02-28T00:00:00Z'],
    ['2026-03-29T00:30:00Z', 'P1D', '2026-03-30T00:30:00Z'],
    ['2026-12-31T23:59:59.999Z', 'PT0.001S', '2027-01-01T00:00:00Z'],
  ] as const
  for (const [start, duration, end] of sums) {
    const sum = addDuration(Temporal.Instant.from(start), Temporal.Duration.from(duration))
    assert.equal(sum.toString(), end)
  }
})
