/** No clock goes further: later years do not have four digits. */
export const lastMoment = Temporal.Instant.from('9998-12-31T00:00:00Z')
