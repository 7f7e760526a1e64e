import { nanosToText } from '@tallystick/core/money/money.ts'

/** 19366 → 19,366 */
export function groupedDigits(value: number): string {
  return String(value).replaceAll(/\B(?=(\d{3})+$)/g, ',')
}

/** 1 event, 2,000 events */
export function counted(count: number, noun: string): string {
  return `${groupedDigits(count)} ${noun}${count === 1 ? '' : 's'}`
}

/** Amounts by currency, such as `96.791325 USD`. */
export function amountsText(nanos: ReadonlyMap<string, bigint>): string {
  const parts = [...nanos].map(([currency, amount]) => `${nanosToText(amount)} ${currency}`)
  return parts.join(', ') || 'nothing'
}
