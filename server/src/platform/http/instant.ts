import type { FieldError } from '../problem.ts'

/** Reads a field's date-time; what is wrong with it is added to the errors. A field left out is undefined. */
export function readInstant(
  field: string,
  text: string | undefined,
  errors: FieldError[],
): Temporal.Instant | undefined {
  if (text === undefined) return undefined
  const instant = parseInstant(text)
  if (!instant) errors.push({ field, message: 'must be a point in time', code: 'invalid_format' })
  return instant
}

/** Of a date-time that passed the contract's format; finer than a nanosecond there is no instant. */
export function parseInstant(text: string): Temporal.Instant | undefined {
  try {
    return Temporal.Instant.from(text)
  } catch {
    return undefined
  }
}
