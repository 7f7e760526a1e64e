import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import type { Installation } from '../src/installation.ts'
import { startTemporary } from '../src/platform/embedded/temporary.ts'
import { openAt, type Place } from './arrange.ts'
import { measureClose } from './close.ts'
import { measureEvents } from './events.ts'
import { measureGrowth } from './growth.ts'
import { measureMeters } from './meters.ts'
import { type Options, say, whole } from './print.ts'
import { startServer } from './processes.ts'
import { measureUsage } from './usage.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '10' },
    /** Part of a scenario's name: only those that have it. */
    only: { type: 'string', default: '' },
    /** How many events are stored before more are taken in, and before meters are asked. */
    events: { type: 'string', default: '1000000' },
    /** How many subscriptions a month is closed for. */
    subscriptions: { type: 'string', default: '10000' },
  },
})
const options: Options = {
  seconds: Number(values.seconds),
  only: values.only,
  events: Number(values.events),
  subscriptions: Number(values.subscriptions),
}

type Suite = (installation: Installation, place: Place, options: Options) => Promise<boolean>

/** `npm run bench -- usage meters` runs these two; without names, all. */
const suites: Readonly<Record<string, Suite>> = {
  usage: measureUsage,
  events: measureEvents,
  growth: measureGrowth,
  meters: measureMeters,
  close: measureClose,
  start: (_, { dataDir }) => measureStart(dataDir),
}
const chosen = positionals.length > 0 ? positionals : Object.keys(suites)

async function main(): Promise<number> {
  const dataDir = await mkdtemp(join(tmpdir(), 'tallystick-bench-'))
  // As root, PostgreSQL runs as a user of its own, which must be able to pass.
  await chmod(dataDir, 0o711)
  const database = await startTemporary()
  try {
    await describeMachine(database.url)
    const place = { url: database.url, dataDir }
    const installation = await openAt(place)
    let ok = true
    for (const name of chosen) {
      const suite = suites[name]
      if (!suite) throw new Error(`There is no suite ${name}: ${Object.keys(suites).join(', ')}.`)
      ok = (await suite(installation, place, options)) && ok
    }
    await installation.close()
    return ok ? 0 : 1
  } finally {
    await database.stop()
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

/** The second start of an installation with its embedded database, as a user has it every day. */
async function measureStart(dataDir: string): Promise<boolean> {
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
  return true
}

process.exitCode = await main()
