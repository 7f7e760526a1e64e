/*
 * What invoices must say, computed from the raw events alone and in the plainest way there is. It shares nothing with
 * the product but the words: time is milliseconds and calendar fields, money is whole cents, and nothing is stored.
 */
import { type ModelEvent, type ModelMeter, measured } from './model-meter.ts'

export type ModelFee = {
  readonly name: string
  /** Of one, and how many. */
  readonly cents: bigint
  readonly quantity: bigint
  readonly when: 'in_advance' | 'in_arrears'
  /** How often: 0 is once. */
  readonly months: number
}

export type ModelPlan = {
  readonly months: number
  readonly fees: readonly ModelFee[]
  readonly meters: readonly ModelMeter[]
}

export type ModelLife = {
  readonly plan: ModelPlan
  /** In thousandths of a percent: 19 % is 19,000. */
  readonly taxRate: bigint
  readonly startedAt: number
  readonly endedAt?: number | undefined
  readonly graceMs: number
  /** In the order in which they were received; the same key again is nothing new. */
  readonly events: readonly ModelEvent[]
  /** Invoices that are issued up to this moment are expected. */
  readonly until: number
}

export type ModelLine = { readonly name: string; readonly cents: bigint }

export type ModelInvoice = {
  readonly period: number
  readonly lines: readonly ModelLine[]
  readonly subtotal: bigint
  readonly tax: bigint
  readonly total: bigint
}

const hourMs = 3_600_000

/** The invoices of the periods, the first one first, with the lines that are not zero. */
export function expectedInvoices(given: ModelLife): ModelInvoice[] {
  const keys = new Set<string>()
  const received = given.events.filter(({ key }) => !keys.has(key) && keys.add(key))
  const life = { ...given, events: received }
  const billed = new Map<string, bigint>()
  const invoices: ModelInvoice[] = []
  let carried: readonly ModelLine[] = []
  for (let n = 1; startOf(life, n) < endOfLife(life); n += 1) {
    if (issueOf(life, n) > life.until) break
    const opensNext = endOf(life, n) < endOfLife(life)
    const lines = [
      ...arrears(life, n),
      ...usage(life, n, billed),
      ...(opensNext ? advance(life, n + 1) : []),
      ...carried,
    ]
    const cut = cutOf(lines)
    carried = cut.carried
    invoices.push(summed(n, cut.lines, life.taxRate))
  }
  return invoices
}

/** The first invoice, which is due before the subscription begins. */
export function expectedInvoiceZero(life: ModelLife): ModelInvoice | undefined {
  const lines = advance(life, 1)
  return lines.length > 0 ? summed(0, lines, life.taxRate) : undefined
}

/** Fees of cycles that end in the period, or that the end of the subscription cuts. */
function arrears(life: ModelLife, n: number): ModelLine[] {
  return life.plan.fees
    .filter(({ when }) => when === 'in_arrears')
    .flatMap(({ name, cents, quantity, months }) => {
      const price = cents * quantity
      if (months === 0) return n === 1 ? [{ name, cents: price }] : []
      return cyclesEndingIn(life, n, months).map(({ start, end, whole }) => ({
        name,
        cents: share(price, end - start, whole),
      }))
    })
}

/** Fees of cycles that begin in the period. */
function advance(life: ModelLife, n: number): ModelLine[] {
  const [from, to] = [startOf(life, n), boundary(anchorOf(life), n * life.plan.months)]
  return life.plan.fees
    .filter(({ when }) => when === 'in_advance')
    .flatMap(({ name, cents, quantity, months }) => {
      const line = { name, cents: cents * quantity }
      if (months === 0) return n === 1 ? [line] : []
      const begins: ModelLine[] = []
      for (let at = 0; boundary(anchorOf(life), at) < to; at += months) {
        if (boundary(anchorOf(life), at) >= from) begins.push(line)
      }
      return begins
    })
}

