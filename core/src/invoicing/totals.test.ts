import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Decimal, decimal, decimalFromInteger } from '../money/decimal.ts'
import { type Currency, isCurrency, nanosPerMinor, nanosToText } from '../money/money.ts'
import { lineAmount } from '../pricing/pricing.ts'
import type { TaxBehavior } from './tax-rate.ts'
import { type InvoiceTotals, totalsOf } from './totals.ts'

function dec(text: string): Decimal {
  const value = decimal(text)
  assert(value !== undefined)
  return value
}

function currency(code: string): Currency {
  assert(isCurrency(code))
  return code
}

const fee = (unitPrice: string, quantity = 1n, taxPercent = '0') => ({
  unitPrice: dec(unitPrice),
  quantity,
  taxPercent: dec(taxPercent),
})

type Fee = ReturnType<typeof fee>
type Due = {
  readonly fees: readonly Fee[]
  readonly currency: Currency
  readonly taxBehavior: TaxBehavior
}

/** An invoice of fees, of which what is cut lapses: each is rounded once, and then they are summed up. */
function invoiceOf(due: Due): InvoiceTotals {
  const lines = due.fees.map(({ unitPrice, quantity, taxPercent }) => ({
    amount: lineAmount(unitPrice * decimalFromInteger(quantity), due.currency),
    givesBack: 'rebate' as const,
    taxPercent,
  }))
  return totalsOf(lines, due)
}

const usd = { currency: currency('USD'), taxBehavior: 'exclusive' } as const

function shown({ lines, subtotal, totalTax, grandTotal }: InvoiceTotals): string {
  const each = lines.map(({ net, tax }) => `${nanosToText(net)}+${nanosToText(tax)}`)
  return [...each, '=', ...[subtotal, totalTax, grandTotal].map((sum) => nanosToText(sum))].join(
    ' ',
  )
}

const rate = fc.constantFrom('0', '7', '19', '8.875').map(dec)
const anyFee = fc.record({
  unitPrice: fc.bigInt({ min: -(10n ** 18n), max: 10n ** 19n }).map((units) => units as Decimal),
  quantity: fc.bigInt({ min: 1n, max: 1_000n }),
  taxPercent: rate,
})
const due = fc.record({
  fees: fc.array(anyFee, { maxLength: 12 }),
  currency: fc.constantFrom('USD', 'JPY', 'KWD').map(currency),
  taxBehavior: fc.constantFrom('exclusive' as const, 'inclusive' as const),
})

test('lines sum exactly to the totals, in whole minor units', () => {
  fc.assert(
    fc.property(due, (given) => {
      const { lines, subtotal, totalTax, grandTotal } = invoiceOf(given)
      const sum = (amounts: readonly bigint[]) => amounts.reduce((left, right) => left + right, 0n)
      assert.equal(subtotal, sum(lines.map(({ net }) => net)))
      assert.equal(totalTax, sum(lines.map(({ tax }) => tax)))
      assert.equal(grandTotal, subtotal + totalTax)
      for (const { net, tax, gross } of lines) {
        assert.equal(net + tax, gross)
        assert.equal(net % nanosPerMinor(given.currency), 0n)
        assert.equal(tax % nanosPerMinor(given.currency), 0n)
      }
    }),
  )
})

test('an invoice of fees never goes below zero', () => {
  fc.assert(
    fc.property(due, (given) => {
      const { totalTax, grandTotal } = invoiceOf(given)
      assert.ok(totalTax >= 0n && grandTotal >= 0n)
    }),
  )
})

test('with one tax rate, its net part does not go below zero either', () => {
  fc.assert(
    fc.property(due, rate, (given, taxPercent) => {
      const fees = given.fees.map((each) => ({ ...each, taxPercent }))
      assert.ok(invoiceOf({ ...given, fees }).subtotal >= 0n)
    }),
  )
})

test('a line is rounded once, half away from zero', () => {
  const single = (unitPrice: string, quantity: bigint) =>
    shown(invoiceOf({ ...usd, fees: [fee(unitPrice, quantity)] }))
  assert.equal(single('0.005', 1n), '0.01+0.00 = 0.01 0.00 0.01')
  assert.equal(single('0.004999999999999', 1n), '0.00+0.00 = 0.00 0.00 0.00')
  assert.equal(single('0.004', 3n), '0.01+0.00 = 0.01 0.00 0.01')
  assert.equal(single('29.99', 3n), '89.97+0.00 = 89.97 0.00 89.97')
})

test('tax is computed on the sum and shared by largest remainder', () => {
  const fees = [fee('0.10', 1n, '15'), fee('0.10', 1n, '15'), fee('0.10', 1n, '15')]
  // 15 % of 0.30 is 0.045, so five cents: two get two, and one gets one.
  assert.equal(shown(invoiceOf({ ...usd, fees })), '0.10+0.02 0.10+0.02 0.10+0.01 = 0.30 0.05 0.35')
})

test('each rate is taxed by itself', () => {
  const fees = [fee('100', 1n, '19'), fee('100', 1n, '7'), fee('1', 1n, '19'), fee('5', 1n, '0')]
  assert.equal(
    shown(invoiceOf({ ...usd, fees })),
    '100.00+19.00 100.00+7.00 1.00+0.19 5.00+0.00 = 206.00 26.19 232.19',
  )
})

test('inclusive prices contain their tax', () => {
  const fees = [fee('113', 1n, '13')]
  assert.equal(
    shown(invoiceOf({ ...usd, taxBehavior: 'inclusive', fees })),
    '100.00+13.00 = 100.00 13.00 113.00',
  )
})

test('a currency without minor units is billed in whole ones', () => {
  const fees = [fee('99.5', 1n, '10')]
  assert.equal(
    shown(invoiceOf({ ...usd, currency: currency('JPY'), fees })),
    '100.00+10.00 = 100.00 10.00 110.00',
  )
})

test('rebates are cut, the last one first, until nothing is owed to the customer', () => {
  const fees = [fee('10', 1n, '10'), fee('-4', 1n, '10'), fee('-9', 1n, '10')]
  assert.equal(
    shown(invoiceOf({ ...usd, fees })),
    '10.00+0.00 -4.00+0.00 -6.00+0.00 = 0.00 0.00 0.00',
  )
})

test('a rebate that fits is kept, and lowers the tax', () => {
  const fees = [fee('10', 1n, '10'), fee('-4', 1n, '10')]
  assert.equal(shown(invoiceOf({ ...usd, fees })), '10.00+1.00 -4.00+-0.40 = 6.00 0.60 6.60')
})

test('an invoice of nothing is zero', () => {
  assert.equal(shown(invoiceOf({ ...usd, fees: [] })), '= 0.00 0.00 0.00')
})
