import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Decimal, decimal, formatDecimal } from '../money/decimal.ts'
import { type TaxRates, taxOfLine, taxPercent } from './tax-rate.ts'

function dec(text: string): Decimal {
  const value = decimal(text)
  assert(value !== undefined)
  return value
}

const table = `
  exempt  metric  plan  default  provider  plan default  rate  source
  yes     1       2     3        5         4             0     exemption
  no      1       2     3        5         4             1     customer
  no      0       2     3        5         4             0     customer
  no      -       2     3        5         4             2     customer
  no      -       0     3        5         4             0     customer
  no      -       -     3        5         4             3     customer
  no      -       -     0        5         4             0     customer
  no      -       -     -        5         4             5     provider
  no      -       -     -        0         4             0     provider
  no      -       -     -        -         4             4     plan
  no      -       -     -        -         0             0     plan
  no      -       -     -        -         -             0     none
`

for (const line of table.trim().split('\n').slice(1)) {
  const [exempt, metric, plan, byDefault, provider, planDefault, rate, source] = line
    .trim()
    .split(/\s+/)
  const given = [metric, plan, byDefault, provider, planDefault].join(', ')
  test(`exempt ${exempt}, rates ${given}: ${rate} %, said by ${source}`, () => {
    const customerRates = Object.fromEntries(
      Object.entries({ bm_1: metric, plan_1: plan, default: byDefault }).flatMap(([key, text]) =>
        text === undefined || text === '-' ? [] : [[key, dec(text)]],
      ),
    )
    const tax = taxOfLine({
      exempt: exempt === 'yes',
      customerRates,
      billableMetricOrFeeId: 'bm_1',
      planId: 'plan_1',
      provided:
        provider === '-' ? undefined : { percent: dec(provider ?? ''), rule: 'destination' },
      planDefault: planDefault === '-' ? undefined : dec(planDefault ?? ''),
    })
    assert.equal(formatDecimal(tax.percent), rate)
    assert.equal(tax.source, source)
    assert.equal(tax.rule, source === 'provider' ? 'destination' : undefined)
  })
}

test('a rate for another metric or plan says nothing about this one', () => {
  const customerRates: TaxRates = { bm_2: dec('9'), plan_2: dec('8') }
  const line = { exempt: false, customerRates, planId: 'plan_1', planDefault: dec('5') }
  assert.equal(taxPercent({ ...line, billableMetricOrFeeId: 'bm_1' }), dec('5'))
  assert.equal(taxPercent(line), dec('5'))
})
