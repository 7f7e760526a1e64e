import type { Installation } from '../src/installation.ts'
import { uuidv7 } from '../src/platform/ids.ts'
import { arrangeSeller, type Place } from './arrange.ts'
import type { Seller } from './load.ts'
import { type Seeded, seedMeter } from './meter-seed.ts'
import { type Options, say, whole } from './print.ts'
import { startServer } from './processes.ts'

const customers = 1000
const from = '2026-10-01T00:00:00Z'
const days = 31

/** What a page asks of a meter, by a name for it. */
const questions = {
  'a month of everybody': {},
  'a month of everybody by the day': { windowSize: 'DAY' },
  'a month of one customer by the hour': { windowSize: 'HOUR', subject: 'customer' },
  'a month of one customer, cut within hours': {
    ...{ subject: 'customer', from: '2026-10-03T10:17:31Z', to: '2026-10-28T19:42:07Z' },
  },
  'the ten greatest customers of a month': { groupBy: 'subject', groupLimit: '10' },
  'a month by model and day': { groupBy: 'model', windowSize: 'DAY' },
} as const

/** Meter queries over HTTP, one after the other, over a month of stored events. */
export async function measureMeters(
  installation: Installation,
  place: Place,
  { seconds, only, events }: Options,
): Promise<boolean> {
  const seller = await arrangeSeller(installation, customers)
  const [billableMetricId = ''] = seller.metricIds
  const about = { url: place.url, merchantId: seller.merchantId, billableMetricId }
  const { customerIds } = seller
  const meterId = uuidv7()
  const seeded: Seeded = { ...about, meterId, customerIds, events, from, days }
  say(`\nstoring ${whole(events)} events of ${whole(customers)} customers`)
  await seedMeter(seeded)
  const env = { DATABASE_URL: place.url, TALLY_DATA_DIR: place.dataDir }
  const command = [process.execPath, 'server/src/main.ts', 'start'] as const
  const server = await startServer({ command, env })
  try {
    for (const [name, query] of Object.entries(questions)) {
      if (!name.includes(only)) continue
      const asked = { server: server.address, seller, billableMetricId }
      const times = await ask(asked, query, seconds / 2)
      const at = (share: number) => (times[Math.floor(times.length * share)] ?? 0).toFixed(1)
      say(`  ${name}: p50 ${at(0.5)} ms · p99 ${at(0.99)} ms · ${times.length} queries`)
    }
  } finally {
    await server.stop()
  }
  return true
}

type Asked = {
  readonly server: string
  readonly seller: Seller
  readonly billableMetricId: string
}

/** Milliseconds per query, the shortest first; a different customer each time. */
async function ask(
  { server, seller, billableMetricId }: Asked,
  query: Readonly<Record<string, string>>,
  seconds: number,
): Promise<number[]> {
  const times: number[] = []
  const end = performance.now() + seconds * 1000
  for (let nth = 0; performance.now() < end; nth += 1) {
    const subject = seller.customerIds[nth % customers] ?? ''
    const span = { from, to: '2026-11-01T00:00:00Z' }
    const asked = { ...span, ...query, ...(query['subject'] && { subject }) }
    const begun = performance.now()
    const reply = await fetch(
      `${server}/v0/billableMetrics/${billableMetricId}/meter?${new URLSearchParams(asked)}`,
      { headers: { authorization: `Bearer ${seller.key}` } },
    )
    const body = await reply.text()
    if (reply.status !== 200) throw new Error(body)
    times.push(performance.now() - begun)
  }
  return times.slice(5).sort((a, b) => a - b)
}
