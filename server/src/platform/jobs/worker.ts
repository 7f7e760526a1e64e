import { Logger, type LogLevel, type ParsedCronItem, run, type TaskList } from 'graphile-worker'
import pg from 'pg'
import { endPool } from '../db/pools.ts'
import type { Log } from '../log.ts'
import type { Metrics } from '../metrics.ts'

type WorkerOptions = {
  /** Of the database without a pooler in between: jobs announce themselves by LISTEN. */
  readonly url: string
  readonly tasks: TaskList
  /** What is enqueued by the clock. */
  readonly cronItems?: ParsedCronItem[]
  readonly concurrency: number
  /** How long jobs that run may take to end once the worker is stopped. */
  readonly drainTimeoutMs: number
  readonly log: Log
  readonly metrics: Metrics
}

/** Runs jobs until it is closed; closing lets those that run come to their end. */
export async function startWorker(options: WorkerOptions): Promise<{ close(): Promise<void> }> {
  const { url, tasks, cronItems = [], concurrency, drainTimeoutMs, log, metrics } = options
  if (Object.keys(tasks).length === 0) return { close: async () => undefined }
  const pgPool = new pg.Pool({ connectionString: url, max: concurrency + 2 })
  pgPool.on('error', (err) => log.warn({ err }, 'A database connection of the worker broke.'))
  pgPool.on('connect', (client) => client.on('error', () => undefined))
  const runner = await run({
    pgPool,
    taskList: tasks,
    parsedCronItems: cronItems,
    concurrency,
    pollInterval: 1000,
    noHandleSignals: true,
    logger: quietLogger(log),
    preset: { worker: { gracefulShutdownAbortTimeout: drainTimeoutMs } },
  })
  const begun = new Map<string, number>()
  runner.events.on('job:start', ({ job }) => void begun.set(job.id, performance.now()))
  runner.events.on('job:complete', ({ job, error }) => {
    const ms = performance.now() - (begun.get(job.id) ?? performance.now())
    begun.delete(job.id)
    const task = job.task_identifier
    metrics.observeJob(task, error ? 'failed' : 'done', ms / 1000)
    const line = { task, jobId: job.id, attempt: job.attempts, ms: Math.round(ms) }
    if (error) log.warn({ ...line, err: error }, 'A job failed and will be tried again.')
    else log.debug(line, 'A job is done.')
  })
  return {
    close: async () => {
      await runner.stop()
      await endPool(pgPool)
    },
  }
}

/** What the library says about a job quotes its error as it is; we say that ourselves, quietly. */
function quietLogger(log: Log): Logger {
  const levels: Partial<Record<LogLevel, 'error' | 'warn'>> = { error: 'error', warning: 'warn' }
  return new Logger(({ jobId, workerId }) => (level, message, meta) => {
    const ours = levels[level]
    const ofJob = jobId !== undefined || meta?.['job'] !== undefined
    if (ours && !ofJob) log[ours]({ worker: workerId }, message)
  })
}
