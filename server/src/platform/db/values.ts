import pg from 'pg'

const oid = { int8: 20, numeric: 1700, timestamptz: 1184, date: 1082, int8Array: 1016 } as const

/** How columns arrive: bigint for int8, decimal text for numeric, Temporal.Instant for timestamptz. Never a float. */
export const columnTypes: pg.CustomTypesConfig = {
  getTypeParser: ((id: number, format?: 'text' | 'binary') => {
    if (format === 'binary') return pg.types.getTypeParser(id, 'binary')
    if (id === oid.int8) return BigInt
    if (id === oid.numeric || id === oid.date) return (text: string) => text
    if (id === oid.timestamptz) return instantOf
    return pg.types.getTypeParser(id, 'text')
  }) as pg.CustomTypesConfig['getTypeParser'],
}

/** `2026-11-21 01:52:34.5+00`, as PostgreSQL prints it with the time zone set to UTC. */
function instantOf(text: string): Temporal.Instant {
  return Temporal.Instant.from(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'))
}

/** What the driver cannot print by itself. */
export function toParameter(value: unknown): unknown {
  if (value instanceof Temporal.Instant) return value.toString()
  if (typeof value === 'bigint') return value.toString()
  if (Array.isArray(value)) return value.map(toParameter)
  return value
}
