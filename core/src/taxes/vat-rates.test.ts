import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decimal } from '../money/decimal.ts'
import { memberStates, type RateKind, vatRate } from './vat-rates.ts'

const day = (text: string) => Temporal.PlainDate.from(text)

test('the Union has 27 member states, and each has its rates from the first day to the last', () => {
  assert.equal(memberStates.size, 27)
  for (const state of memberStates) {
    for (const date of ['1990-01-01', '2026-11-21', '2099-12-31'].map(day)) {
      const standard = vatRate(state, 'standard', date)
      assert.ok(standard >= vatRate(state, 'reduced', date), state)
      assert.ok(standard >= vatRate(state, 'ebook', date), state)
      // Article 97 of the directive: a standard rate is at least 15 %.
      assert.ok(standard >= (decimal('15') ?? 0n), state)
    }
  }
})

// The first day of a new rate, and the rate until the day before.
const changes = `
  DE  standard  2020-07-01  19    16
  DE  standard  2021-01-01  16    19
  DE  reduced   2021-01-01  5     7
  IE  standard  2021-03-01  21    23
  LU  standard  2023-01-01  17    16
  LU  standard  2024-01-01  16    17
  CY  ebook     2023-07-21  19    3
  CZ  reduced   2024-01-01  15    12
  CZ  ebook     2024-01-01  10    0
  EE  standard  2024-01-01  20    22
  EE  standard  2025-07-01  22    24
  FI  standard  2024-09-01  24    25.5
  FI  ebook     2025-01-01  10    14
  FI  reduced   2026-01-01  14    13.5
  SK  standard  2025-01-01  20    23
  SK  reduced   2025-01-01  10    19
  RO  standard  2025-08-01  19    21
  RO  ebook     2025-08-01  5     11
  LT  reduced   2026-01-01  9     12
  LT  ebook     2026-01-01  9     5
`

for (const line of changes.trim().split('\n')) {
  const [state = '', kind, from = '', before, after] = line.trim().split(/\s+/)
  test(`the ${kind} rate of ${state} is ${after} % from ${from} on, and was ${before} %`, () => {
    const rate = (date: Temporal.PlainDate) => vatRate(state, kind as RateKind, date)
    assert.equal(rate(day(from).subtract({ days: 1 })), decimal(before ?? ''))
    assert.equal(rate(day(from)), decimal(after ?? ''))
  })
}

const standardToday = `AT 20 BE 21 BG 20 CY 19 CZ 21 DE 19 DK 25 EE 24 ES 21 FI 25.5 FR 20 GR 24 HR 25 HU 27 IE 23
  IT 22 LT 21 LU 17 LV 21 MT 18 NL 21 PL 23 PT 23 RO 21 SE 25 SI 22 SK 23`

test('the standard rates of November 2026 are those that the Commission lists', () => {
  const listed = standardToday.split(/\s+/)
  const states = listed.filter((_, position) => position % 2 === 0)
  assert.deepEqual(new Set(states), memberStates)
  for (const [position, state] of states.entries()) {
    const rate = decimal(listed[position * 2 + 1] ?? '')
    assert.equal(vatRate(state, 'standard', day('2026-11-21')), rate, state)
  }
})
