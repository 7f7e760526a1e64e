export type ModelMeter = {
  readonly name: string
  readonly eventType: string
  readonly counts: 'SUM' | 'COUNT' | 'MAX' | 'MIN' | 'LATEST' | 'UNIQUE_COUNT'
  /** What the quantity of a cycle costs, in millionths of a cent. */
  readonly cost: (quantity: bigint) => bigint
  /** How long a cycle is. */
  readonly months: number
}

export type ModelEvent = {
  readonly key: string
  readonly eventType: string
  readonly value: bigint
  readonly at: number
  readonly receivedAt: number
}

export type Reading = { readonly from: number; readonly to: number; readonly before: number }

/** The quantity of a cycle, from the events in the order in which they were received. */
export function measured(
  { counts, eventType }: ModelMeter,
  events: readonly ModelEvent[],
  { from, to, before }: Reading,
): bigint {
  const read = events.filter(
    (event) =>
      event.eventType === eventType &&
      event.at >= from &&
      event.at < to &&
      event.receivedAt < before,
  )
  const values = read.map(({ value }) => value)
  const byTime = read.toSorted((left, right) => left.at - right.at)
  const bySize = values.toSorted((left, right) => Number(left - right))
  const quantities = {
    SUM: values.reduce((sum, value) => sum + value, 0n),
    COUNT: BigInt(read.length),
    MAX: bySize.at(-1) ?? 0n,
    MIN: bySize[0] ?? 0n,
    LATEST: byTime.at(-1)?.value ?? 0n,
    UNIQUE_COUNT: BigInt(new Set(values).size),
  }
  return quantities[counts]
}
