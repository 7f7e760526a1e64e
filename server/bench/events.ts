import type { Installation } from '../src/installation.ts'
import { foldAllReadings } from '../src/metering/fold/fold.ts'
import { arrangeReporter, type Place } from './arrange.ts'
import { rawEventLimit } from './events-raw-limit.ts'
import type { Seller } from './load.ts'
import { type Options, say, whole } from './print.ts'
import { runLoad, type Started, startServer } from './processes.ts'

type Scenario = {
  readonly name: string
  readonly merchants: number
  readonly clients: number
  readonly batch: number | undefined
}

const scenarios: readonly Scenario[] = [
  { name: 'batches of 100, one merchant', merchants: 1, clients: 8, batch: 100 },
  { name: 'batches of 100, 4 merchants', merchants: 4, clients: 8, batch: 100 },
  {
    name: 'single requests, 64 clients, one merchant',
    merchants: 1,
    clients: 64,
    batch: undefined,
  },
  { name: 'single requests, 64 clients, 4 merchants', merchants: 4, clients: 64, batch: undefined },
]

/** Events that two metrics read, over HTTP, beside what the database alone can take. */
export async function measureEvents(
  installation: Installation,
  place: Place,
  { seconds, only }: Options,
): Promise<boolean> {
  const reporters: Seller[] = []
  for (let made = 0; made < 4; made += 1) reporters.push(await arrangeReporter(installation, 1000))
  const env = { DATABASE_URL: place.url, TALLY_DATA_DIR: place.dataDir }
  const command = [process.execPath, 'server/src/main.ts', 'start'] as const
  const server = await startServer({ command, env })
  say(`\n${seconds} s each, events that two metrics read, 1,000 customers for each merchant`)
  try {
    for (const scenario of scenarios.filter(({ name }) => name.includes(only))) {
      const chosen = reporters.slice(0, scenario.merchants)
      await run(scenario, { reporters: chosen, server, place, seconds })
      await foldAllReadings(installation.workspace)
    }
  } finally {
    await server.stop()
  }
  return true
}

type Running = {
  readonly reporters: readonly Seller[]
  readonly server: Started
  readonly place: Place
  readonly seconds: number
}

async function run(
  { name, merchants, clients, batch }: Scenario,
  { reporters, server, place, seconds }: Running,
) {
  const raw = await rawEventLimit({ url: place.url, merchants, seconds: seconds / 2 })
  const task = {
    what: 'events',
    address: server.address,
    sellers: reporters,
    clients,
    batch,
    timestamp: new Date().toISOString(),
  } as const
  await runLoad({ ...task, seconds: 1, run: `warm ${name}` })
  const got = await runLoad({ ...task, seconds, run: name })
  const rate = got.events / got.seconds
  say(`\n${name}`)
  say(`  raw limit ${whole(raw)} events/s (unnest batches of 100, pg alone)`)
  say(
    `  over HTTP ${whole(rate)} events/s · ratio ${(rate / raw).toFixed(2)} · p50 ${got.p50.toFixed(1)} ms · ` +
      `p99 ${got.p99.toFixed(1)} ms · ${whole(got.requests)} requests, ${got.failures} failed`,
  )
}
