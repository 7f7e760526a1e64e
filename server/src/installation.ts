import { resolve } from 'node:path'
import { assert } from '@tallystick/core/assert.ts'
import pg from 'pg'
import type { Config } from './config.ts'
import { type Mailer, smtpMailer } from './notices/mailer.ts'
import { sandboxAccount, stripePlatform } from './payments/providers/accounts.ts'
import { contextKey } from './platform/db/context.ts'
import { migrate, pendingMigrations } from './platform/db/migrate.ts'
import { closePools, openPools } from './platform/db/pools.ts'
import { assertRoles, type LoginRole } from './platform/db/roles.ts'
import { uuidv7 } from './platform/ids.ts'
import { markHost } from './platform/keys/host-mark.ts'
import { installationSecret } from './platform/keys/installation-secret.ts'
import { databaseKeyStore, folderKeyStore, type KeyStore } from './platform/keys/key-store.ts'
import { derive, makeKeyring } from './platform/keys/keyring.ts'
import { fileRootKey } from './platform/keys/root-key.ts'
import type { Log } from './platform/log.ts'
import { Refusal } from './platform/refusal.ts'
import type { Workspace } from './platform/workspace.ts'

/** The keys and the database of this process, opened and found to belong together. */
export type Installation = {
  readonly config: Config
  readonly log: Log
  readonly workspace: Workspace
  /** Of the database, without a pooler in between. */
  readonly directUrl: string
  readonly passwordOf: (role: LoginRole) => string
  /** The way out for mails; without one they are kept to be read. */
  readonly mailer: Mailer | undefined
  /** Key of the blind index by which a login is found. */
  readonly loginKey: Buffer
  readonly close: () => Promise<void>
}

export type OpenOptions = {
  readonly config: Config
  readonly log: Log
  readonly databaseUrl: string
  readonly directUrl: string
  /** Bring the schema up to date first; otherwise an old schema is refused. */
  readonly mayMigrate: boolean
  readonly clock?: () => Temporal.Instant
}

export async function openInstallation(options: OpenOptions): Promise<Installation> {
  const { config, log, databaseUrl, directUrl } = options
  const store = await openKeyStore(config)
  try {
    const { rootKey, secret, signing, passwordOf } = await prepare(options, store)
    const unmark = config.keystoreUrl ? async () => {} : await markHost(directUrl)
    const pools = openPools({
      url: databaseUrl,
      passwordOf,
      size: config.poolSize,
      onError: (err) => log.warn({ err }, 'A database connection broke.'),
    })
    const mailer = config.smtpUrl ? smtpMailer(config.smtpUrl, config.mailFrom) : undefined
    return {
      config,
      log,
      directUrl,
      passwordOf,
      mailer,
      loginKey: derive(secret, 'login index'),
      workspace: {
        database: { pools, contextKey: signing, pooled: databaseUrl !== directUrl },
        keyring: makeKeyring(rootKey, store, Date.now),
        clock: options.clock ?? (() => Temporal.Now.instant()),
        mode: config.mode,
        collector: config.stripe ? stripePlatform : sandboxAccount,
        publicUrl: config.publicUrl,
      },
      close: async () => {
        await closePools(pools)
        await unmark()
        await store.close()
      },
    }
  } catch (error) {
    await store.close()
    throw error
  }
}

function openKeyStore({ keystoreUrl, dataDir }: Config): Promise<KeyStore> {
  return keystoreUrl ? databaseKeyStore(keystoreUrl) : folderKeyStore(resolve(dataDir, 'keystore'))
}

/** Nothing is written to a database before it is known to belong to these keys, nor a key made for one that has keys. */
async function prepare({ config, log, directUrl: url, mayMigrate }: OpenOptions, store: KeyStore) {
  const admin = await connect(url)
  try {
    const bond = await readBond(admin)
    const rootKey = await fileRootKey(config.rootKeyFile, !bond && (await store.isEmpty()))
    const secret = await installationSecret(rootKey, store, !bond)
    const check = derive(secret, 'root key check')
    if (bond) assertBond(bond, config, check)
    const passwordOf = (role: LoginRole) => derive(secret, `postgres ${role}`).toString('hex')
    const signing = contextKey(derive(secret, 'tenant context'))
    if (mayMigrate) {
      const applied = await migrate({ url, passwordOf, contextKey: signing })
      if (applied.length > 0) log.info({ migrations: applied.length }, 'The database is migrated.')
    }
    await assertCurrent(admin)
    await assertRoles(admin)
    await bind(admin, config, check)
    await assertKeysComplete(admin, store)
    return { rootKey, secret, signing, passwordOf }
  } finally {
    await admin.end()
  }
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: 'tallystick start' })
  await client.connect().catch((cause: Error) => {
    throw new Refusal(`The database cannot be reached: ${cause.message}`, { cause })
  })
  return client
}

/**
 * Keys are stored before the rows that need them, so one that is missing was lost: by a key store from an old backup,
 * or of another host. The latest are missing first.
 */
async function assertKeysComplete(admin: pg.Client, store: KeyStore) {
  await admin.query('set role tally_lookup')
  const { rows } = await admin.query<{ owner_id: string }>(
    `select owner_id from tally.data_keys where purpose = 'index' order by created_at desc limit 100`,
  )
  await admin.query('reset role')
  for (const { owner_id } of rows) {
    if (await store.read(owner_id)) continue
    throw new Refusal(
      `The key store lacks keys of this database, that of ${owner_id} for one. Put the whole key store back.`,
    )
  }
}

type Bond = { readonly mode: string; readonly root_key_check: Buffer }

/** What ties the database to its keys and its mode; undefined until the first start is through. */
async function readBond(admin: pg.Client): Promise<Bond | undefined> {
  const { rows: known } = await admin.query<{ there: boolean }>(
    `select to_regclass('tally.installation') is not null as there`,
  )
  if (!known[0]?.there) return undefined
  const { rows } = await admin.query<Bond>('select mode, root_key_check from tally.installation')
  return rows[0]
}

async function assertCurrent(admin: pg.Client) {
  const pending = await pendingMigrations(admin)
  if (!pending || pending.length > 0) {
    throw new Refusal('The database is not at the version of this release. Run: tallystick migrate')
  }
}

/** Ties the database to its keys and its mode at the first start, and checks the ties at every later one. */
async function bind(admin: pg.Client, config: Config, check: Buffer) {
  await admin.query(
    `insert into tally.installation (installation_id, mode, root_key_check) values ($1, $2, $3)
     on conflict do nothing`,
    [uuidv7(), config.mode, check],
  )
  const bond = await readBond(admin)
  assert(bond, 'a database is bound when it has been bound')
  assertBond(bond, config, check)
}

function assertBond(bond: Bond, { mode }: Config, check: Buffer) {
  if (!bond.root_key_check.equals(check)) {
    throw new Refusal('This database belongs to another root key and key store.')
  }
  if (bond.mode !== mode) {
    throw new Refusal(`This installation runs in ${bond.mode} mode; TALLY_MODE says ${mode}.`)
  }
}
