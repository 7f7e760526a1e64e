import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { printed } from '../src/commands/doctor.ts'
import { runDoctor } from '../src/doctor/run.ts'
import type { Installation } from '../src/installation.ts'
import { startTemporary } from '../src/platform/embedded/temporary.ts'
import { arrangeSeller, openAt, type Place } from './arrange.ts'
import { measureEvents } from './events.ts'
import type { Seller, Task } from './load.ts'
import { say, whole } from './print.ts'
import { runLoad, type Started, startServer } from './processes.ts'
import { rawLimit } from './raw-limit.ts'

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '10' },
    /** Part of a scenario's name: only those that have it. */
    only: { type: 'string', default: '' },
    'skip-start': { type: 'boolean', default: false },
  },
})
const seconds = Number(options.seconds)
const suite =
  positionals[0] === 'events'
    ? (_: Installation, place: Place) => measureEvents(_, place, { seconds, only: options.only })
    : measure

async function main(): Promise<number> {
  const dataDir = await mkdtemp(join(tmpdir(), 'tallystick-bench-'))
  // As root, PostgreSQL runs as a user of its own, which must be able to pass.
  await chmod(dataDir, 0o711)
  const database = await startTemporary()
  try {
    await describeMachine(database.url)
    const place = { url: database.url, dataDir }
    const installation = await openAt(place)
    const ok = await suite(installation, place)
    await installation.close()
    return ok ? 0 : 1
  } finally {
    await database.stop()
    if (suite === measure && !options['skip-start']) await measureStart(dataDir)
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function describeMachine(url: string) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const names = [
    'server_version',
    'fsync',
    'synchronous_commit',
    'full_page_writes',
    'shared_buffers',
  ]
  const { rows } = await client.query<{ name: string; setting: string }>(
    `select name, current_setting(name) as setting from pg_settings where name = any ($1)`,
    [names],
  )
  await client.end()
  say(
    `${availableParallelism()} cores · ${cpus()[0]?.model.trim()} · ${whole(totalmem() / 2 ** 30)} GB`,
  )
  say(
    `node ${process.version} · ${rows.map(({ name, setting }) => `${name} ${setting}`).join(' · ')}`,
  )
}

type Scenario = {
  readonly name: string
  readonly sellers: number
  readonly customers: number
  readonly clients: number
  readonly batch: number | undefined
}

const scenarios: readonly Scenario[] = [
  {
    name: 'batches of 100, 4 merchants, 50 customers each',
    sellers: 4,
    customers: 50,
    clients: 8,
    batch: 100,
  },
  {
    name: 'batches of 100, one merchant, 50 customers',
    sellers: 1,
    customers: 50,
    clients: 8,
    batch: 100,
  },
  { name: 'batches of 100, one busy customer', sellers: 1, customers: 1, clients: 8, batch: 100 },
  {
    name: 'single requests, 64 clients, one merchant',
    sellers: 1,
    customers: 50,
    clients: 64,
    batch: undefined,
  },
  {
    name: 'single requests, 64 clients, 4 merchants',
    sellers: 4,
    customers: 50,
    clients: 64,
    batch: undefined,
  },
]

async function measure(installation: Installation, place: Place): Promise<boolean> {
  const sellers: Seller[] = []
  for (let made = 0; made < 4; made += 1) sellers.push(await arrangeSeller(installation, 50))
  const busy = await arrangeSeller(installation, 1)
  const env = { DATABASE_URL: place.url, TALLY_DATA_DIR: place.dataDir }
  const server = await startServer({
    command: [process.execPath, 'server/src/main.ts', 'start'],
    env,
  })
  say(`\n${seconds} s each, events of two properties, the load generator on the same machine`)
  try {
    for (const scenario of scenarios.filter(({ name }) => name.includes(options.only))) {
      const chosen = scenario.customers === 1 ? [busy] : sellers.slice(0, scenario.sellers)
      await run(scenario, { sellers: chosen, server, place })
    }
  } finally {
    await server.stop()
  }
  const report = await runDoctor(installation)
  say(`\n${printed(report)}`)
  return report.checks.every(({ ok }) => ok)
}

type Running = {
  readonly sellers: readonly Seller[]
  readonly server: Started
  readonly place: Place
}

async function run(scenario: Scenario, { sellers, server, place }: Running) {
  const { name, clients, batch, customers } = scenario
  const raw = await rawLimit({
    url: place.url,
    books: sellers.length,
    customers,
    seconds: seconds / 2,
  })
  const timestamp = new Date().toISOString()
  const task: Task = {
    what: 'usage',
    address: server.address,
    sellers,
    clients,
    batch,
    seconds: 1,
    timestamp,
    run: `warm ${name}`,
  }
  await runLoad(task)
  const got = await runLoad({ ...task, seconds, run: name })
  const rate = got.events / got.seconds
  say(`\n${name}`)
  say(`  raw limit ${whole(raw)} events/s (unnest batches of 100, pg alone)`)
  say(
    `  over HTTP ${whole(rate)} events/s · ratio ${(rate / raw).toFixed(2)} · p50 ${got.p50.toFixed(1)} ms · ` +
      `p99 ${got.p99.toFixed(1)} ms · ${whole(got.requests)} requests, ${got.failures} failed`,
  )
}

/** The second start of an installation with its embedded database, as a user has it every day. */
async function measureStart(dataDir: string) {
  const env = { TALLY_DATA_DIR: join(dataDir, 'own'), DATABASE_URL: '' }
  const command = ['npm', 'start', '--silent'] as const
  const first = await startServer({ command, env })
  await first.stop()
  const second = await startServer({ command, env })
  await new Promise((resolve) => setTimeout(resolve, 5000))
  const metrics = await (await fetch(`${second.address}/metrics`)).text()
  const bytes = Number(/^process_resident_memory_bytes (\S+)/m.exec(metrics)?.[1])
  await second.stop()
  say(
    `npm start to the first answer: ${second.secondsToFirstAnswer.toFixed(1)} s warm, ${first.secondsToFirstAnswer.toFixed(1)} s the first time`,
  )
  say(`memory at rest, without PostgreSQL: ${whole(bytes / 2 ** 20)} MB`)
}

process.exitCode = await main()
