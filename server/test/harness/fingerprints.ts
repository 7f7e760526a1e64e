import type pg from 'pg'
import { asAdministrator } from './database.ts'
import type { Product } from './product.ts'

type Fingerprints = Readonly<Record<string, string>>

/** A hash of every table's rows: two that are equal say that nothing has changed in between. */
export function fingerprints(of: Product): Promise<Fingerprints> {
  return hashed(of, () => 'true')
}

/** The same of the rows that name one of these customers or subscriptions. */
export function fingerprintsOf(of: Product, ids: readonly string[]): Promise<Fingerprints> {
  const list = ids.map((id) => `'${id}'`).join(', ')
  return hashed(of, (columns) => {
    const naming = columns.filter((name) => name === 'customer_id' || name === 'subscription_id')
    return naming.map((name) => `${name} in (${list})`).join(' or ') || 'false'
  })
}

function hashed(of: Product, where: (columns: readonly string[]) => string): Promise<Fingerprints> {
  return asAdministrator(of, async (client) => {
    const hashes: Record<string, string> = {}
    for (const [table, columns] of await columnsOf(client)) {
      const { rows } = await client.query(
        `select md5(coalesce(string_agg(t::text, ' ' order by t::text), '')) as hash
         from tally.${table} as t where ${where(columns)}`,
      )
      hashes[table] = rows[0].hash
    }
    return hashes
  })
}

/** The tables of the product, each with its columns. How often somebody called is not among them. */
export async function columnsOf(
  client: pg.Client,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await client.query<{ table: string; columns: string[] }>(
    `select c.relname as table, array_agg(a.attname::text order by a.attnum) as columns
     from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
     join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where n.nspname = 'tally' and c.relkind in ('r', 'p') and not c.relispartition
       and c.relname <> 'rate_limits'
     group by c.relname order by c.relname`,
  )
  return new Map(rows.map(({ table, columns }) => [table, columns]))
}
