import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { runMigrations } from 'graphile-worker'
import pg from 'pg'
import { Refusal } from '../refusal.ts'
import { type ContextKey, pads } from './context.ts'
import { connectionAs } from './pools.ts'
import { ensureRoles, type LoginRole } from './roles.ts'

export type Migration = { readonly name: string; readonly sql: string; readonly checksum: string }

const folder = join(import.meta.dirname, '../../../migrations')

export function migrations(): Migration[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.sql'))
  return names.sort().map((name) => {
    const sql = readFileSync(join(folder, name), 'utf8')
    const checksum = createHash('sha256').update(sql).digest('hex')
    return { name: basename(name, '.sql'), sql, checksum }
  })
}

export type MigrateOptions = {
  readonly url: string
  readonly passwordOf: (role: LoginRole) => string
  readonly contextKey: ContextKey
}

/** Brings roles and schema to where this release needs them. Safe to run by several processes at once. */
export async function migrate({ url, passwordOf, contextKey }: MigrateOptions): Promise<string[]> {
  const admin = await connect(url)
  try {
    await assertVersion(admin)
    // One migrator at a time, in the whole database.
    await admin.query(`select pg_advisory_lock(hashtext('tallystick migrate'))`)
    await ensureRoles(admin, passwordOf)
    await closeDatabase(admin)
    await migrateJobs(admin, connectionAs(url, 'tally_worker', passwordOf('tally_worker')))
    const applied = await applyMissing(admin)
    await keepContextKey(admin, contextKey)
    return applied
  } finally {
    await admin.end()
  }
}

/** Which migrations a database still lacks; undefined when it was never migrated. */
export async function pendingMigrations(client: pg.ClientBase): Promise<string[] | undefined> {
  const { rows } = await client.query<{ there: boolean }>(
    `select to_regclass('tally.migrations') is not null as there`,
  )
  if (!rows[0]?.there) return undefined
  const known = await client.query<{ name: string }>('select name from tally.migrations')
  const applied = new Set(known.rows.map(({ name }) => name))
  return migrations()
    .map(({ name }) => name)
    .filter((name) => !applied.has(name))
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: 'tallystick migrate' })
  await client.connect().catch((cause: Error) => {
    throw new Refusal(`The database cannot be reached: ${cause.message}`, { cause })
  })
  return client
}

async function assertVersion(admin: pg.Client) {
  const { rows } = await admin.query<{ version: number }>(
    `select current_setting('server_version_num')::int as version`,
  )
  const version = rows[0]?.version ?? 0
  if (version < 160_000) {
    throw new Refusal(`PostgreSQL 16 or later is needed; this server is version ${version}.`)
  }
}

/** Nobody but the roles of this schema makes tables here, not even temporary ones. */
async function closeDatabase(admin: pg.Client) {
  const database = admin.escapeIdentifier(admin.database ?? '')
  await admin.query(`revoke create, temporary on database ${database} from public`)
  await admin.query('revoke all on schema public from public')
  await admin.query(`grant create on database ${database} to tally_owner`)
  // Large objects belong to no table and no organization. Without the rights of a superuser this only warns.
  await admin.query(
    'revoke execute on function lo_creat(int), lo_create(oid), lo_from_bytea(oid, bytea) from public',
  )
}

async function migrateJobs(admin: pg.Client, asWorker: pg.ClientConfig) {
  const database = admin.escapeIdentifier(admin.database ?? '')
  await admin.query(`grant create on database ${database} to tally_worker`)
  const pgPool = new pg.Pool({ ...asWorker, max: 1 })
  // Failures reach us through the queries; without listeners the pool would end the process.
  pgPool.on('error', () => {})
  pgPool.on('connect', (client) => client.on('error', () => {}))
  try {
    await runMigrations({ pgPool, logger: silent })
  } finally {
    await pgPool.end()
    await admin.query(`revoke create on database ${database} from tally_worker`)
  }
}

async function applyMissing(admin: pg.Client): Promise<string[]> {
  await admin.query('set role tally_owner')
  await admin.query(`set lock_timeout = '10s'`)
  await admin.query('create schema if not exists tally authorization tally_owner')
  await admin.query('create schema if not exists tally_private authorization tally_owner')
  await admin.query(
    `create table if not exists tally.migrations (
       name text primary key, checksum text not null, applied_at timestamptz not null default now())`,
  )
  await admin.query('grant select on tally.migrations to tally_app, tally_jobs, tally_auditor')
  const { rows } = await admin.query<{ name: string; checksum: string }>(
    'select name, checksum from tally.migrations',
  )
  const done = new Map(rows.map(({ name, checksum }) => [name, checksum]))
  assertKnown(done)
  const missing = migrations().filter(({ name }) => !done.has(name))
  for (const migration of missing) await apply(admin, migration)
  await admin.query('reset role')
  return missing.map(({ name }) => name)
}

function assertKnown(done: ReadonlyMap<string, string>) {
  const ours = new Map(migrations().map(({ name, checksum }) => [name, checksum]))
  for (const [name, checksum] of done) {
    if (!ours.has(name)) {
      throw new Refusal(`The database is newer than this release: it has migration ${name}.`)
    }
    if (ours.get(name) !== checksum) {
      throw new Refusal(`Migration ${name} was changed after it was applied.`)
    }
  }
}

async function apply(admin: pg.Client, { name, sql, checksum }: Migration) {
  await admin.query('begin')
  try {
    await admin.query(sql)
    await admin.query('insert into tally.migrations (name, checksum) values ($1, $2)', [
      name,
      checksum,
    ])
    await admin.query('commit')
  } catch (cause) {
    await admin.query('rollback')
    throw new Error(`migration ${name} failed: ${(cause as Error).message}`, { cause })
  }
}

async function keepContextKey(admin: pg.Client, key: ContextKey) {
  const { inner, outer } = pads(key)
  await admin.query('set role tally_context')
  await admin.query(
    `insert into tally_private.context_keys (kid, inner_pad, outer_pad) values ($1, $2, $3)
     on conflict (kid) do nothing`,
    [key.kid, inner, outer],
  )
  await admin.query('reset role')
}

const silent = { scope: () => silent, error() {}, warn() {}, info() {}, debug() {} } as never
