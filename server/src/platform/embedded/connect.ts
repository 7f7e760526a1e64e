import { realpath } from 'node:fs/promises'
import pg from 'pg'
import { Refusal } from '../refusal.ts'
import type { Site } from './site.ts'

/**
 * Goes through the unix socket where there is one: it is faster, and its folder is closed to
 * other users. `host=` in the query overrides the host, for node-postgres as for libpq.
 */
export function serverUrl(site: Site, port: number, database: string): string {
  const query = site.socketDir ? `?host=${encodeURIComponent(site.socketDir)}` : ''
  const host = site.socketDir ? 'localhost' : '127.0.0.1'
  return `postgres://tallystick:${site.password}@${host}:${port}/${database}${query}`
}

export function makeClient(site: Site, port: number): pg.Client {
  const client = new pg.Client({
    connectionString: serverUrl(site, port, 'postgres'),
    application_name: `tallystick ${process.pid}`,
    connectionTimeoutMillis: 5000,
    keepAlive: true,
  })
  // The end of the connection is what tells; an unheard error event would end the process.
  client.on('error', () => undefined)
  return client
}

/** `up`: our server answers here. `busy`: it is there, starting or stopping. `none`: nobody is. */
export type Answer = 'up' | 'busy' | 'none'

/** Asks whoever holds the lock file whether it is a server on this very folder. */
export async function ask(site: Site, port: number): Promise<Answer> {
  const client = makeClient(site, port)
  try {
    await client.connect()
    const { rows } = await client.query("select current_setting('data_directory') as path")
    await refuseOtherPlace(site, rows[0].path)
    return 'up'
  } catch (error) {
    if (error instanceof Refusal) throw error
    const code = (error as { code?: string }).code ?? ''
    // cannot_connect_now, admin_shutdown, crash_shutdown; a full server is a live one as well.
    return ['57P03', '57P01', '57P02', '53300'].includes(code) ? 'busy' : 'none'
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function refuseOtherPlace(site: Site, path: string): Promise<void> {
  if ((await realpath(site.cluster)) === (await realpath(path).catch(() => path))) return
  throw new Refusal(
    `${site.cluster} was moved or copied while its PostgreSQL was running on ${path}: stop that one first.`,
  )
}

/** The database of the application beside `postgres`, where only the launcher's own lock lives. */
export async function readyDatabase(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query("select 1 from pg_database where datname = 'tallystick'")
  if (rowCount === 0) await client.query('create database tallystick')
}

/**
 * One Tallystick per folder: the lock belongs to this connection, so it ends with the process,
 * however that ends. Returns who has it otherwise.
 */
export async function takeHold(client: pg.Client): Promise<string | undefined> {
  const { rows } = await client.query('select pg_try_advisory_lock(7, 4600) as held')
  if (rows[0].held) return undefined
  const owner = await client.query(
    `select a.application_name as name from pg_locks l join pg_stat_activity a using (pid)
     where l.locktype = 'advisory' and l.classid = 7 and l.objid = 4600 and l.granted limit 1`,
  )
  return owner.rows[0]?.name ?? 'tallystick'
}
