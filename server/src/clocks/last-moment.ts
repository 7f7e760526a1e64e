/** The end of the year 9998: no clock goes further, since later years do not have four digits. */
export const lastMoment = Temporal.Instant.fromEpochMilliseconds(253_370_678_400_000)
