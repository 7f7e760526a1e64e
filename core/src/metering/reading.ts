import { type Decimal, decimal } from '../money/decimal.ts'

export const aggregations = ['SUM', 'COUNT', 'AVG', 'MIN', 'MAX', 'UNIQUE_COUNT', 'LATEST'] as const

/** How the events of a period become one quantity. */
export type Aggregation = (typeof aggregations)[number]

/** What a metric looks for in the data of an event. Paths are `$.name`, or `$.outer.inner` and so on. */
export type MeterDefinition = {
  readonly aggregation: Aggregation
  readonly valueProperty?: string | undefined
  readonly groupBy?: Readonly<Record<string, string>> | undefined
}

/**
 * What counts of one event: nothing for COUNT, the JSON text of the value for UNIQUE_COUNT, an exact number for
 * the others; and its dimensions, where one that the event lacks is the empty text.
 */
export type Reading = {
  readonly value: Decimal | string | undefined
  readonly dimensions: Readonly<Record<string, string>>
}

export type ReadingRefusal =
  | 'VALUE_MISSING'
  | 'VALUE_NOT_NUMERIC'
  | 'VALUE_NOT_SCALAR'
  | 'VALUE_OUT_OF_RANGE'
  | 'DIMENSION_TOO_LONG'

/** A dimension is part of keys, and keys have an end. */
export const longestDimension = 256

/**
 * Reads the data of an event as a metric does. Refused are: a value that is missing (VALUE_MISSING), that is
 * neither a number nor decimal text (VALUE_NOT_NUMERIC), that has more than 24 digits before or 15 behind the
 * point (VALUE_OUT_OF_RANGE), that is no string, number or boolean although such are counted
 * (VALUE_NOT_SCALAR), and a dimension of more than 256 characters (DIMENSION_TOO_LONG).
 */
export function readMetered(
  { aggregation, valueProperty, groupBy = {} }: MeterDefinition,
  data: unknown,
): Reading | { readonly refused: ReadingRefusal } {
  const entries = Object.entries(groupBy).map(
    ([name, path]) => [name, dimensionText(valueAt(data, path))] as const,
  )
  if (entries.some(([, text]) => text.length > longestDimension)) {
    return { refused: 'DIMENSION_TOO_LONG' }
  }
  const dimensions = Object.fromEntries(entries)
  if (aggregation === 'COUNT') return { value: undefined, dimensions }

  const value = valueProperty === undefined ? undefined : valueAt(data, valueProperty)
  if (value === undefined || value === null) return { refused: 'VALUE_MISSING' }
  const fitted = aggregation === 'UNIQUE_COUNT' ? fitDistinct(value) : fitNumber(value)
  return 'refused' in fitted ? fitted : { value: fitted.value, dimensions }
}

/**
 * What stands at a path such as `$.usage.tokens`; undefined where a name is missing. Names are looked up in
 * objects alone: an array has none, and neither has a text.
 */
export function valueAt(data: unknown, path: string): unknown {
  let value = data
  for (const name of path.split('.').slice(1)) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
    if (!Object.hasOwn(value, name)) return undefined
    value = (value as Readonly<Record<string, unknown>>)[name]
  }
  return value
}

type Fitted<T> = { readonly value: T } | { readonly refused: ReadingRefusal }

function fitDistinct(value: unknown): Fitted<string> {
  return isScalar(value) ? { value: JSON.stringify(value) } : { refused: 'VALUE_NOT_SCALAR' }
}

function fitNumber(value: unknown): Fitted<Decimal> {
  if (typeof value !== 'number' && typeof value !== 'string') {
    return { refused: 'VALUE_NOT_NUMERIC' }
  }
  const text = typeof value === 'number' ? plainText(value) : value
  const number = decimal(text)
  if (number !== undefined) return { value: number }
  return { refused: /^-?\d+(\.\d+)?$/.test(text) ? 'VALUE_OUT_OF_RANGE' : 'VALUE_NOT_NUMERIC' }
}

/** A number of JSON without its exponent, as it was sent: 1e-7 is 0.0000001. */
function plainText(number: number): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(`${number}`)
  if (!match) return `${number}`
  const [, sign, whole = '', fraction = '', exponent = '0'] = match
  const shift = BigInt(exponent)
  if (shift >= 0n) return `${sign}${whole}${fraction}${zeros(shift - BigInt(fraction.length))}`
  return `${sign}0.${zeros(-shift - BigInt(whole.length))}${whole}${fraction}`
}

/** Exponents of doubles end at 324, and where one is small enough to appear, there are fewer digits than zeros. */
function zeros(count: bigint): string {
  return (10n ** count).toString().slice(1)
}

function dimensionText(value: unknown): string {
  if (typeof value === 'string') return value
  return isScalar(value) ? JSON.stringify(value) : ''
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}
