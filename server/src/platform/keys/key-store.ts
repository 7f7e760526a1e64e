import { mkdirSync, readdirSync } from 'node:fs'
import { open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { Refusal } from '../refusal.ts'

/**
 * Holds the wrapped keys of organizations and users outside the main database, so that a backup of the database alone
 * is noise. Written keys are never changed, only destroyed.
 */
export type KeyStore = {
  readonly read: (owner: string) => Promise<Buffer | undefined>
  /** Keeps the key durably before it returns; an owner that has one keeps it. */
  readonly write: (owner: string, wrapped: Buffer) => Promise<void>
  readonly isEmpty: () => Promise<boolean>
  readonly close: () => Promise<void>
}

/** A folder on this host: one file per owner, written aside, flushed, then renamed. */
export function folderKeyStore(folder: string): KeyStore {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = (owner: string) => join(folder, `${owner.replaceAll(/[^a-zA-Z0-9_]/g, '')}.key`)
  const read = (owner: string) =>
    readFile(path(owner)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined
      throw error
    })
  return {
    read,
    async write(owner, wrapped) {
      if (await read(owner)) return
      const aside = `${path(owner)}.${process.pid}.new`
      const file = await open(aside, 'w', 0o600)
      await file.writeFile(wrapped)
      await file.sync()
      await file.close()
      await rename(aside, path(owner))
      await syncFolder(folder)
    },
    isEmpty: async () => readdirSync(folder).filter((name) => name.endsWith('.key')).length === 0,
    close: async () => {},
  }
}

async function syncFolder(folder: string) {
  const handle = await open(folder, 'r')
  await handle.sync()
  await handle.close()
}

/** A second database, with a backup retention of its own. */
export async function databaseKeyStore(url: string): Promise<KeyStore> {
  const pool = new pg.Pool({ connectionString: url, max: 2 })
  await pool
    .query(
      `create table if not exists tallystick_keys (
         owner text primary key, wrapped bytea not null, created_at timestamptz not null default now())`,
    )
    .catch((cause: unknown) => {
      throw new Refusal('The key store at TALLY_KEYSTORE_URL cannot be reached or written.', {
        cause,
      })
    })
  return {
    async read(owner) {
      const { rows } = await pool.query<{ wrapped: Buffer }>(
        'select wrapped from tallystick_keys where owner = $1',
        [owner],
      )
      return rows[0]?.wrapped
    },
    async write(owner, wrapped) {
      await pool.query(
        'insert into tallystick_keys (owner, wrapped) values ($1, $2) on conflict do nothing',
        [owner, wrapped],
      )
    },
    async isEmpty() {
      const { rows } = await pool.query('select from tallystick_keys limit 1')
      return rows.length === 0
    },
    close: () => pool.end(),
  }
}
