import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decimalZero } from '../money/decimal.ts'
import { type Currency, nanosToText } from '../money/money.ts'
import { defaultAnchor, firstPeriod, type Period } from '../time/period.ts'
import {
  advanceLines,
  arrearsLines,
  type DueLine,
  dueAmount,
  periodFrom,
  type Span,
  unusedAdvance,
} from './schedule.ts'
import { type BillingTerms, type TermsPrice, termsFromText, termsToText } from './terms.ts'

const at = (text: string) => Temporal.Instant.from(text.length === 10 ? `${text}T00:00:00Z` : text)
const usd = 'USD' as Currency

const fee = (
  priceId: string,
  paymentTerm: 'in_advance' | 'in_arrears',
  cadence?: string,
): TermsPrice => ({
  priceId,
  feeId: `fee_${priceId}`,
  displayName: priceId,
  paymentTerm,
  cadence,
  quantity: 1,
  figures: { model: 'standard', properties: { unitPrice: '31' } },
})

const metered = (priceId: string, cadence?: string): TermsPrice => {
  const { feeId: _, ...price } = fee(priceId, 'in_arrears', cadence)
  return { ...price, billableMetricId: `bm_${priceId}` }
}

const terms = (anchor: string, prices: readonly TermsPrice[], cadence = 'P1M'): BillingTerms => ({
  planId: 'plan_1',
  currency: usd,
  taxBehavior: 'exclusive',
  planTaxPercent: decimalZero,
  taxCode: 'eservice',
  cadence,
  anchor: at(anchor),
  creditUnusedAdvance: false,
  prices,
})

const span = (of: BillingTerms, more: Partial<Span> = {}): Span => ({
  terms: of,
  from: of.anchor,
  startedAt: more.from ?? of.anchor,
  ...more,
})

/** The first `count` periods of a span that begins with its anchor, or within a natural period. */
function periodsOf({ terms: of, from }: Span, count: number): Period[] {
  const periods: Period[] = []
  for (let start = from; periods.length < count; start = periods.at(-1)?.end ?? start) {
    periods.push(periodFrom(of, start))
  }
  return periods
}

const days = (lines: readonly DueLine[]) =>
  lines.map(
    ({ billed: { start, end } }) =>
      `${start.toString().slice(0, 10)}/${end.toString().slice(0, 10)}`,
  )

const amounts = (lines: readonly DueLine[]) =>
  lines.map((line) => nanosToText(dueAmount(line, usd)))

test('months that begin on the 31st end with their last day and come back to the 31st', () => {
  const monthly = span(terms('2028-01-31', [fee('a', 'in_advance')]))
  const periods = periodsOf(monthly, 4)
  assert.deepEqual(
    periods.map((period) => days(advanceLines(monthly, period))),
    [
      ['2028-01-31/2028-02-29'],
      ['2028-02-29/2028-03-31'],
      ['2028-03-31/2028-04-30'],
      ['2028-04-30/2028-05-31'],
    ],
  )
  assert.ok(periods.every((period) => amounts(advanceLines(monthly, period))[0] === '31.00'))
})

test('a yearly price of a monthly plan is on every twelfth invoice', () => {
  const yearly = span(terms('2026-01-01', [fee('y', 'in_advance', 'P1Y'), metered('m', 'P1Y')]))
  const periods = periodsOf(yearly, 25)
  const advance = periods.flatMap((period, n) => advanceLines(yearly, period).map(() => n))
  const arrears = periods.flatMap((period, n) => arrearsLines(yearly, period).map(() => n))
  assert.deepEqual(advance, [0, 12, 24])
  assert.deepEqual(arrears, [11, 23])
})

