import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatDay, formatTick, formatWindow, windowStarts } from './time.ts'

const berlin = { locale: 'en-GB', timeZone: 'Europe/Berlin' }

test('a moment falls on the day it has in the reader’s zone', () => {
  assert.equal(formatDay('2026-11-20T23:30:00Z', berlin), '21 Nov 2026')
  assert.equal(formatDay('2026-11-20T23:30:00Z', { ...berlin, timeZone: 'UTC' }), '20 Nov 2026')
})

test('an hour is named by its start, a day by its weekday', () => {
  assert.equal(formatWindow('2026-11-20T13:00:00Z', 'HOUR', berlin), '20 Nov, 14:00')
  assert.equal(
    formatWindow('2026-11-20T00:00:00Z', 'DAY', { ...berlin, timeZone: 'UTC' }),
    'Fri 20 Nov',
  )
})

test('windows cover the range without gaps, from the one that holds its start', () => {
  const from = Date.parse('2026-11-20T10:20:00Z')
  const starts = windowStarts(from, from + 3 * 3_600_000, 'HOUR')
  assert.deepEqual(
    starts.map((start) => new Date(start).toISOString().slice(11, 16)),
    ['10:00', '11:00', '12:00', '13:00'],
  )
})

test('a range that ends on the hour does not include the hour that begins there', () => {
  const from = Date.parse('2026-11-20T10:00:00Z')
  assert.equal(windowStarts(from, from + 2 * 3_600_000, 'HOUR').length, 2)
  assert.equal(windowStarts(from, from, 'HOUR').length, 0)
})

test('a day of a range that crosses into another year is named with its year', () => {
  const zone = { locale: 'en-GB', timeZone: 'UTC', year: true }
  assert.equal(formatTick('2025-11-22T00:00:00Z', 'DAY', zone), '22 Nov 2025')
  assert.match(formatWindow('2025-11-22T00:00:00Z', 'DAY', zone), /22 Nov 2025$/)
})
