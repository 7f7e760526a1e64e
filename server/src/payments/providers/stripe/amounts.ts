import { isCurrency, type Money, nanosPerUnit } from '@tallystick/core/money/money.ts'

/*
 * How Stripe counts: in the smallest unit of the currency, but not always in that of ISO 4217. Some currencies with
 * decimals on paper have none there, two without keep them, and amounts with three end in a zero.
 */
const none = new Set('BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' '))
const three = new Set('BHD JOD KWD OMR TND'.split(' '))
/** Counted in hundredths, of which only whole hundreds can be paid. */
const wholeHundreds = new Set('ISK UGX'.split(' '))

function digitsOf(currency: string): number {
  if (none.has(currency)) return 0
  return three.has(currency) ? 3 : 2
}

/** How the amount is written there; undefined for one that cannot be paid through Stripe without rounding it. */
export function toStripe({ nanos, currency }: Money): number | undefined {
  const step = nanosPerUnit / 10n ** BigInt(digitsOf(currency))
  if (nanos % (step * multipleOf(currency)) !== 0n) return undefined
  const amount = Number(nanos / step)
  return Number.isSafeInteger(amount) ? amount : undefined
}

function multipleOf(currency: string): bigint {
  if (three.has(currency)) return 10n
  return wholeHundreds.has(currency) ? 100n : 1n
}

/** What an amount of Stripe is; undefined in a currency that is none. */
export function fromStripe(amount: number, written: string): Money | undefined {
  const currency = written.toUpperCase()
  if (!isCurrency(currency)) return undefined
  return { nanos: (BigInt(amount) * nanosPerUnit) / 10n ** BigInt(digitsOf(currency)), currency }
}
