import { type Decimal, formatDecimal } from '@tallystick/core/money/decimal.ts'
import { invalid } from '../problem.ts'

/**
 * A number that a double could have changed: many digits, or an exponent. Text that looks like one costs a slow parse, so
 * only what stands where a number may is looked at: ids are full of digits.
 */
const risky = /(?:^|[\s:,[])-?(?:[0-9.]{16}|[0-9.]{1,15}[eE])/

/** Longer numbers are not looked at: no price or quantity of anybody needs them, and looking would take long. */
const longestNumber = 64

/** A key that would be an object's prototype as soon as somebody assigned it; its letters may be escaped. */
const prototypeKey = /__proto__|\\u00[567]/

/**
 * Reads JSON without ever changing a number: one whose double does not say exactly what was sent is refused, instead of
 * silently becoming its neighbour. What is accepted converts to exact decimal text with String().
 */
export function parseJson(text: string): unknown {
  if (text.includes('\\u0000')) {
    throw invalid({ field: 'body', message: 'must not contain the character U+0000', code: 'nul' })
  }
  try {
    const isRisky = risky.test(text) || prototypeKey.test(text)
    return isRisky ? JSON.parse(text, careful) : JSON.parse(text)
  } catch (error) {
    // A RangeError: it is nested so deeply that no stack is long enough.
    if (error instanceof SyntaxError || error instanceof RangeError) {
      throw invalid({ field: 'body', message: 'must be valid JSON', code: 'invalid_json' })
    }
    throw error
  }
}

function careful(key: string, value: unknown, context?: { source?: string }): unknown {
  if (key === '__proto__') {
    throw invalid({ field: key, message: 'must not be the name of a field', code: 'invalid_name' })
  }
  if (typeof value !== 'number' || context?.source === undefined) return value
  const { source } = context
  if (source.length > longestNumber || plainText(source) !== plainText(String(value))) {
    throw invalid({
      field: key || 'body',
      message: 'has more digits than a JSON number can carry exactly; send it as a string',
      code: 'inexact_number',
    })
  }
  return value
}

/** Sign, digits and exponent in one form, so that 1.50, 1.5 and 15e-1 are the same text. */
function plainText(source: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(source)
  if (!match) return source
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match
  const digits = `${whole}${fraction}`.replace(/^0+/, '')
  const trimmed = digits.replace(/0+$/, '')
  if (trimmed === '') return '0'
  const scale = BigInt(exponent) - BigInt(fraction.length) + BigInt(digits.length - trimmed.length)
  return `${sign}${trimmed}e${scale}`
}

/** Makes text that JSON.stringify writes as it is. The compiler's library does not know it yet. */
const { rawJSON } = JSON as unknown as { readonly rawJSON: (text: string) => object }

/** A number of a reply, written with all the digits of the decimal. It is no number before it is written. */
export function showDecimal(decimal: Decimal): number {
  return rawJSON(formatDecimal(decimal)) as unknown as number
}
