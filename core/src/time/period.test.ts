import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { defaultAnchor, firstPeriod, type Period, periodAt, periodContaining } from './period.ts'

const at = (text: string) => Temporal.Instant.from(text)
const lasting = (text: string) => Temporal.Duration.from(text)
const shown = ({ start, end }: Period) => `${start} ${end}`

const instant = fc
  .integer({ min: -2_000_000_000_000, max: 8_000_000_000_000 })
  .map((milliseconds) => Temporal.Instant.fromEpochMilliseconds(milliseconds))
const cadence = fc
  .constantFrom(
    'P1M',
    'P3M',
    'P1Y',
    'P1W',
    'P1D',
    'P30D',
    'P1M1D',
    'P2Y1M',
    'PT1H',
    'PT10M',
    'P1DT1S',
  )
  .map(lasting)

test('the last day of January becomes that of February, and comes back in March', () => {
  const starts = [0, 1, 2, 3].map((index) =>
    periodAt(at('2026-01-31T10:00:00Z'), lasting('P1M'), index).start.toString(),
  )
  assert.deepEqual(starts, [
    '2026-01-31T10:00:00Z',
    '2026-02-28T10:00:00Z',
    '2026-03-31T10:00:00Z',
    '2026-04-30T10:00:00Z',
  ])
})

test('periods leave no gap and no overlap, on either side of the anchor', () => {
  fc.assert(
    fc.property(instant, cadence, fc.integer({ min: -500, max: 500 }), (anchor, every, index) => {
      const period = periodAt(anchor, every, index)
      assert.ok(Temporal.Instant.compare(period.start, period.end) < 0)
      assert.ok(period.end.equals(periodAt(anchor, every, index + 1).start))
    }),
  )
})

test('every instant lies in exactly one period', () => {
  fc.assert(
    fc.property(instant, cadence, instant, (anchor, every, moment) => {
      const { index, period } = periodContaining(anchor, every, moment)
      assert.ok(Temporal.Instant.compare(period.start, moment) <= 0)
      assert.ok(Temporal.Instant.compare(moment, period.end) < 0)
      assert.equal(shown(periodAt(anchor, every, index)), shown(period))
    }),
  )
})

test('a period contains its start and not its end', () => {
  fc.assert(
    fc.property(instant, cadence, fc.integer({ min: -500, max: 500 }), (anchor, every, index) => {
      const { start, end } = periodAt(anchor, every, index)
      assert.equal(periodContaining(anchor, every, start).index, index)
      assert.equal(periodContaining(anchor, every, end).index, index + 1)
    }),
  )
})

test('a far instant is found as quickly as a near one', () => {
  const { index } = periodContaining(
    at('1970-01-01T00:00:00Z'),
    lasting('PT1S'),
    at('2970-01-01T00:00:00Z'),
  )
  assert.equal(index, 365_243 * 86_400)
})

const firstPeriods = `
  started at            plan anchor           cadence  start                 end
  2026-01-31T10:42:07Z  -                     P1M      2026-01-31T10:00:00Z  2026-02-28T10:00:00Z
  2026-05-05T10:00:00Z  -                     P1M      2026-05-05T10:00:00Z  2026-06-05T10:00:00Z
  2026-05-05T10:42:07Z  2026-01-01T00:00:00Z  P1M      2026-05-05T10:42:07Z  2026-06-01T00:00:00Z
  2026-05-05T10:42:07Z  2027-01-01T00:00:00Z  P1Y      2026-05-05T10:42:07Z  2027-01-01T00:00:00Z
  2026-06-01T00:00:00Z  2026-01-01T00:00:00Z  P1M      2026-06-01T00:00:00Z  2026-07-01T00:00:00Z
  2026-02-28T12:00:00Z  2025-12-31T00:00:00Z  P1M      2026-02-28T12:00:00Z  2026-03-31T00:00:00Z
`

for (const line of firstPeriods.trim().split('\n').slice(1)) {
  const [startedAt = '', planAnchor = '', every = '', start, end] = line.trim().split(/\s+/)
  test(`a start at ${startedAt}, anchor ${planAnchor}, every ${every} runs to ${end}`, () => {
    const period = firstPeriod({
      startedAt: at(startedAt),
      planAnchor: planAnchor === '-' ? undefined : at(planAnchor),
      cadence: lasting(every),
    })
    assert.equal(shown(period), `${start} ${end}`)
  })
}

test('the default anchor is never after the start, and less than an hour before it', () => {
  fc.assert(
    fc.property(instant, (startedAt) => {
      const anchor = defaultAnchor(startedAt)
      assert.ok(anchor.toString().endsWith(':00:00Z'))
      const lead = anchor.until(startedAt).total('hours')
      assert.ok(lead >= 0 && lead < 1)
    }),
  )
})
