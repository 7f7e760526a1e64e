export function isBefore(left: Temporal.Instant, right: Temporal.Instant): boolean {
  return Temporal.Instant.compare(left, right) < 0
}

export function isAfter(left: Temporal.Instant, right: Temporal.Instant): boolean {
  return Temporal.Instant.compare(left, right) > 0
}

/** A moment that was written by `toString()`. Throws for anything else. */
export function instantFromText(text: string): Temporal.Instant {
  return Temporal.Instant.from(text)
}
