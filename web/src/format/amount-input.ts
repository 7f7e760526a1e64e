import { readersLocale } from './locale.ts'

/**
 * Reads an amount as people type it: "1,250.50", "1.250,50", "1250.5" or "50". The last separator is the decimal one if
 * as many digits follow it as a currency can have; where a single one could be either, the reader's locale decides.
 * Returns decimal text, or nothing for what is no amount.
 */
export function readAmount(typed: string, digits: number, locale?: string): string | undefined {
  const text = typed.replace(/[\s\u00a0\u202f'’]/g, '')
  if (!/^\d[\d.,]*$/.test(text)) return undefined
  const last = Math.max(text.lastIndexOf('.'), text.lastIndexOf(','))
  const behind = last < 0 ? '' : text.slice(last + 1)
  const isDecimal = last >= 0 && (behind.length <= digits || text[last] === separatorOf(locale))
  if (isDecimal && (behind === '' || behind.length > digits)) return undefined
  const whole = isDecimal ? text.slice(0, last) : text
  if (!isGrouped(whole, isDecimal ? text[last] : undefined)) return undefined
  const plain = whole.replace(/[.,]/g, '').replace(/^0+(?=\d)/, '')
  return isDecimal ? `${plain}.${behind}` : plain
}

/** Groups are of three digits, in India of two before the last, and told apart by another sign than the fraction. */
function isGrouped(whole: string, decimalSign: string | undefined): boolean {
  if (/^\d+$/.test(whole)) return true
  return whole.includes(decimalSign ?? ' ')
    ? false
    : /^\d{1,3}(?:([.,])\d{2,3}(?:\1\d{2,3})*)?$/.test(whole) && /\d{3}$/.test(whole)
}

function separatorOf(locale: string | undefined): string {
  const parts = new Intl.NumberFormat(locale ?? readersLocale()).formatToParts(1.5)
  return parts.find(({ type }) => type === 'decimal')?.value ?? '.'
}
