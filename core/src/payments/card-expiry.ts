/** The month that is printed on a card; the year has four digits. */
export type CardExpiry = { readonly expMonth: number; readonly expYear: number }

/** When a card ends: it works to the last moment of the month that it names, in UTC. */
export function cardEndsAt({ expMonth, expYear }: CardExpiry): Temporal.Instant {
  return startOfMonth(expMonth, expYear).add({ months: 1 }).toInstant()
}

/** When its holder is reminded: a month before it ends. */
export function cardReminderAt({ expMonth, expYear }: CardExpiry): Temporal.Instant {
  return startOfMonth(expMonth, expYear).toInstant()
}

function startOfMonth(month: number, year: number): Temporal.ZonedDateTime {
  return Temporal.PlainDate.from({ year, month, day: 1 }).toZonedDateTime('UTC')
}
