import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Currency, isCurrency, nanosFromText, nanosToText } from '../money/money.ts'
import { prefundDue, prefundProblem } from './prefund.ts'

function nanos(text: string): bigint {
  const value = nanosFromText(text)
  assert(value !== undefined)
  return value
}

function currency(code: string): Currency {
  assert(isCurrency(code))
  return code
}

const table = `
  target   funds        due
  150.00   0            150.00
  150.00   53.208675    96.80
  150.00   149.995      1.00
  150.00   149          1.00
  150.00   148.999      1.01
  150.00   150          0.00
  150.00   200          0.00
  0        0            0.00
  0.50     0            1.00
  5000.00  0            5000.00
`

for (const line of table.trim().split('\n').slice(1)) {
  const [target = '', funds = '', due] = line.trim().split(/\s+/)
  test(`a target of ${target} with funds of ${funds} collects ${due}`, () => {
    assert.equal(nanosToText(prefundDue({ target: nanos(target), funds: nanos(funds) })), due)
  })
}

test('what is collected reaches the target, and by less than one unit more', () => {
  const amount = fc.bigInt({ min: 0n, max: 5_000n * 10n ** 9n })
  fc.assert(
    fc.property(amount, amount, (target, funds) => {
      const due = prefundDue({ target, funds })
      assert.ok(funds + due >= target)
      assert.ok(due === 0n || funds + due - target < 10n ** 9n)
      assert.equal(due === 0n, funds >= target)
      assert.equal(due % 10n ** 7n, 0n)
    }),
  )
})

test('a shortfall is collected in units that the currency has', () => {
  const due = (code: string) =>
    nanosToText(
      prefundDue({ target: nanos('1000'), funds: nanos('0.0005'), currency: currency(code) }),
      0,
    )
  assert.equal(due('JPY'), '1000')
  assert.equal(due('USD'), '1000')
  assert.equal(due('CLF'), '999.9995')
})

test('a target lies between nothing and five thousand', () => {
  assert.equal(prefundProblem(nanos('0')), undefined)
  assert.equal(prefundProblem(nanos('5000.00')), undefined)
  assert.match(prefundProblem(nanos('5000.000000001')) ?? '', /at most 5,000\.00/)
  assert.match(prefundProblem(-1n) ?? '', /not negative/)
})
