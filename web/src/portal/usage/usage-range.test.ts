import assert from 'node:assert/strict'
import { test } from 'node:test'
import { windowStarts } from '../../format/time.ts'
import { allowsHours, rangeBefore, rangeOf, windowFor } from './usage-range.ts'

const now = Date.parse('2026-11-21T14:35:00Z')
const subscription = {
  currentPeriodStart: '2026-11-09T08:00:00Z',
  currentPeriodEnd: '2026-12-09T08:00:00Z',
}

test('24 hours are 24 whole windows, the last of them still running', () => {
  const { from, to } = rangeOf('day', subscription, now)
  const starts = windowStarts(from, to, 'HOUR')
  assert.equal(starts.length, 24)
  assert.equal(starts.at(-1), Date.parse('2026-11-21T14:00:00Z'))
})

test('7 days are 7 whole windows and may be read by the hour', () => {
  const range = rangeOf('week', subscription, now)
  assert.equal(windowStarts(range.from, range.to, 'DAY').length, 7)
  assert.ok(allowsHours(range))
})

test('a month is read by the day, whatever was wished for', () => {
  const range = rangeOf('month', subscription, now)
  assert.equal(windowFor(range, 'HOUR'), 'DAY')
})

test('the period ends now while it runs, and at its end once it is over', () => {
  assert.equal(rangeOf('period', subscription, now).to, now)
  const later = Date.parse('2027-01-01T00:00:00Z')
  assert.equal(rangeOf('period', subscription, later).to, Date.parse(subscription.currentPeriodEnd))
})

test('a short range opens by the hour, a longer one by the day', () => {
  assert.equal(windowFor(rangeOf('day', subscription, now), undefined), 'HOUR')
  assert.equal(windowFor(rangeOf('week', subscription, now), undefined), 'DAY')
})

test('a period that has not begun is shown by its first day', () => {
  const early = Date.parse('2026-11-01T00:00:00Z')
  const { from, to } = rangeOf('period', subscription, early)
  assert.equal(from, Date.parse(subscription.currentPeriodStart))
  assert.ok(to > from)
})

test('a week is compared with the seven days before it, window by window', () => {
  const range = rangeOf('week', subscription, now)
  const before = rangeBefore('week', range, subscription)
  assert.equal(before.to, now - 7 * 86_400_000)
  assert.equal(windowStarts(before.from, before.to, 'DAY').length, 7)
})

test('a running month is compared with as much of the month before, whatever its length', () => {
  const december = {
    currentPeriodStart: '2026-12-01T00:00:00Z',
    currentPeriodEnd: '2027-01-01T00:00:00Z',
  }
  const on = (day: string) => {
    const range = rangeOf('period', december, Date.parse(day))
    const { from, to } = rangeBefore('period', range, december)
    return [new Date(from).toISOString().slice(0, 10), new Date(to).toISOString().slice(0, 10)]
  }
  assert.deepEqual(on('2026-12-11T00:00:00Z'), ['2026-11-01', '2026-11-11'])
  assert.deepEqual(on('2026-12-31T12:00:00Z'), ['2026-11-01', '2026-12-01'])
})

test('a period of other than whole months is compared with as many days before', () => {
  const week = {
    currentPeriodStart: '2026-12-01T00:00:00Z',
    currentPeriodEnd: '2026-12-08T00:00:00Z',
  }
  const range = rangeOf('period', week, Date.parse('2026-12-04T00:00:00Z'))
  const { from } = rangeBefore('period', range, week)
  assert.equal(new Date(from).toISOString(), '2026-11-24T00:00:00.000Z')
})