test('a monthly price of a yearly plan is twelve lines', () => {
  const monthly = span(
    terms('2026-01-31', [metered('m', 'P1M'), fee('f', 'in_advance', 'P1M')], 'P1Y'),
  )
  const [year] = periodsOf(monthly, 1)
  assert.ok(year)
  const lines = days(arrearsLines(monthly, year))
  assert.equal(lines.length, 12)
  assert.deepEqual([lines[0], lines[1]], ['2026-01-31/2026-02-28', '2026-02-28/2026-03-31'])
  assert.deepEqual(days(advanceLines(monthly, year)), lines)
})

test('with an anchor of the plan the first period is short, and its fees are in proportion', () => {
  const startedAt = at('2026-03-11T12:00:00Z')
  const anchor = at('2026-01-01')
  const period = firstPeriod({
    startedAt,
    planAnchor: anchor,
    cadence: Temporal.Duration.from('P1M'),
  })
  const of = terms('2026-01-01', [fee('a', 'in_advance'), fee('b', 'in_arrears'), metered('m')])
  const stub = span(of, { from: startedAt })
  // 20.5 of 31 days at 31.00.
  assert.deepEqual(amounts(advanceLines(stub, period)), ['20.50'])
  const [arrears, usage] = arrearsLines(stub, period)
  assert.ok(arrears && usage)
  assert.equal(nanosToText(dueAmount(arrears, usd)), '20.50')
  assert.deepEqual(usage.usage, { start: startedAt, end: at('2026-04-01') })
  assert.equal(usage.share.numerator, usage.share.denominator)
})

test('without one the first period is whole, and usage counts from the start', () => {
  const startedAt = at('2026-03-11T12:34:56.789Z')
  const anchor = defaultAnchor(startedAt)
  const of = { ...terms('2026-01-01', [fee('a', 'in_advance'), metered('m')]), anchor }
  const first = span(of, { startedAt })
  const period = periodFrom(of, anchor)
  assert.deepEqual(amounts(advanceLines(first, period)), ['31.00'])
  assert.equal(String(arrearsLines(first, period)[0]?.usage?.start), startedAt.toString())
})

test('what is due once is due with the first period, in advance or at its end', () => {
  const once = span(
    terms('2026-01-01', [fee('a', 'in_advance', 'P0D'), fee('b', 'in_arrears', 'P0D')]),
  )
  const lines = periodsOf(once, 3).map((period) => [
    ...advanceLines(once, period).map(({ key }) => key.slice(0, 1)),
    ...arrearsLines(once, period).map(({ key }) => key.slice(0, 1)),
  ])
  assert.deepEqual(lines, [['a', 'b'], [], []])
})

test('an end cuts what is in arrears, and leaves what was paid in advance', () => {
  const of = terms('2026-01-01', [
    fee('a', 'in_advance'),
    fee('b', 'in_arrears'),
    metered('m', 'P1Y'),
  ])
  const ended = span(of, { to: at('2026-01-11') })
  const last = { start: at('2026-01-01'), end: at('2026-01-11') }
  assert.deepEqual(amounts(advanceLines(ended, last)), ['31.00'])
  const lines = arrearsLines(ended, last)
  assert.deepEqual(days(lines), ['2026-01-01/2026-01-11', '2026-01-01/2026-01-11'])
  assert.deepEqual(amounts(lines.slice(0, 1)), ['10.00'])
  const [unused] = unusedAdvance(advanceLines(ended, last), at('2026-01-11'))
  assert.ok(unused)
  assert.equal(
    nanosToText(dueAmount({ price: unused.line.price, share: unused.share }, usd)),
    '21.00',
  )
})

test('a period that ended before it began has no lines', () => {
  const of = terms('2026-01-01', [fee('a', 'in_advance'), fee('b', 'in_arrears'), metered('m')])
  const nothing = { start: at('2026-02-01'), end: at('2026-02-01') }
  const ended = span(of, { to: at('2026-02-01') })
  assert.deepEqual([...advanceLines(ended, nothing), ...arrearsLines(ended, nothing)], [])
})

