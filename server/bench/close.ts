import pg from 'pg'
import type { Installation } from '../src/installation.ts'
import { foldAllReadings } from '../src/metering/fold/fold.ts'
import { startScheduler } from '../src/platform/due/scheduler.ts'
import { createMetrics } from '../src/platform/metrics.ts'
import { allDueWork } from '../src/wiring.ts'
import type { Place } from './arrange.ts'
import { arrangeSubscribers } from './close-arrange.ts'
import { type Options, say, whole } from './print.ts'

const expectedPerSecond = 150

/**
 * The close of a month: every period ends at one moment and the next one opens, and a day later every invoice is issued,
 * with a fee and two metered lines. One scheduler does it, as in a worker. True when it is as fast as expected.
 */
export async function measureClose(
  real: Installation,
  { url }: Place,
  { subscriptions }: Options,
): Promise<boolean> {
  // Cut to the second, so that what is used at the same moment does not lie before it.
  let now = real.workspace.clock().round({ smallestUnit: 'second', roundingMode: 'floor' })
  const installation = { ...real, workspace: { ...real.workspace, clock: () => now } }
  say(`\narranging ${whole(subscriptions)} subscriptions of 3 prices`)
  const merchantId = await arrangeSubscribers(installation, subscriptions)
  await foldAllReadings(installation.workspace)

  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('vacuum (analyze)')
  const count = async (status: string) => {
    const { rows } = await client.query<{ count: number }>(
      `select count(*)::int as count from tally.invoices where merchant_id = $1 and status = $2`,
      [merchantId, status],
    )
    return rows[0]?.count ?? 0
  }
  const memory = watchMemory()
  const step = async (name: string, status: string) => {
    const seconds = await untilDone(
      installation,
      async () => (await count(status)) >= subscriptions,
    )
    say(`  ${name}: ${whole(subscriptions / seconds)}/s · ${seconds.toFixed(1)} s`)
    return seconds
  }
  now = now.toZonedDateTimeISO('UTC').add({ months: 1, hours: 1 }).toInstant()
  const closing = await step('periods closed and opened', 'CLOSING')
  now = now.add({ hours: 24 })
  const issuing = await step('invoices issued', 'ISSUED')
  memory.end()
  const lines = await client.query<{ count: number }>(
    `select count(*)::int as count from tally.invoice_lines where merchant_id = $1`,
    [merchantId],
  )
  await client.end()
  const perSecond = subscriptions / (closing + issuing)
  say(
    `  the whole close: ${whole(perSecond)} invoices/s, ${whole(lines.rows[0]?.count ?? 0)} lines`,
  )
  say(`  memory: ${memory.first()} MB after a tenth of the time, ${memory.last()} MB at the end`)
  return perSecond >= expectedPerSecond
}

/** Runs a scheduler until something has come about; seconds. */
async function untilDone(
  installation: Installation,
  isDone: () => Promise<boolean>,
): Promise<number> {
  const { config, log, workspace } = installation
  const begun = performance.now()
  const scheduler = startScheduler({
    ...{ workspace, log, metrics: createMetrics() },
    handlers: allDueWork(installation),
    concurrency: Math.max(1, Math.floor(config.poolSize / 2)),
  })
  try {
    while (!(await isDone())) await new Promise((resolve) => setTimeout(resolve, 200))
  } finally {
    await scheduler.close()
  }
  return (performance.now() - begun) / 1000
}

/** Resident memory of this process in MB, by the second. */
function watchMemory() {
  const samples: number[] = []
  const timer = setInterval(() => samples.push(process.memoryUsage.rss() / 2 ** 20), 1000)
  const at = (share: number) => whole(samples[Math.floor((samples.length - 1) * share)] ?? 0)
  return { end: () => clearInterval(timer), first: () => at(0.1), last: () => at(1) }
}
