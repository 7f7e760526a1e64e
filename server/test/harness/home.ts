import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { type Config, readConfig } from '../../src/config.ts'
import { type Installation, openInstallation } from '../../src/installation.ts'
import { startTemporary } from '../../src/platform/embedded/temporary.ts'
import { createLog, type Log } from '../../src/platform/log.ts'

/** A PostgreSQL for tests, with a migrated template and the keys that fit it. One per run, or per file run alone. */
export type Home = {
  readonly url: string
  readonly dir: string
  readonly stop: () => Promise<void>
}

const template = 'tally_template'
const quiet = createLog('error')

type OpenOptions = {
  readonly clock?: () => Temporal.Instant
  readonly config?: Partial<Config>
  readonly log?: Log
}

/** The home that the runner made (TALLY_TEST_HOME), else one of this file's own. */
export async function openHome(): Promise<Home> {
  const given = process.env['TALLY_TEST_HOME']
  if (given) {
    const { url, dir } = JSON.parse(given) as { url: string; dir: string }
    return { url, dir, stop: async () => {} }
  }
  return makeHome()
}

export async function makeHome(): Promise<Home> {
  const server = await startTemporary({ fast: true })
  const home = {
    url: server.url,
    dir: mkdtempSync(join(tmpdir(), 'tallystick-keys-')),
    stop: server.stop,
  }
  await administer(home, `create database ${template}`)
  const installation = await open(home, template)
  await installation.close()
  return home
}

let made = 0
let turn: Promise<unknown> = Promise.resolve()

/** Hooks of a file do not wait for each other, and an installation is opened by one at a time. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const done = turn.then(work, work)
  turn = done
  return done
}

/** An installation on a database of its own, cloned from the template in some tens of milliseconds. */
export async function freshInstallation(
  home: Home,
  options: OpenOptions = {},
): Promise<Installation & { readonly databaseUrl: string }> {
  made += 1
  const name = `tally_test_${process.pid}_${made}`
  const installation = await inTurn(async () => {
    await administer(home, `create database ${name} template ${template}`)
    return open(home, name, options)
  })
  return {
    ...installation,
    databaseUrl: databaseUrl(home, name),
    async close() {
      await installation.close()
      await administer(home, `drop database ${name} with (force)`)
    },
  }
}

function open(
  home: Home,
  name: string,
  { clock, config, log = quiet }: OpenOptions = {},
): Promise<Installation> {
  const url = databaseUrl(home, name)
  const read = readConfig({
    TALLY_DATA_DIR: home.dir,
    TALLY_LOG_LEVEL: 'error',
    TALLY_POOL_SIZE: '4',
  })
  return openInstallation({
    config: { ...read, ...config },
    log,
    databaseUrl: url,
    directUrl: url,
    mayMigrate: true,
    ...(clock && { clock }),
  })
}

export function databaseUrl({ url }: Home, name: string): string {
  const address = new URL(url)
  address.pathname = `/${name}`
  return address.toString()
}

async function administer({ url }: Home, statement: string) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    // A template can be copied by one at a time only; the others wait their turn.
    await client.query(`select pg_advisory_lock(hashtext('tally test databases'))`)
    await client.query(statement)
  } finally {
    await client.end()
  }
}
