import { type Decimal, decimal, formatDecimal } from '@tallystick/core/money/decimal.ts'

/** Reads a percentage that came as a JSON number, exactly; undefined with more than 15 digits behind the point. */
export function readPercent(percent: number): Decimal | undefined {
  const text = String(percent)
  return decimal(text.includes('e') ? percent.toFixed(15) : text)
}

/** A percentage as the JSON number that reads back as the same decimal. */
export function showPercent(percent: Decimal): number {
  return Number(formatDecimal(percent))
}
