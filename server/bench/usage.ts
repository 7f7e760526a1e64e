import { printed } from '../src/commands/doctor.ts'
import { runDoctor } from '../src/doctor/run.ts'
import type { Installation } from '../src/installation.ts'
import { arrangeSeller, type Place } from './arrange.ts'
import type { Seller, Task } from './load.ts'
import { type Options, say, whole } from './print.ts'
import { runLoad, type Started, startServer } from './processes.ts'
import { rawLimit } from './raw-limit.ts'

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

/** Usage that is charged on arrival, over HTTP, beside what the database alone can take. */
export async function measureUsage(
  installation: Installation,
  place: Place,
  { seconds, only }: Options,
): Promise<boolean> {
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
    for (const scenario of scenarios.filter(({ name }) => name.includes(only))) {
      const chosen = scenario.customers === 1 ? [busy] : sellers.slice(0, scenario.sellers)
      await run(scenario, { sellers: chosen, server, place, seconds })
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
  readonly seconds: number
}

async function run(scenario: Scenario, { sellers, server, place, seconds }: Running) {
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
