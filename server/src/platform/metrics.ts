import { timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

export type Metrics = {
  readonly registry: Registry
  readonly observeRequest: (labels: RequestLabels, seconds: number) => void
  readonly observeJob: (task: string, outcome: 'done' | 'failed', seconds: number) => void
  /** A step of due work, by its kind. */
  readonly observeStep: (kind: string, outcome: 'done' | 'failed', seconds: number) => void
  /** How long the oldest due work has been ready to be done. */
  readonly setDueLag: (seconds: number) => void
  /** Asked at every scrape: how many connections a pool has, and how many callers wait for one. */
  readonly watchPool: (name: string, pool: PoolFigures) => void
  /** Asked at every scrape: how many requests wait to be written together. */
  readonly watchQueue: (name: string, depth: () => number) => void
}

type RequestLabels = { readonly method: string; readonly route: string; readonly status: number }

type PoolFigures = {
  readonly totalCount: number
  readonly idleCount: number
  readonly waitingCount: number
}

const secondsBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** Figures of this process. No label ever holds an id, an address or a name of a customer. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'tallystick_http_request_duration_seconds',
    help: 'Time to answer, by route pattern and status.',
    labelNames: ['method', 'route', 'status'],
    buckets: secondsBuckets,
    registers,
  })
  const jobs = new Histogram({
    name: 'tallystick_job_duration_seconds',
    help: 'Time a job took, by task and outcome.',
    labelNames: ['task', 'outcome'],
    buckets: [...secondsBuckets, 30, 60],
    registers,
  })
  return {
    registry,
    observeRequest: (labels, seconds) => requests.observe(labels, seconds),
    observeJob: (task, outcome, seconds) => jobs.observe({ task, outcome }, seconds),
    ...dueWork(registry),
    ...watches(registry),
  }
}

function dueWork(registry: Registry): Pick<Metrics, 'observeStep' | 'setDueLag'> {
  const registers = [registry]
  const steps = new Histogram({
    name: 'tallystick_due_step_duration_seconds',
    help: 'Time a step of due work took, by kind and outcome.',
    labelNames: ['kind', 'outcome'],
    buckets: [...secondsBuckets, 30, 60],
    registers,
  })
  const lag = new Gauge({
    name: 'tallystick_due_lag_seconds',
    help: 'How long the oldest due work has been ready to be done.',
    registers,
  })
  return {
    observeStep: (kind, outcome, seconds) => steps.observe({ kind, outcome }, seconds),
    setDueLag: (seconds) => lag.set(seconds),
  }
}

function watches(registry: Registry): Pick<Metrics, 'watchPool' | 'watchQueue'> {
  const pools = new Map<string, PoolFigures>()
  const queues = new Map<string, () => number>()
  const registers = [registry]
  new Gauge({
    name: 'tallystick_database_pool_connections',
    help: 'Connections in use and idle, and callers that wait for one.',
    labelNames: ['pool', 'state'],
    registers,
    collect() {
      for (const [pool, { totalCount, idleCount, waitingCount }] of pools) {
        this.set({ pool, state: 'busy' }, totalCount - idleCount)
        this.set({ pool, state: 'idle' }, idleCount)
        this.set({ pool, state: 'waiting' }, waitingCount)
      }
    },
  })
  new Gauge({
    name: 'tallystick_queue_depth',
    help: 'Requests that wait to be written together.',
    labelNames: ['queue'],
    registers,
    collect() {
      for (const [queue, depth] of queues) this.set({ queue }, depth())
    },
  })
  return {
    watchPool: (name, pool) => void pools.set(name, pool),
    watchQueue: (name, depth) => void queues.set(name, depth),
  }
}

/** `/metrics` beside the API: for callers on this machine, and for those with the token. */
export function metricsRoutes(
  server: FastifyInstance,
  metrics: Metrics,
  token: string | undefined,
): void {
  server.get('/metrics', async (request, reply) => {
    if (!isLocal(request) && !hasToken(request.headers.authorization, token)) {
      return reply.callNotFound()
    }
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics())
  })
}

/** `/metrics` on a port of its own; whoever reaches the port may read it. */
export async function serveMetrics(
  metrics: Metrics,
  at: { readonly host: string; readonly port: number },
): Promise<{ close(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    const known = request.method === 'GET' && request.url === '/metrics'
    response.writeHead(known ? 200 : 404, { 'content-type': metrics.registry.contentType })
    response.end(known ? await metrics.registry.metrics() : '')
  })
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', reject).listen(at.port, at.host, () => resolve())
  await promise
  return {
    async close() {
      const closed = Promise.withResolvers<void>()
      server.close(() => closed.resolve())
      server.closeAllConnections()
      await closed.promise
    },
  }
}

/** A proxy on this machine speaks for callers elsewhere: what it forwards is not local. */
function isLocal(request: FastifyRequest): boolean {
  const { headers, socket } = request
  const forwarded = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'].some(
    (name) => headers[name],
  )
  const address = socket.remoteAddress ?? ''
  return !forwarded && /^(127\.|::1$|::ffff:127\.)/.test(address)
}

function hasToken(authorization: string | undefined, token: string | undefined): boolean {
  if (!token || !authorization) return false
  const [given, expected] = [Buffer.from(authorization), Buffer.from(`Bearer ${token}`)]
  return given.length === expected.length && timingSafeEqual(given, expected)
}
