import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Decimal, decimal } from '../money/decimal.ts'
import { type Currency, nanosFromText, nanosPerMinor, nanosToText } from '../money/money.ts'
import { nextRetry } from './dunning.ts'
import { documentNumber, dueAt, numberMonth } from './issuing.ts'
import { type OpenLine, totalsOf } from './totals.ts'

const nanos = (text: string) => nanosFromText(text) ?? assert.fail(text)
const percent = (text: string): Decimal => decimal(text) ?? assert.fail(text)
const usd = { currency: 'USD' as Currency, taxBehavior: 'exclusive' } as const

const line = (amount: string, givesBack: OpenLine['givesBack'] = 'rebate', rate = '0') => ({
  amount: nanos(amount),
  givesBack,
  taxPercent: percent(rate),
})

test('rebates are cut before credits, the last of each first, until nothing is below zero', () => {
  const lines = [
    line('10.00', 'rebate', '20'),
    line('-4.00', 'credit', '20'),
    line('-3.00', 'rebate', '20'),
    line('-5.00', 'credit', '20'),
    line('-2.00', 'rebate', '20'),
  ]
  const totals = totalsOf(lines, usd)
  const text = (amounts: readonly bigint[]) => amounts.map((amount) => nanosToText(amount))
  assert.deepEqual(text(totals.lines.map(({ cut }) => cut)), [
    '0.00',
    '0.00',
    '2.00',
    '0.00',
    '2.00',
  ])
  assert.deepEqual(text([totals.subtotal, totals.totalTax]), ['0.00', '0.00'])
  const worse = totalsOf([...lines, line('-6.00', 'credit')], usd)
  assert.deepEqual(text(worse.lines.map(({ cut }) => cut)), [
    '0.00',
    '0.00',
    '3.00',
    '0.00',
    '2.00',
    '5.00',
  ])
})

const openLine = fc.record({
  minor: fc.bigInt({ min: -1_000_000n, max: 1_000_000n }),
  givesBack: fc.constantFrom('rebate' as const, 'credit' as const),
  taxPercent: fc.constantFrom('0', '7', '19', '25.5', '8.875').map(percent),
})
const invoices = fc.record({
  open: fc.array(openLine, { maxLength: 12 }),
  currency: fc.constantFrom('USD', 'JPY', 'KWD').map((code) => code as Currency),
  taxBehavior: fc.constantFrom('exclusive' as const, 'inclusive' as const),
})

test('an invoice is never below zero, its lines sum exactly, and only what is negative is cut', () => {
  fc.assert(
    fc.property(invoices, ({ open, currency, taxBehavior }) => {
      const step = nanosPerMinor(currency)
      const lines = open.map(({ minor, ...rest }) => ({ ...rest, amount: minor * step }))
      const totals = totalsOf(lines, { currency, taxBehavior })
      const sum = (amounts: readonly bigint[]) => amounts.reduce((left, right) => left + right, 0n)
      assert.ok(totals.grandTotal >= 0n && totals.totalTax >= 0n)
      assert.equal(totals.subtotal, sum(totals.lines.map(({ net }) => net)))
      assert.equal(totals.grandTotal, totals.subtotal + totals.totalTax)
      totals.lines.forEach(({ net, tax, gross, cut }, at) => {
        const amount = lines[at]?.amount ?? 0n
        assert.equal(net + tax, gross)
        assert.equal((taxBehavior === 'inclusive' ? gross : net) - cut, amount)
        assert.ok(cut === 0n || (cut > 0n && cut <= -amount))
      })
      const charged = sum(lines.map(({ amount }) => amount))
      const stated = taxBehavior === 'inclusive' ? totals.grandTotal : totals.subtotal
      assert.equal(stated, charged > 0n ? charged : 0n)
    }),
  )
})

test('an unpaid invoice is charged again 1, 3, 5 and 7 days after it first failed', () => {
  const firstFailedAt = Temporal.Instant.from('2026-02-27T09:30:00Z')
  const days = [1, 2, 3, 4, 5].map((failedTimes) =>
    nextRetry({ firstFailedAt, failedTimes, code: 'insufficient_funds' })?.toString().slice(0, 10),
  )
  assert.deepEqual(days, ['2026-02-28', '2026-03-02', '2026-03-04', '2026-03-06', undefined])
})

test('a card that is gone, or whose owner is asked for, is not charged again', () => {
  const firstFailedAt = Temporal.Instant.from('2026-02-27T09:30:00Z')
  for (const code of ['expired_card', 'stolen_card', 'authentication_required']) {
    assert.equal(nextRetry({ firstFailedAt, failedTimes: 1, code }), undefined)
  }
})

test('numbers name the month of issue in UTC', () => {
  const late = Temporal.Instant.from('2026-11-30T23:59:59.999Z')
  assert.equal(documentNumber('INV', numberMonth(late), 1), 'INV-2026-11-001')
  assert.equal(
    documentNumber('CRN', numberMonth(late.add({ milliseconds: 1 })), 1234),
    'CRN-2026-12-1234',
  )
})

test('an invoice is due at midnight UTC, the term’s days after its day of issue', () => {
  const issued = Temporal.Instant.from('2026-01-31T18:00:00Z')
  assert.equal(dueAt(issued, 0).toString(), '2026-01-31T00:00:00Z')
  assert.equal(dueAt(issued, 30).toString(), '2026-03-02T00:00:00Z')
})