/** The usage of cycles that end in the period, and what has come in for earlier ones since they were billed. */
function usage(life: ModelLife, n: number, billed: Map<string, bigint>): ModelLine[] {
  const lines: ModelLine[] = []
  for (let past = 1; past <= n; past += 1) {
    for (const meter of life.plan.meters) {
      for (const { start, end } of cyclesEndingIn(life, past, meter.months)) {
        const from = Math.max(start, life.startedAt)
        const reading = { from, to: end, before: issueOf(life, n) }
        const cents = rounded(meter.cost(measured(meter, life.events, reading)), 1_000_000n)
        const key = `${meter.name} ${start}`
        lines.push({ name: meter.name, cents: cents - (billed.get(key) ?? 0n) })
        billed.set(key, cents)
      }
    }
  }
  return lines
}

type Cycle = { readonly start: number; readonly end: number; readonly whole: number }

function cyclesEndingIn(life: ModelLife, n: number, months: number): Cycle[] {
  const anchor = anchorOf(life)
  const cycles: Cycle[] = []
  for (let at = 0; boundary(anchor, at) < endOf(life, n); at += months) {
    const start = boundary(anchor, at)
    const natural = boundary(anchor, at + months)
    const end = Math.min(natural, endOfLife(life))
    if (end > startOf(life, n) && end <= endOf(life, n)) {
      cycles.push({ start, end, whole: natural - start })
    }
  }
  return cycles
}

const anchorOf = ({ startedAt }: ModelLife) => startedAt - (startedAt % hourMs)
const endOfLife = ({ endedAt = Number.POSITIVE_INFINITY }: ModelLife) => endedAt
const startOf = (life: ModelLife, n: number) => boundary(anchorOf(life), (n - 1) * life.plan.months)
const endOf = (life: ModelLife, n: number) =>
  Math.min(boundary(anchorOf(life), n * life.plan.months), endOfLife(life))
const issueOf = (life: ModelLife, n: number) => endOf(life, n) + life.graceMs

/** Nothing is below zero: what is given back beyond that is cut, the last line first, and waits for the next invoice. */
function cutOf(given: readonly ModelLine[]) {
  let excess = -given.reduce((total, { cents }) => total + cents, 0n)
  const carried: ModelLine[] = []
  const lines = given.toReversed().map(({ name, cents }) => {
    if (cents >= 0n || excess <= 0n) return { name, cents }
    const cut = excess < -cents ? excess : -cents
    excess -= cut
    carried.unshift({ name, cents: -cut })
    return { name, cents: cents + cut }
  })
  return { lines: lines.toReversed(), carried }
}

function summed(period: number, given: readonly ModelLine[], taxRate: bigint): ModelInvoice {
  const lines = given.filter(({ cents }) => cents !== 0n)
  const subtotal = lines.reduce((total, { cents }) => total + cents, 0n)
  const tax = rounded(subtotal * taxRate, 100_000n)
  return { period, lines, subtotal, tax, total: subtotal + tax }
}

/** So many months after the anchor; a day that the month lacks becomes its last. */
export function boundary(anchor: number, months: number): number {
  const date = new Date(anchor)
  const first = new Date(anchor)
  first.setUTCDate(1)
  first.setUTCMonth(first.getUTCMonth() + months)
  const next = new Date(first)
  next.setUTCMonth(next.getUTCMonth() + 1)
  const lastDay = new Date(next.getTime() - 86_400_000).getUTCDate()
  first.setUTCDate(Math.min(date.getUTCDate(), lastDay))
  return first.getTime()
}

function share(cents: bigint, part: number, whole: number): bigint {
  return rounded(cents * BigInt(part), BigInt(whole))
}

/** Half away from zero. */
function rounded(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n
  const size = negative ? -numerator : numerator
  const whole = size / denominator
  const up = (size % denominator) * 2n >= denominator ? whole + 1n : whole
  return negative ? -up : up
}
