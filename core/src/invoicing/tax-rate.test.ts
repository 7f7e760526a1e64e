import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Decimal, decimal, formatDecimal } from '../money/decimal.ts'
import { type TaxRates, taxPercent } from './tax-rate.ts'

function dec(text: string): Decimal {
  const value = decimal(text)
  assert(value !== undefined)
  return value
}

const table = `
  exempt  metric  plan  default  plan default  rate
  yes     1       2     3        4             0
  no      1       2     3        4             1
  no      0       2     3        4             0
  no      -       2     3        4             2
  no      -       0     3        4             0
  no      -       -     3        4             3
  no      -       -     0        4             0
  no      -       -     -        4             4
  no      -       -     -        -             0
`

for (const line of table.trim().split('\n').slice(1)) {
  const [exempt, metric, plan, byDefault, planDefault, rate] = line.trim().split(/\s+/)
  test(`exempt ${exempt}, rates ${metric}, ${plan}, ${byDefault}, ${planDefault}: ${rate} %`, () => {
    const customerRates = Object.fromEntries(
      Object.entries({ bm_1: metric, plan_1: plan, default: byDefault }).flatMap(([key, text]) =>
        text === undefined || text === '-' ? [] : [[key, dec(text)]],
      ),
    )
    const percent = taxPercent({
      exempt: exempt === 'yes',
      customerRates,
      billableMetricOrFeeId: 'bm_1',
      planId: 'plan_1',
      planDefault: planDefault === '-' ? undefined : dec(planDefault ?? ''),
    })
    assert.equal(formatDecimal(percent), rate)
  })
}

test('a rate for another metric or plan says nothing about this one', () => {
  const customerRates: TaxRates = { bm_2: dec('9'), plan_2: dec('8') }
  const line = { exempt: false, customerRates, planId: 'plan_1', planDefault: dec('5') }
  assert.equal(taxPercent({ ...line, billableMetricOrFeeId: 'bm_1' }), dec('5'))
  assert.equal(taxPercent(line), dec('5'))
})
