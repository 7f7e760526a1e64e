import { randomUUID } from 'node:crypto'
import type { BillableMetric } from '@tallystick/contract/billable-metrics.ts'
import type { Static } from 'typebox'
import { readConfig } from '../config.ts'
import { Refusal } from '../platform/refusal.ts'
import { ask, type Client } from './usage-import/client.ts'
import { counted } from './usage-import/figures.ts'
import { type ImportOptions, importUsage, readOptions } from './usage-import/options.ts'
import { progressBar } from './usage-import/progress.ts'
import { badLinesText, sentText } from './usage-import/report.ts'
import { type Sent, sendUsage } from './usage-import/send.ts'
import { type Survey, survey, usageLines } from './usage-import/survey.ts'

export const help = importUsage

/** Imports a file of usage. Exit code 0 when every line that was to be sent is recorded. */
export async function run(args: readonly string[]): Promise<number> {
  const options = readOptions(args)
  const client = clientOf(readConfig())
  const found = await survey(options.source, options.mapping, options)
  if (found.bad.count > 0) process.stderr.write(badLinesText(found.bad))
  if (found.bad.count > 0 && !options.skipBad) {
    throw new Refusal('Nothing was sent. Mend the lines, or leave them out with --skip-bad.')
  }
  if (options.dryRun) {
    process.stdout.write(`${counted(found.usage, 'line')} would be sent.\n`)
    return 0
  }
  const { sent, seconds } = await send(client, options, found)
  process.stdout.write(sentText(sent, { seconds, none: found.none, bad: found.bad.count }))
  if (sent.stopped) {
    const { resumeFrom, cause } = sent.stopped
    throw new Refusal(
      `${(cause as Error).message} Every line before ${resumeFrom} was answered for; go on with: ` +
        `--from-line ${resumeFrom} --key-prefix '${options.keyPrefix}'`,
      { cause },
    )
  }
  return sent.failed.length > 0 ? 1 : 0
}

function clientOf({ clientUrl, clientKey, publicUrl }: ReturnType<typeof readConfig>): Client {
  if (!clientKey) throw new Refusal('TALLY_KEY is missing: the API key to import with.')
  return {
    url: clientUrl ?? publicUrl,
    key: clientKey,
    onRetry: (reason, pauseMs) => {
      process.stderr.write(`  ${reason} Again in ${(pauseMs / 1000).toFixed(1)} s.\n`)
    },
  }
}

type Timed = { readonly sent: Sent; readonly seconds: number }

async function send(client: Client, options: ImportOptions, found: Survey): Promise<Timed> {
  const merchantId = options.merchantId ?? (await merchantOf(client, options))
  const { shiftToNow, keyPrefix, batchSize, inFlight, source, mapping } = options
  const now = Temporal.Now.instant()
  const progress = progressBar('events', found.usage)
  const interruption = new AbortController()
  const interrupt = () => interruption.abort()
  process.once('SIGINT', interrupt)
  const began = performance.now()
  try {
    const sent = await sendUsage(usageLines(source, mapping, options), {
      client,
      merchantId,
      keyPrefix,
      run: randomUUID(),
      shiftBy: shiftToNow && found.latest ? now.since(found.latest) : undefined,
      batchSize,
      inFlight,
      onProgress: ({ events }) => progress.show(events),
      signal: interruption.signal,
    })
    return { sent, seconds: (performance.now() - began) / 1000 }
  } finally {
    progress.end()
    process.off('SIGINT', interrupt)
  }
}

/** The merchant whose key it is, by the first metric that the file counts for. */
async function merchantOf(client: Client, { source, mapping }: ImportOptions): Promise<string> {
  const metricId = mapping.metrics[0]?.metricId ?? (await firstMetric({ source, mapping }))
  if (metricId === undefined) throw new Refusal('The file has no usage.')
  const metric = await ask<Static<typeof BillableMetric>>(
    client,
    `GET /v0/billableMetrics/${metricId}`,
  ).catch((error) => {
    throw new Refusal(`The metric ${metricId} cannot be read: ${error.message}`, { cause: error })
  })
  return metric.merchantId
}

async function firstMetric({
  source,
  mapping,
}: Pick<ImportOptions, 'source' | 'mapping'>): Promise<string | undefined> {
  for await (const { properties } of usageLines(source, mapping)) {
    return properties[0]?.billableMetricId
  }
  return undefined
}
