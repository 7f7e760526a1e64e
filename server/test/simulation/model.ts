/*
 * What invoices must say, computed from the raw events alone and in the plainest way there is. It shares nothing with
 * the product but the words: time is milliseconds and calendar fields, money is whole cents, and nothing is stored.
 */

export type ModelFee = {
  readonly name: string
  readonly cents: bigint
  readonly when: 'once_in_advance' | 'monthly_in_advance' | 'monthly_in_arrears'
}

export type ModelMeter = {
  readonly name: string
  readonly eventType: string
  readonly counts: 'sum' | 'count' | 'max'
  /** What the quantity of a period costs, in millionths of a cent. */
  readonly cost: (quantity: bigint) => bigint
}

export type ModelPlan = {
  readonly fees: readonly ModelFee[]
  readonly meters: readonly ModelMeter[]
  /** In thousandths of a percent: 19 % is 19,000. */
  readonly taxRate: bigint
}

export type ModelEvent = {
  readonly key: string
  readonly eventType: string
  readonly value: bigint
  readonly at: number
  readonly receivedAt: number
}

export type ModelLife = {
  readonly plan: ModelPlan
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
  const first = new Map(given.events.toReversed().map((event) => [event.key, event]))
  const life = { ...given, events: [...first.values()] }
  const billed = new Map<string, bigint>()
  const invoices: ModelInvoice[] = []
  for (let n = 1; startOf(life, n) < endOfLife(life); n += 1) {
    if (issueOf(life, n) > life.until) break
    const lines = [...arrears(life, n), ...usage(life, n, billed), ...advance(life, n)]
    invoices.push(
      summed(
        n,
        lines.filter(({ cents }) => cents !== 0n),
        life.plan,
      ),
    )
  }
  return invoices
}

function arrears(life: ModelLife, n: number): ModelLine[] {
  const start = startOf(life, n)
  const whole = boundary(anchorOf(life), n) - start
  return life.plan.fees
    .filter(({ when }) => when === 'monthly_in_arrears')
    .map(({ name, cents }) => ({ name, cents: share(cents, endOf(life, n) - start, whole) }))
}

/** The usage of the period, and what has come in for earlier ones since they were billed. */
function usage(life: ModelLife, n: number, billed: Map<string, bigint>): ModelLine[] {
  const lines: ModelLine[] = []
  for (let past = 1; past <= n; past += 1) {
    for (const meter of life.plan.meters) {
      const quantity = measured(meter, life.events, {
        from: Math.max(startOf(life, past), life.startedAt),
        to: endOf(life, past),
        before: issueOf(life, n),
      })
      const cents = rounded(meter.cost(quantity), 1_000_000n)
      const key = `${meter.name} ${past}`
      const name = past === n ? meter.name : `${meter.name} late`
      lines.push({ name, cents: cents - (billed.get(key) ?? 0n) })
      billed.set(key, cents)
    }
  }
  return lines
}

/** The fees of the next period, unless there is none. */
function advance(life: ModelLife, n: number): ModelLine[] {
  if (endOf(life, n) >= endOfLife(life)) return []
  return life.plan.fees
    .filter(({ when }) => when === 'monthly_in_advance')
    .map(({ name, cents }) => ({ name, cents }))
}

const anchorOf = ({ startedAt }: ModelLife) => startedAt - (startedAt % hourMs)
const endOfLife = ({ endedAt = Number.POSITIVE_INFINITY }: ModelLife) => endedAt
const startOf = (life: ModelLife, n: number) => boundary(anchorOf(life), n - 1)
const endOf = (life: ModelLife, n: number) => Math.min(boundary(anchorOf(life), n), endOfLife(life))
const issueOf = (life: ModelLife, n: number) => endOf(life, n) + life.graceMs

/** The first invoice, which is due before the subscription begins. */
export function expectedInvoiceZero({ plan }: ModelLife): ModelInvoice | undefined {
  const lines = plan.fees
    .filter(({ when }) => when !== 'monthly_in_arrears')
    .map(({ name, cents }) => ({ name, cents }))
  return lines.length > 0 ? summed(0, lines, plan) : undefined
}

type Reading = { readonly from: number; readonly to: number; readonly before: number }

function measured(meter: ModelMeter, events: readonly ModelEvent[], reading: Reading): bigint {
  let sum = 0n
  let count = 0n
  let max: bigint | undefined
  for (const { eventType, at, receivedAt, value } of events) {
    if (eventType !== meter.eventType) continue
    if (at < reading.from || at >= reading.to || receivedAt >= reading.before) continue
    sum += value
    count += 1n
    if (max === undefined || value > max) max = value
  }
  return { sum, count, max: max ?? 0n }[meter.counts]
}

function summed(period: number, lines: readonly ModelLine[], { taxRate }: ModelPlan): ModelInvoice {
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
