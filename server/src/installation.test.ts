// What must fit together at the start: root key, key store, database and mode. What does not fit is refused in one
// sentence, before anything is written.
import assert from 'node:assert/strict'
import { chmodSync, cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { freshInstallation, type Home, makeHome } from '../test/harness/home.ts'
import { founder, foundOrganization } from './access/found.ts'
import type { Config } from './config.ts'
import { openInstallation } from './installation.ts'
import { markHost } from './platform/keys/host-mark.ts'
import { Refusal } from './platform/refusal.ts'
import { transact } from './platform/workspace.ts'

let home: Home
let other: Home
let made: Awaited<ReturnType<typeof freshInstallation>>

before(async () => {
  home = await makeHome()
  other = await makeHome()
  made = await freshInstallation(home)
})
after(async () => {
  await made.close()
  await home.stop()
  await other.stop()
})

/** A copy of the keys to lose and to mix up. */
function keysOf({ dir }: Home) {
  const copy = mkdtempSync(join(tmpdir(), 'tallystick-start-'))
  cpSync(dir, copy, { recursive: true })
  return { dataDir: copy, root: join(copy, 'root.key'), store: join(copy, 'keystore') }
}

async function start(config: Partial<Config>, databaseUrl = made.databaseUrl) {
  const opened = await openInstallation({
    config: { ...made.config, ...config },
    log: made.log,
    databaseUrl,
    directUrl: databaseUrl,
    mayMigrate: true,
  })
  await opened.close()
}

async function foundMerchant() {
  const principal = founder('merchant')
  const { organizationId, userId } = principal
  const email = 'owner@example.com'
  await transact(made.workspace, principal, (ctx) =>
    foundOrganization(ctx, {
      organizationId,
      userId,
      kind: 'merchant',
      profile: { name: 'Merchant', email },
      owner: { email },
      indexKey: made.loginKey,
    }),
  )
  return principal
}

const refused = (config: Partial<Config>, words: RegExp) =>
  assert.rejects(start(config), (error: Error) => {
    assert.ok(error instanceof Refusal, String(error.stack))
    assert.match(error.message, words)
    assert.ok(!error.message.includes('\n'))
    return true
  })

test('a database starts with its own keys', async () => {
  const { dataDir, root: rootKeyFile } = keysOf(home)
  await start({ dataDir, rootKeyFile })
})

test('a lost root key is named, and no other is made in its place', async () => {
  const { dataDir, root: rootKeyFile, store } = keysOf(home)
  rmSync(rootKeyFile)
  await refused({ dataDir, rootKeyFile }, /root key .*root\.key is missing/)
  rmSync(store, { recursive: true })
  await refused({ dataDir, rootKeyFile }, /root key .*root\.key is missing/)
  assert.equal(existsSync(rootKeyFile), false)
})

test('a lost key store is named', async () => {
  const { dataDir, root: rootKeyFile, store } = keysOf(home)
  rmSync(store, { recursive: true })
  await refused({ dataDir, rootKeyFile }, /key store is empty/)
})

test('a root key of another installation does not open the key store', async () => {
  const { dataDir } = keysOf(home)
  await refused(
    { dataDir, rootKeyFile: keysOf(other).root },
    /root key does not open the key store/,
  )
})

test('a root key that is damaged, open to others or not a file is refused by its name', async () => {
  const { dataDir, root: rootKeyFile } = keysOf(home)
  chmodSync(rootKeyFile, 0o640)
  await refused({ dataDir, rootKeyFile }, /can be read by others/)
  chmodSync(rootKeyFile, 0o600)
  writeFileSync(rootKeyFile, 'abc\n')
  await refused({ dataDir, rootKeyFile }, /root\.key is not 64 hexadecimal digits/)
  await refused({ dataDir, rootKeyFile: join(dataDir, 'root.key', 'x') }, /root key .* is missing/)
  chmodSync(join(dataDir, 'keystore'), 0o700)
  await refused({ dataDir, rootKeyFile: join(dataDir, 'keystore') }, /root key .* cannot be read/)
})

test('a key store that is no folder is refused by its name', async () => {
  const { dataDir, root: rootKeyFile, store } = keysOf(home)
  rmSync(store, { recursive: true })
  writeFileSync(store, '')
  await refused({ dataDir, rootKeyFile }, /key store .*keystore cannot be read/)
})

test('keys of another installation are refused before they change anything in the database', async () => {
  const { dataDir, root: rootKeyFile } = keysOf(other)
  const look = async () => {
    const client = new pg.Client({ connectionString: made.databaseUrl })
    await client.connect()
    const { rows } = await client.query(
      `select (select array_agg(rolpassword order by rolname) from pg_authid where rolname like 'tally_%') as passwords,
         (select array_agg(kid order by kid) from tally_private.context_keys) as kids`,
    )
    await client.end()
    return rows
  }
  const untouched = await look()
  await refused({ dataDir, rootKeyFile }, /belongs to another root key and key store/)
  assert.deepEqual(await look(), untouched)
})

test('a key store that has lost a key that the database needs is refused', async () => {
  const { dataDir, root: rootKeyFile, store } = keysOf(home)
  const { organizationId, userId } = await foundMerchant()
  await refused({ dataDir, rootKeyFile }, /key store lacks keys of this database/)
  for (const id of [organizationId, userId]) {
    cpSync(join(home.dir, 'keystore', `${id}.key`), join(store, `${id}.key`))
  }
  await start({ dataDir, rootKeyFile })
})

test('a second host with a folder of its own is refused while the first one runs', async () => {
  const { databaseUrl } = made
  await assert.rejects(markHost(databaseUrl, 'another host'), /Another host runs on this database/)
  const again = await markHost(databaseUrl)
  await again()
})

test('a role of the server that could become another is refused', async () => {
  const { dataDir, root: rootKeyFile } = keysOf(home)
  const client = new pg.Client({ connectionString: made.databaseUrl })
  await client.connect()
  await client.query('grant tally_owner to tally_app')
  await refused({ dataDir, rootKeyFile }, /revoke tally_owner from tally_app/)
  await client.query('revoke tally_owner from tally_app; alter role tally_app set work_mem = 64')
  await start({ dataDir, rootKeyFile })
  const settings = await client.query(
    `select from pg_db_role_setting where setrole = 'tally_app'::regrole`,
  )
  assert.equal(settings.rowCount, 0)
  await client.end()
})

test('a sandbox is not started as live', async () => {
  const { dataDir, root: rootKeyFile } = keysOf(home)
  await refused({ dataDir, rootKeyFile, mode: 'live' }, /runs in sandbox mode/)
})

test('keys are kept in a second database, and one that is not there is named', async () => {
  const keystoreUrl = made.databaseUrl.replace(/\/[^/]+$/, '/postgres')
  const { dataDir, root: rootKeyFile } = keysOf(home)
  await refused({ dataDir, rootKeyFile, keystoreUrl }, /key store is empty/)
  const nowhere = 'postgres://nobody@127.0.0.1:1/none'
  await refused(
    { dataDir, rootKeyFile, keystoreUrl: nowhere },
    /TALLY_KEYSTORE_URL cannot be reached/,
  )
  const client = new pg.Client({ connectionString: made.databaseUrl })
  await client.connect()
  await client.query('create database tally_second_keys')
  await client.query('create database tally_sealed_by_them')
  // Other keys, another installation: the roles of this server must be set free for it.
  await client.query('comment on role tally_owner is null')
  await client.end()
  const second = made.databaseUrl.replace(/\/[^/]+$/, '/tally_second_keys')
  const sealed = made.databaseUrl.replace(/\/[^/]+$/, '/tally_sealed_by_them')
  const config = { dataDir, rootKeyFile, keystoreUrl: second }
  await start(config, sealed)
  await start(config, sealed)
  const keys = new pg.Client({ connectionString: second })
  await keys.connect()
  const { rows } = await keys.query('select owner from tallystick_keys')
  await keys.end()
  assert.deepEqual(rows, [{ owner: 'installation' }])
})
