import { type Decimal, decimal, formatDecimal } from '@tallystick/core/money/decimal.ts'

/** Tenths of the leading digit; each can be halved for the middle line and still be short. */
const steps = [10n, 12n, 16n, 20n, 24n, 30n, 40n, 50n, 60n, 80n, 100n]

/** What a chart draws against: round figures, and each value as a share of the top, 0 to 1. */
export type Scale = {
  readonly top: string
  readonly middle: string
  readonly shares: readonly number[]
}

/** Fits values under a round figure. Negative values are drawn as nothing. */
export function scaleOf(values: readonly string[]): Scale {
  const scaled = values.map(read)
  const top = roundUp(largest(scaled))
  return {
    top: formatDecimal(top as Decimal),
    middle: formatDecimal((top / 2n) as Decimal),
    shares: scaled.map((v) => share(v, top)),
  }
}

/** The position of the largest value, the first of them when there are several. */
export function peakOf(values: readonly string[]): number | undefined {
  const scaled = values.map(read)
  const most = largest(scaled)
  return most > 0n ? scaled.indexOf(most) : undefined
}

function read(text: string): bigint {
  const value = decimal(text)
  if (value === undefined) throw new RangeError(`"${text}" is not a decimal number.`)
  return value
}

/** Zero when all are negative. */
function largest(values: readonly bigint[]): bigint {
  let most = 0n
  for (const value of values) if (value > most) most = value
  return most
}

function roundUp(value: bigint): bigint {
  const digits = BigInt(value.toString().length)
  // At least one, so that nothing still has a scale.
  const tenth = 10n ** (digits > 2n ? digits - 2n : 0n)
  return (steps.find((step) => step * tenth >= value) ?? 100n) * tenth
}

function share(value: bigint, top: bigint): number {
  if (value <= 0n) return 0
  // Pixels, not money: four digits place a bar exactly enough.
  return Number((value * 10_000n) / top) / 10_000
}
