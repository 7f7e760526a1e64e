import type pg from 'pg'

type Column = { table: string; column: string; type: string; nullable: boolean; given: string }

/** Types for the query builder, read from a migrated database. */
export async function schemaTypes(client: pg.ClientBase): Promise<string> {
  const { rows } = await client.query<Column>(
    `select c.relname as table, a.attname as column, format_type(a.atttypid, null) as type,
       not a.attnotnull as nullable,
       case when a.attidentity = 'a' then 'always' when a.atthasdef then 'default' else 'no' end as given
     from pg_class as c
     join pg_namespace as n on n.oid = c.relnamespace
     join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where n.nspname = 'tally' and c.relkind in ('r', 'p') and not c.relispartition
     order by c.relname, a.attnum`,
  )
  const tables = Object.entries(Object.groupBy(rows, ({ table }) => table))
  const body = tables.map(([table, columns = []]) => {
    const fields = columns.map((column) => `    ${column.column}: ${typeOf(column)}`)
    return `  'tally.${table}': {\n${fields.join('\n')}\n  }`
  })
  return [
    "import type { Generated, GeneratedAlways } from 'kysely'",
    '',
    '/** Generated from the migrated database by `npm run gen`. Do not edit. */',
    `export type Schema = {\n${body.join('\n')}\n}`,
    '',
  ].join('\n')
}

const plain: Readonly<Record<string, string>> = {
  text: 'string',
  'text[]': 'string[]',
  boolean: 'boolean',
  integer: 'number',
  bigint: 'bigint',
  numeric: 'string',
  'numeric[]': 'string[]',
  bytea: 'Buffer',
  uuid: 'string',
  'uuid[]': 'string[]',
  date: 'string',
  jsonb: 'unknown',
  'timestamp with time zone': 'Temporal.Instant',
}

function typeOf({ table, column, type, nullable, given }: Column): string {
  const known = plain[type]
  if (!known) throw new Error(`${table}.${column} has a type that no rule knows: ${type}`)
  const value = nullable ? `${known} | null` : known
  if (given === 'always') return `GeneratedAlways<${value}>`
  return given === 'default' ? `Generated<${value}>` : value
}
