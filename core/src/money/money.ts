import { assert } from '../assert.ts'
import { type Decimal, decimalOne } from './decimal.ts'

declare const currencyBrand: unique symbol

/** An active ISO 4217 alphabetic code, in capitals. Metals, tests and "no currency" are not among them. */
export type Currency = string & { readonly [currencyBrand]: true }

/** How many digits the smallest unit of a currency has behind the point, as ISO 4217 lists them. */
export type MinorDigits = 0 | 2 | 3 | 4

const codes: Record<MinorDigits, string> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  2: `AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF
    CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD
    GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL
    MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR
    PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP
    TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG`,
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
}

const digitsByCode = new Map<string, MinorDigits>(
  ([0, 2, 3, 4] as const).flatMap((digits) =>
    codes[digits].split(/\s+/).map((code) => [code, digits] as const),
  ),
)

/** Whether the text is a currency that money can be counted in. Lower case is not. */
export function isCurrency(text: string): text is Currency {
  return digitsByCode.has(text)
}

/** Digits behind the point of the currency's smallest unit: USD 2, JPY 0, KWD 3 (ISO 4217). */
export function minorDigits(currency: Currency): MinorDigits {
  return digitsByCode.get(currency) ?? 2
}

/** An amount: whole nano units (10^-9 of the major unit, for every currency) and the currency. */
export type Money = { readonly nanos: bigint; readonly currency: Currency }

/** How many nanos make one major unit, a dollar or a yen. */
export const nanosPerUnit = 10n ** 9n

const hundred = 100n * decimalOne
const plain = /^(-?)(\d{1,24})(?:\.(\d{1,9}))?$/

/**
 * Reads an amount in major units from plain decimal text, `150.00`: an optional minus, at most 24 digits
 * before the point and at most 9 after it. Anything else is undefined.
 */
export function nanosFromText(text: string): bigint | undefined {
  const match = plain.exec(text)
  if (!match) return undefined
  const [, sign, whole = '', fraction = ''] = match
  const size = BigInt(whole + fraction.padEnd(9, '0'))
  return sign === '-' ? -size : size
}

/** An amount in major units as exact plain text, with at least so many digits behind the point. */
export function nanosToText(nanos: bigint, minimumDigits = 2): string {
  const size = nanos < 0n ? -nanos : nanos
  const exact = (size % nanosPerUnit).toString().padStart(9, '0').replace(/0+$/, '')
  const fraction = exact.padEnd(minimumDigits, '0')
  const sign = nanos < 0n ? '-' : ''
  return `${sign}${size / nanosPerUnit}${fraction && `.${fraction}`}`
}

/** An amount in major units with at least the digits of its currency: 1.50 USD, 150 JPY. */
export function moneyToText({ nanos, currency }: Money): string {
  return nanosToText(nanos, minorDigits(currency))
}

/** How many nanos the smallest unit of the currency has: a cent has 10^7, a yen 10^9. */
export function nanosPerMinor(currency: Currency): bigint {
  return 10n ** BigInt(9 - minorDigits(currency))
}

/** The amount in whole minor units of the currency, still counted in nanos; half away from zero. */
export function roundToMinor(nanos: bigint, currency: Currency): bigint {
  const step = nanosPerMinor(currency)
  return roundDiv(nanos, step) * step
}

/** Unit price times quantity in nanos, rounded once, half away from zero. */
export function product(unitPrice: Decimal, quantity: Decimal): bigint {
  return roundDiv(unitPrice * quantity, 10n ** 21n)
}

/**
 * A percentage of an amount (13 = 13 %), rounded half away from zero to a whole unit of that amount:
 * nanos give nanos, cents give cents.
 */
export function percentOf(amount: bigint, percent: Decimal): bigint {
  return roundDiv(amount * percent, hundred)
}

/** As `percentOf`, but rounded towards zero: a fee never takes the fraction that is not due. */
export function percentDown(amount: bigint, percent: Decimal): bigint {
  return (amount * percent) / hundred
}

/**
 * The tax within a gross amount, gross × rate / (100 + rate), rounded half away from zero to a whole unit
 * of that amount. The rate is a percentage and not negative.
 */
export function includedTax(gross: bigint, percent: Decimal): bigint {
  return roundDiv(gross * percent, hundred + percent)
}

/**
 * Divides and rounds half away from zero, as commerce does: 2.5 becomes 3 and -2.5 becomes -3.
 * The result counts whole units of whatever the numerator counts. A zero denominator is a bug.
 */
export function roundDiv(numerator: bigint, denominator: bigint): bigint {
  assert(denominator !== 0n, 'cannot divide by zero')
  const size = absolute(denominator)
  const rounded = (2n * absolute(numerator) + size) / (2n * size)
  return numerator < 0n === denominator < 0n ? rounded : -rounded
}

/** Divides and rounds towards minus infinity: -1 / 2 becomes -1. A zero denominator is a bug. */
export function floorDiv(numerator: bigint, denominator: bigint): bigint {
  assert(denominator !== 0n, 'cannot divide by zero')
  const quotient = numerator / denominator
  const exact = quotient * denominator === numerator
  return exact || numerator < 0n === denominator < 0n ? quotient : quotient - 1n
}

/** Divides and rounds towards plus infinity: 1 / 2 becomes 1. A zero denominator is a bug. */
export function ceilDiv(numerator: bigint, denominator: bigint): bigint {
  return -floorDiv(-numerator, denominator)
}

/** The value itself where it lies within the bounds, else the bound that it passed. */
export function clamp(value: bigint, min: bigint, max: bigint): bigint {
  assert(min <= max, 'the lower bound is above the upper one')
  if (value < min) return min
  return value > max ? max : value
}

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value
}

/**
 * Splits a total by weight so that the parts always add up to it: each part is rounded down, and what
 * is left goes, one unit each, to the largest remainders, the earliest first. A weight may be negative
 * (a rebate among charges); weights that add up to zero can only share a total of zero.
 */
export function allocate(total: bigint, weights: readonly bigint[]): bigint[] {
  const sum = weights.reduce((left, right) => left + right, 0n)
  if (total === 0n) return weights.map(() => 0n)
  assert(sum !== 0n, 'weights that add up to zero cannot share an amount')

  const size = absolute(total)
  const shares = weights.map((weight) => {
    const exact = sum < 0n ? -size * weight : size * weight
    const part = floorDiv(exact, absolute(sum))
    return { part, remainder: exact - part * absolute(sum) }
  })

  let left = size - shares.reduce((given, { part }) => given + part, 0n)
  for (const share of shares.toSorted(byLargestRemainder)) {
    if (left === 0n) break
    share.part += 1n
    left -= 1n
  }
  return shares.map(({ part }) => (total < 0n ? -part : part))
}

function byLargestRemainder(left: { remainder: bigint }, right: { remainder: bigint }): number {
  if (left.remainder === right.remainder) return 0
  return left.remainder > right.remainder ? -1 : 1
}
