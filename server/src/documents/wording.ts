import { type Decimal, formatDecimal } from '@tallystick/core/money/decimal.ts'
import { type Currency, minorDigits, moneyToText } from '@tallystick/core/money/money.ts'
import type { DocumentPeriod, TaxTreatment } from './document.ts'

/** 1,234.50 USD: the code, not a sign, since a dollar sign says many currencies. */
export function amount(nanos: bigint, currency: Currency): string {
  return `${grouped(moneyToText({ nanos, currency }))} ${currency}`
}

/** As exact as it is, with thousands told apart. */
export function figure(value: Decimal): string {
  return grouped(formatDecimal(value))
}

/** A unit price: as exact as it is, and with no fewer decimals than an amount has. */
export function unitPrice(value: Decimal, currency: Currency): string {
  const [whole, fraction = ''] = formatDecimal(value).split('.')
  const decimals = fraction.padEnd(minorDigits(currency), '0')
  return grouped(decimals === '' ? `${whole}` : `${whole}.${decimals}`)
}

/** A stretch of time by its days: what ends at midnight has its last day before. */
export function days({ start, end }: DocumentPeriod): string {
  const first = dayOf(start)
  const last = dayOf(end.subtract({ milliseconds: 1 }))
  return first.equals(last) ? day(first) : `${day(first)} – ${day(last)}`
}

/** 21 Nov 2026: a month in letters is read alike on both sides of the ocean. */
export function day(date: Temporal.PlainDate): string {
  return `${date.day} ${months[date.month - 1]} ${date.year}`
}

export const treatments: Readonly<Record<TaxTreatment, string>> = {
  standard: 'VAT',
  zero: 'VAT',
  reverse_charge: 'Reverse charge',
  exempt: 'Exempt',
  outside_scope: 'Outside the scope of VAT',
}

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

export function dayOf(instant: Temporal.Instant): Temporal.PlainDate {
  return instant.toZonedDateTimeISO('UTC').toPlainDate()
}

/** Texts that say something. */
export function said(texts: readonly (string | undefined)[]): string[] {
  return texts.filter((text) => text !== undefined).filter((text) => text.trim() !== '')
}

function grouped(plain: string): string {
  const [whole = '', fraction] = plain.replace('-', '').split('.')
  const groups = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',')
  const sign = plain.startsWith('-') ? '−' : ''
  return `${sign}${groups}${fraction === undefined ? '' : `.${fraction}`}`
}
