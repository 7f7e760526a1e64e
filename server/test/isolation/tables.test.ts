// Every table × every verb × every role, as a foreign organization, straight on the database: what would happen if all of
// our code were wrong. The tables come from the catalog of the database, so a new one is covered the day it is made.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type pg from 'pg'
import { manifest } from '../../src/platform/db/manifest.ts'
import { type LoginRole, loginRoles } from '../../src/platform/db/roles.ts'
import { newId } from '../../src/platform/ids.ts'
import { asAdministrator, asRole, inScope } from '../harness/database.ts'
import { type Product, product } from '../harness/product.ts'

const it = product({ arrange: giveEveryTableARow, madeUpRows: true })

type Column = {
  name: string
  type: string
  given: string
  generated: boolean
  check: string | null
}
type Table = { name: string; owner: string; columns: Column[] }

const tables: Table[] = []
const victim = newId('organization')
const stranger = newId('organization')
const bystander = newId('user')

test('every table is in the manifest, and the manifest names no other', () => {
  assert.deepEqual(
    tables.map(({ name }) => name).sort(),
    Object.keys(manifest)
      .filter((name) => name !== 'migrations' && name !== 'installation')
      .sort(),
  )
})

test('every tenant table begins with its owner, and every key of it with the owner, too', async () => {
  const loose = await asAdministrator(it, async (client) => {
    const { rows } = await client.query<{ name: string; key: string }>(
      `select c.relname as name, i.indexrelid::regclass::text as key
       from pg_index as i join pg_class as c on c.oid = i.indrelid join pg_namespace as n on n.oid = c.relnamespace
       where n.nspname = 'tally' and i.indisunique and i.indkey[0] <> 1`,
    )
    return rows.filter(({ name }) => manifestClass(name) === 'tenant').map(({ key }) => key)
  })
  // Looked up before the organization is known: by the hash of a secret or by an id that only we, or the payment
  // provider, make.
  assert.deepEqual(loose.sort(), [
    'tally.api_keys_api_key_id_key',
    'tally.claims_claim_id_key',
    'tally.one_platform',
    'tally.payment_accounts_account_key',
    'tally.payment_sessions_payment_session_id_key',
    'tally.portal_links_portal_link_id_key',
    'tally.portal_sessions_token_hash_key',
  ])
})

for (const role of loginRoles) {
  test(`${role} sees and changes nothing of a foreign organization in any table`, async () => {
    for (const table of tables) {
      await asRole(it, role, (client) => probe(client, role, table))
    }
  })
}

test('the owner itself sees its rows, so the probes above could fail', async () => {
  const seen = await asRole(it, 'tally_auditor', async (client) => {
    const counts: string[] = []
    for (const { name, owner } of tables) {
      const scope = { organizationId: victim, userId: victim }
      const sql = `select from tally.${name} where ${owner} = $1`
      const result = await inScope(it, client, {
        scope,
        work: () => client.query(sql, [victim]),
      }).catch(denied)
      if (result !== 'denied' && result.rowCount === 1) counts.push(name)
    }
    return counts
  })
  const expected = tables.map(({ name }) => name).filter((name) => name !== 'rate_limits')
  assert.deepEqual(seen, expected)
})

/** Rows of the victim in every table, without regard for foreign keys. */
async function giveEveryTableARow(of: Product) {
  await asAdministrator(of, async (client) => {
    tables.push(...(await readTables(client)))
    await client.query('set session_replication_role = replica')
    for (const table of tables) await insertRow(client, table, victim)
  })
}

async function probe(client: Parameters<typeof inScope>[1], role: LoginRole, table: Table) {
  const { name, owner } = table
  const where = `from tally.${name} where ${owner} = $1`
  const verbs: readonly (readonly [string, string])[] = [
    ['select', `select ${where}`],
    ['update', `update tally.${name} set ${owner} = ${owner} where ${owner} = $1`],
    ['delete', `delete ${where}`],
  ]
  const scopes = [{}, { organizationId: stranger, userId: bystander }]
  for (const scope of scopes) {
    for (const [verb, sql] of verbs) {
      const result = await inScope(it, client, {
        scope,
        work: () => client.query(sql, [victim]),
      }).catch(denied)
      const touched = result === 'denied' ? 0 : result.rowCount
      assert.equal(touched, 0, `${role} could ${verb} a foreign row of ${name}`)
    }
    const inserted = await inScope(it, client, {
      scope,
      work: () => insertRow(client, table, victim).then(() => 'inserted'),
    }).catch(denied)
    assert.equal(
      inserted,
      'denied',
      `${role} could insert a row of a foreign organization into ${name}`,
    )
  }
}

/** Row security and missing grants refuse with 42501; anything else is a fault of the test. */
function denied(error: { code?: string; message: string }): 'denied' {
  assert.equal(error.code, '42501', error.message)
  return 'denied'
}

function manifestClass(name: string): string | undefined {
  return name in manifest ? manifest[name as keyof typeof manifest][0] : undefined
}

async function readTables(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<Column & { table: string }>(
    `select c.relname as table, a.attname as name, format_type(a.atttypid, null) as type,
       coalesce(pg_get_expr(d.adbin, d.adrelid), '') as given, a.attidentity <> '' as generated,
       (select pg_get_constraintdef(k.oid) from pg_constraint as k where k.conrelid = c.oid and k.contype = 'c'
         and k.conkey = array[a.attnum] limit 1) as check
     from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
     join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     left join pg_attrdef as d on d.adrelid = c.oid and d.adnum = a.attnum
     where n.nspname = 'tally' and c.relkind in ('r', 'p') and c.relname not in ('migrations', 'installation')
     order by c.relname, a.attnum`,
  )
  return Object.entries(Object.groupBy(rows, ({ table }) => table)).map(([name, columns = []]) => ({
    name,
    owner: columns[0]?.name ?? '',
    columns,
  }))
}

/** A row with something valid in every column, owned by the organization. */
async function insertRow(client: pg.ClientBase, { name, columns }: Table, owner: string) {
  const given = columns.filter(({ generated }) => !generated)
  const values = given.map((column, index) => (index === 0 ? owner : valueFor(name, column)))
  const marks = values.map((_, index) => `$${index + 1}`)
  const names = given.map((column) => column.name)
  await client.query(
    `insert into tally.${name} (${names.join(', ')}) values (${marks.join(', ')})`,
    values,
  )
}

function valueFor(table: string, { name, type, check }: Column): unknown {
  const allowed = /'([^']+)'::text/.exec(check ?? '')?.[1]
  if (allowed) return allowed
  if (table === 'organizations' && /_(since)$|managed_by|deleted_at/.test(name)) {
    return name === 'merchant_since' ? new Date() : null
  }
  if (table === 'prices' && name === 'fee_id') return null
  // There are partitions of today.
  if (name === 'win') return Math.floor(Date.now() / 86_400_000 / 36)
  switch (type) {
    case 'text':
      return `canary${Math.random().toString(36).slice(2)}`
    case 'text[]':
    case 'numeric[]':
    case 'uuid[]':
      return []
    case 'boolean':
      return false
    case 'bytea':
      return Buffer.from(Math.random().toString())
    case 'uuid':
      return '00000000-0000-7000-8000-000000000001'
    case 'jsonb':
      return '{}'
    case 'date':
    case 'timestamp with time zone':
      // Ends come after beginnings.
      return new Date(Date.now() + (name.endsWith('_end') ? 1000 : 0))
    default:
      return 1
  }
}
