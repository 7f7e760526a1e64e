import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { makeFolder } from '../embedded/site.ts'
import { Refusal } from '../refusal.ts'
import { flushFolder, makeFile } from './durable-file.ts'

/**
 * Holds the wrapped keys of organizations and users outside the main database, so that a backup of the database alone
 * is noise. Written keys are never changed, only destroyed.
 */
export type KeyStore = {
  readonly read: (owner: string) => Promise<Buffer | undefined>
  /** Keeps the key durably before it returns. An owner that has one keeps it: what is returned is the key that holds. */
  readonly write: (owner: string, wrapped: Buffer) => Promise<Buffer>
  readonly isEmpty: () => Promise<boolean>
  readonly close: () => Promise<void>
}

/** A folder on this host: one file per owner. */
export async function folderKeyStore(folder: string): Promise<KeyStore> {
  const prepare = async () => {
    await makeFolder(folder)
    await flushFolder(dirname(folder))
    await readdir(folder)
  }
  await prepare().catch((cause: Error) => {
    throw new Refusal(`The key store ${folder} cannot be read: ${cause.message}`, { cause })
  })
  const path = (owner: string) => join(folder, `${owner.replaceAll(/[^a-zA-Z0-9_]/g, '')}.key`)
  const read = (owner: string) =>
    readFile(path(owner)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined
      throw error
    })
  return {
    read,
    async write(owner, wrapped) {
      const isNew = await makeFile(path(owner), wrapped)
      return isNew ? wrapped : await readFile(path(owner))
    },
    isEmpty: async () => !(await readdir(folder)).some((name) => name.endsWith('.key')),
    close: async () => {},
  }
}

/** A second database, with a backup retention of its own. */
export async function databaseKeyStore(url: string): Promise<KeyStore> {
  const pool = new pg.Pool({
    connectionString: url,
    max: 2,
    connectionTimeoutMillis: 5000,
    query_timeout: 10_000,
    // A key that was acknowledged seals what is committed next: it must be on disk, whatever the server's default.
    options: '-c synchronous_commit=on',
  })
  // A connection that breaks is replaced by the next read, which says so when it cannot be.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  await pool
    .query(
      `create table if not exists tallystick_keys (
         owner text primary key, wrapped bytea not null, created_at timestamptz not null default now())`,
    )
    .catch(async (cause: Error) => {
      await pool.end()
      throw new Refusal(
        `The key store at TALLY_KEYSTORE_URL cannot be reached or written: ${cause.message}`,
        { cause },
      )
    })
  const read = async (owner: string) => {
    const { rows } = await pool.query<{ wrapped: Buffer }>(
      'select wrapped from tallystick_keys where owner = $1',
      [owner],
    )
    return rows[0]?.wrapped
  }
  return {
    read,
    async write(owner, wrapped) {
      await pool.query(
        'insert into tallystick_keys (owner, wrapped) values ($1, $2) on conflict do nothing',
        [owner, wrapped],
      )
      return (await read(owner)) ?? wrapped
    },
    async isEmpty() {
      const { rows } = await pool.query('select from tallystick_keys limit 1')
      return rows.length === 0
    },
    close: () => pool.end(),
  }
}
