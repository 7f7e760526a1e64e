/** Reads a date-time that passed the contract's format; finer than a nanosecond there is no instant. */
export function readInstant(text: string): Temporal.Instant | undefined {
  try {
    return Temporal.Instant.from(text)
  } catch {
    return undefined
  }
}
