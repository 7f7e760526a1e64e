import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cardEndsAt, cardReminderAt } from './card-expiry.ts'

test('a card works to the end of the month on it, and its holder is reminded as that month begins', () => {
  for (const [expMonth, expYear, reminder, end] of [
    [12, 2030, '2030-12-01T00:00:00Z', '2031-01-01T00:00:00Z'],
    [2, 2028, '2028-02-01T00:00:00Z', '2028-03-01T00:00:00Z'],
    [1, 2031, '2031-01-01T00:00:00Z', '2031-02-01T00:00:00Z'],
  ] as const) {
    assert.equal(cardReminderAt({ expMonth, expYear }).toString(), reminder)
    assert.equal(cardEndsAt({ expMonth, expYear }).toString(), end)
  }
})
