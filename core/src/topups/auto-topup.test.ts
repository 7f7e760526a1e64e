import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { dueTopup, monthOf, topupRetry } from './auto-topup.ts'

const nanos = fc.bigInt({ min: 0n, max: 10n ** 15n })
const terms = fc.record({
  threshold: fc.bigInt({ min: 1n, max: 10n ** 15n }),
  amount: fc.bigInt({ min: 1n, max: 10n ** 15n }),
  monthlyLimit: nanos,
})

test('however often funds run low, a month never charges more than its limit', () => {
  fc.assert(
    fc.property(terms, fc.array(nanos, { maxLength: 40 }), (of, balances) => {
      let charged = 0n
      for (const funds of balances) {
        if (dueTopup({ ...of, funds, charged }) === 'charge') charged += of.amount
      }
      assert.ok(charged <= of.monthlyLimit)
    }),
  )
})

test('nothing is charged while the funds suffice, and something as soon as they do not', () => {
  const of = { threshold: 10n, amount: 50n, monthlyLimit: 100n }
  assert.equal(dueTopup({ ...of, funds: 10n, charged: 0n }), 'none')
  assert.equal(dueTopup({ ...of, funds: 9n, charged: 0n }), 'charge')
  assert.equal(dueTopup({ ...of, funds: 9n, charged: 50n }), 'charge')
  assert.equal(dueTopup({ ...of, funds: 9n, charged: 51n }), 'over_limit')
  assert.equal(dueTopup({ ...of, funds: 10n, charged: 100n }), 'none')
})

test('every instant lies in its month, and months follow each other without a gap', () => {
  const instants = fc
    .integer({ min: 0, max: 4_000_000_000 })
    .map((seconds) => Temporal.Instant.fromEpochMilliseconds(seconds * 1000))
  fc.assert(
    fc.property(instants, (instant) => {
      const { start, end } = monthOf(instant)
      assert.ok(Temporal.Instant.compare(start, instant) <= 0)
      assert.ok(Temporal.Instant.compare(instant, end) < 0)
      assert.ok(monthOf(end).start.equals(end))
    }),
  )
})

test('a card without money is tried again for a week; one that is gone, or missing, is not', () => {
  const firstFailedAt = Temporal.Instant.from('2027-01-01T00:00:00Z')
  const retries = (code: string) =>
    [1, 2, 3, 4, 5].map((failedTimes) =>
      topupRetry({ firstFailedAt, failedTimes, code })?.toString().slice(8, 10),
    )
  assert.deepEqual(retries('insufficient_funds'), ['02', '04', '06', '08', undefined])
  for (const code of ['expired_card', 'stolen_card', 'no_payment_method']) {
    assert.deepEqual(retries(code), Array(5).fill(undefined))
  }
})