test('terms read back from their text as they were', () => {
  const given = terms('2026-01-31T10:00:00Z', [fee('a', 'in_advance', 'P3M'), metered('m')])
  assert.deepEqual(termsFromText(JSON.parse(JSON.stringify(termsToText(given)))), {
    ...given,
    prices: JSON.parse(JSON.stringify(given.prices)),
  })
})

const instants = fc
  .integer({ min: at('2024-01-01').epochMilliseconds, max: at('2028-01-01').epochMilliseconds })
  .map((ms) => Temporal.Instant.fromEpochMilliseconds(ms))
const cadences = fc.constantFrom('P1M', 'P3M', 'P1Y')
const priceCadences = fc.constantFrom(undefined, 'P1M', 'P3M', 'P1Y', 'P1W', 'P10D')

const lives = fc.record({
  anchor: instants,
  afterMs: fc.integer({ min: 0, max: 40 * 86_400_000 }),
  cadence: cadences,
  price: priceCadences,
  lastsMs: fc.integer({ min: 1, max: 900 * 86_400_000 }),
})

type Life = Parameters<Parameters<typeof lives.map>[0]>[0]

/** A subscription from somewhere within a natural period to an end, and its periods. */
function live({ anchor, afterMs, cadence, price, lastsMs }: Life) {
  const from = anchor.add({ milliseconds: afterMs })
  const to = from.add({ milliseconds: lastsMs })
  const prices = [fee('a', 'in_advance', price), fee('b', 'in_arrears', price), metered('m', price)]
  const whole = span({ ...terms('2026-01-01', prices, cadence), anchor }, { from, to })
  const periods: Period[] = []
  for (let start = from; Temporal.Instant.compare(start, to) < 0; ) {
    const { end } = periodFrom(whole.terms, start)
    const cut = Temporal.Instant.compare(end, to) < 0 ? end : to
    periods.push({ start, end: cut })
    start = cut
  }
  return { whole, periods, from, to }
}

test('over a whole life every moment is billed once in arrears, without a gap or an overlap', () => {
  fc.assert(
    fc.property(lives, (life) => {
      const { whole, periods, from, to } = live(life)
      const lines = periods.flatMap((period) => arrearsLines(whole, period))
      for (const id of ['b', 'm']) {
        const parts = lines.filter(({ price }) => price.priceId === id).map(({ billed }) => billed)
        assert.equal(String(parts[0]?.start), from.toString())
        assert.equal(String(parts.at(-1)?.end), to.toString())
        parts.slice(1).forEach(({ start }, n) => {
          assert.equal(String(parts[n]?.end), start.toString())
        })
      }
    }),
  )
})

test('every cycle is charged in advance once, with the period in which it begins', () => {
  fc.assert(
    fc.property(lives, (life) => {
      const { whole, periods, from } = live(life)
      const lines = periods.flatMap((period) => advanceLines(whole, period))
      assert.equal(new Set(lines.map(({ key }) => key)).size, lines.length)
      assert.equal(String(lines[0]?.billed.start), from.toString())
      lines.slice(1).forEach(({ billed }, n) => {
        assert.equal(String(lines[n]?.billed.end), billed.start.toString())
      })
    }),
  )
})

test('what was used and what was not add up to what was charged', () => {
  fc.assert(
    fc.property(lives, fc.integer({ min: 0, max: 1000 }), (life, share) => {
      const { whole, periods } = live(life)
      for (const line of periods.flatMap((period) => advanceLines(whole, period))) {
        const length = line.billed.start.until(line.billed.end).total('milliseconds')
        const end = line.billed.start.add({
          milliseconds: ((length - (length % 1000)) / 1000) * share,
        })
        const [unused] = unusedAdvance([line], end)
        const left = unused ? unused.unused.start.until(unused.unused.end).total('milliseconds') : 0
        assert.equal(left + line.billed.start.until(end).total('milliseconds'), length)
      }
    }),
  )
})
