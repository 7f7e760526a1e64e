declare const decimalBrand: unique symbol

/**
 * An exact decimal number in units of 10^-15: a unit price, a gradient, a quantity, a percentage.
 * Sums and differences stay exact; only a product is ever rounded, and then by name.
 */
export type Decimal = bigint & { readonly [decimalBrand]: true }

/** How many units of 10^-15 make one. */
export const decimalOne = 10n ** 15n

export const decimalZero = 0n as Decimal

const plain = /^(-?)(\d{1,24})(?:\.(\d{1,15}))?$/

/**
 * Reads plain decimal text such as `-12.50`: an optional minus, at most 24 digits before the point and
 * at most 15 after it. Anything else (an exponent, a plus, blanks, a bare point) is undefined.
 */
export function decimal(text: string): Decimal | undefined {
  const match = plain.exec(text)
  if (!match) return undefined
  const [, sign, whole = '', fraction = ''] = match
  const size = BigInt(whole + fraction.padEnd(15, '0'))
  return (sign === '-' ? -size : size) as Decimal
}

/** The shortest plain text that reads back as the same number: no exponent, no needless zero. */
export function formatDecimal(value: Decimal): string {
  const size = value < 0n ? -value : value
  const fraction = (size % decimalOne).toString().padStart(15, '0').replace(/0+$/, '')
  const sign = value < 0n ? '-' : ''
  return `${sign}${size / decimalOne}${fraction && `.${fraction}`}`
}

/** The decimal of a whole number. */
export function decimalFromInteger(integer: bigint): Decimal {
  return (integer * decimalOne) as Decimal
}

export function addDecimals(left: Decimal, right: Decimal): Decimal {
  return (left + right) as Decimal
}

export function subtractDecimals(left: Decimal, right: Decimal): Decimal {
  return (left - right) as Decimal
}

/** Negative, zero or positive, as `Array.prototype.sort` wants it. */
export function compareDecimals(left: Decimal, right: Decimal): -1 | 0 | 1 {
  if (left === right) return 0
  return left < right ? -1 : 1
}
