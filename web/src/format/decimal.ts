import {
  decimal,
  type Decimal as ExactDecimal,
  formatDecimal as exactText,
} from '@tallystick/core/money/decimal.ts'
import { readersLocale } from './locale.ts'

/** A decimal string taken apart; `whole` has no leading zeros, `fraction` no trailing ones. */
export type Decimal = {
  readonly negative: boolean
  readonly whole: string
  readonly fraction: string
}

export type DecimalOptions = {
  readonly locale?: string | undefined
  /** Zeros are added up to this many digits. Digits beyond it stay: nothing is rounded away. */
  readonly minFraction?: number
}

const shape = /^(-?)(\d+)(?:\.(\d+))?$/
const minus = '\u2212'

/** Amounts arrive as text and stay text: a float would lose the last digits of a large balance. */
export function parseDecimal(text: string): Decimal {
  const match = shape.exec(text.trim())
  if (!match) throw new RangeError(`"${text}" is not a decimal number.`)
  const whole = (match[2] ?? '').replace(/^0+(?=\d)/, '')
  const fraction = (match[3] ?? '').replace(/0+$/, '')
  const negative = match[1] === '-' && !(whole === '0' && fraction === '')
  return { negative, whole, fraction }
}

/** The number as its reader writes it: grouped, with the local separator and a real minus sign. */
export function formatDecimal(text: string, options: DecimalOptions = {}): string {
  const { negative, whole, fraction } = parseDecimal(text)
  const { group, separator } = numbersOf(options.locale ?? readersLocale())
  const digits = fraction.padEnd(options.minFraction ?? 0, '0')
  const tail = digits === '' ? '' : `${separator}${digits}`
  return `${negative ? minus : ''}${group.format(BigInt(whole))}${tail}`
}

/** The exact difference of two amounts. */
export function decimalLess(text: string, less: string): string {
  const [from, what] = [decimal(text), decimal(less)]
  if (from === undefined || what === undefined) {
    throw new RangeError(`"${text}" less "${less}" is no amount.`)
  }
  return exactText((from - what) as ExactDecimal)
}

/** Whether an amount is nothing, however many zeros it is written with. */
export function isZero(text: string): boolean {
  const { whole, fraction } = parseDecimal(text)
  return whole === '0' && fraction === ''
}

/** How many digits stand behind the separator in the longest of these numbers. */
export function longestFraction(texts: readonly string[], atLeast = 0): number {
  return texts.reduce((most, text) => Math.max(most, parseDecimal(text).fraction.length), atLeast)
}

/** The digits a currency is written with at least: 2 for USD, 0 for JPY. */
export function currencyDigits(currency: string): number {
  try {
    const { minimumFractionDigits } = new Intl.NumberFormat('en', {
      style: 'currency',
      currency,
    }).resolvedOptions()
    return minimumFractionDigits ?? 2
  } catch {
    return 2
  }
}

/** An amount in one piece of text: "1,250.00 USD". */
export function formatMoney(amount: string, currency: string, locale?: string): string {
  const figure = formatDecimal(amount, { locale, minFraction: currencyDigits(currency) })
  return `${figure}\u00a0${currency}`
}

/** A fraction as a percentage: "0.029" is "2.9 %". */
export function formatPercent(fractionText: string, locale?: string): string {
  const { negative, whole, fraction } = parseDecimal(fractionText)
  const digits = whole + fraction.padEnd(2, '0')
  const point = whole.length + 2
  const shifted = `${digits.slice(0, point)}.${digits.slice(point) || '0'}`
  return `${formatDecimal(`${negative ? '-' : ''}${shifted}`, { locale })}\u00a0%`
}

/** A figure for a scale, where "20K" reads faster than "20,000". */
export function formatCompact(text: string): string {
  if (text.includes('.') || text.length < 5) return formatDecimal(text)
  return new Intl.NumberFormat(readersLocale(), { notation: 'compact' }).format(BigInt(text))
}

/** By how much a figure changed: "+12.5%". Nothing where it began at nothing: that is no percentage. */
export function formatChange(from: string, to: string, locale?: string): string | undefined {
  if (isZero(from)) return undefined
  // A share to be read, not to be reckoned with: a float is exact enough.
  return new Intl.NumberFormat(locale ?? readersLocale(), {
    style: 'percent',
    maximumFractionDigits: 1,
    signDisplay: 'exceptZero',
  }).format(Number(to) / Number(from) - 1)
}

const known = new Map<string, { group: Intl.NumberFormat; separator: string }>()

function numbersOf(locale: string | undefined) {
  const key = locale ?? ''
  const found = known.get(key)
  if (found) return found
  const group = new Intl.NumberFormat(locale, { numberingSystem: 'latn' })
  const separator = group.formatToParts(1.5).find((part) => part.type === 'decimal')?.value ?? '.'
  const numbers = { group, separator }
  known.set(key, numbers)
  return numbers
}
