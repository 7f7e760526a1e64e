import type { FastifyInstance } from 'fastify'
import type { Installation } from './installation.ts'
import { foldAllBooks } from './ledger/fold.ts'
import { foldAllReadings } from './metering/fold/fold.ts'
import { makePartitions } from './metering/partitions.ts'
import { pageOptions } from './page-options.ts'
import { connectionAs } from './platform/db/pools.ts'
import { databaseChecks } from './platform/db/probe.ts'
import { startScheduler } from './platform/due/scheduler.ts'
import { healthRoutes } from './platform/health.ts'
import { embedScripts } from './platform/http/embed-scripts.ts'
import { pages } from './platform/http/pages.ts'
import { repeat } from './platform/jobs/repeat.ts'
import { cronItemsOf, taskListOf } from './platform/jobs/task-list.ts'
import { startWorker } from './platform/jobs/worker.ts'
import { explainListen } from './platform/listen.ts'
import { createMetrics, type Metrics, metricsRoutes, serveMetrics } from './platform/metrics.ts'
import { pagesDir, releasedDir } from './platform/pages-build.ts'
import { observeRequests } from './platform/request-log.ts'
import { allDueWork, allWork, edgeOf } from './wiring.ts'

/** What a process does: answer requests, work off jobs, or both. */
export type Role = 'http' | 'worker' | 'all'

export type Running = {
  /** Of the HTTP server, as a URL; undefined in a process that only works off jobs. */
  readonly address: string | undefined
  /** Readiness ends first; then requests and jobs that are under way come to their end. */
  close(): Promise<void>
}

type Part = { readonly address?: string; close(): Promise<void> }

/** Starts what the role asks for, on an installation that is ready. */
export async function serve(installation: Installation, role: Role): Promise<Running> {
  const { config, workspace } = installation
  const metrics = createMetrics()
  for (const [name, pool] of Object.entries(workspace.database.pools)) metrics.watchPool(name, pool)
  const parts: Part[] = []
  if (role !== 'http') {
    parts.push(await work(installation, metrics), schedule(installation, metrics))
    parts.push(
      foldBalances(installation),
      foldMeters(installation),
      preparePartitions(installation),
    )
  }
  if (role !== 'worker') parts.push(await answer(installation, metrics))
  if (config.metricsPort) {
    const at = { host: config.host, port: config.metricsPort }
    parts.push(await listening(at, () => serveMetrics(metrics, at)))
  }
  return {
    address: parts.find(({ address }) => address)?.address,
    close: async () => {
      await Promise.all(parts.map((part) => part.close()))
    },
  }
}

function work(installation: Installation, metrics: Metrics): Promise<Part> {
  const { config, directUrl, log, passwordOf, workspace } = installation
  const jobs = allWork(installation)
  const login = connectionAs(directUrl, 'tally_worker', passwordOf('tally_worker'))
  return startWorker({
    url: String(login.connectionString),
    tasks: taskListOf(workspace, jobs),
    cronItems: cronItemsOf(jobs),
    concurrency: config.poolSize,
    drainTimeoutMs: config.shutdownSeconds * 1000,
    log,
    metrics,
  })
}

function schedule(installation: Installation, metrics: Metrics): Part {
  const { config, log, workspace } = installation
  const handlers = allDueWork(installation)
  const concurrency = Math.max(1, Math.floor(config.poolSize / 2))
  return startScheduler({ workspace, handlers, concurrency, log, metrics })
}

function foldBalances({ workspace, log }: Installation): Part {
  return repeat({ name: 'fold balances', pauseMs: 1000, log, work: () => foldAllBooks(workspace) })
}

function foldMeters({ workspace, log }: Installation): Part {
  return repeat({ name: 'fold meters', pauseMs: 1000, log, work: () => foldAllReadings(workspace) })
}

/** Partitions are there weeks before they are needed, so once a day is often. */
function preparePartitions({ workspace, log }: Installation): Part {
  const pauseMs = 24 * 60 * 60 * 1000
  return repeat({ name: 'prepare partitions', pauseMs, log, work: () => makePartitions(workspace) })
}

async function answer(installation: Installation, metrics: Metrics): Promise<Part> {
  const { config, log, workspace } = installation
  let closing = false
  const server = await edgeOf(installation, { watchQueue: metrics.watchQueue })
  observeRequests(server, { log, metrics, organizationOf: (request) => request.organizationId })
  healthRoutes(server, {
    stopping: () => closing,
    checks: databaseChecks(workspace.database.pools),
  })
  if (!config.metricsPort) metricsRoutes(server, metrics, config.metricsToken)
  const { host, port } = config
  await pages(server, { dist: pagesDir, ...pageOptions(installation) })
  await embedScripts(server, releasedDir)
  await listening(config, () => server.listen({ host, port }))
  return {
    address: addressOf(server),
    async close() {
      closing = true
      await server.close()
    },
  }
}

async function listening<T>(
  at: { readonly host: string; readonly port: number },
  listen: () => Promise<T>,
): Promise<T> {
  return listen().catch((error) => {
    throw explainListen(error, at)
  })
}

/** A server that listens everywhere is reached, from here, by the loopback address. */
function addressOf(server: FastifyInstance): string {
  const bound = server.addresses().find((one) => typeof one === 'object')
  const host = bound?.address.replace(/^0\.0\.0\.0$/, '127.0.0.1').replace(/^::$/, '::1') ?? ''
  return `http://${host.includes(':') ? `[${host}]` : host}:${bound?.port}`
}
