import assert from 'node:assert/strict'
import { test } from 'node:test'
import fastify from 'fastify'
import { healthRoutes } from './health.ts'
import { createLog } from './log.ts'
import { createMetrics, metricsRoutes, serveMetrics } from './metrics.ts'
import { observeRequests } from './request-log.ts'

const token = 'a-token-of-enough-length'

function edge(probes = { stopping: () => false, checks: {} }) {
  const server = fastify()
  const metrics = createMetrics()
  const lines: string[] = []
  const log = createLog('info', { write: (line) => void lines.push(line) })
  observeRequests(server, { log, metrics, organizationOf: () => 'org_1' })
  healthRoutes(server, probes)
  metricsRoutes(server, metrics, token)
  server.get('/things/:id', async () => ({ found: true }))
  return { server, metrics, lines }
}

test('a request is measured and logged by its route, never by its address', async () => {
  const { server, metrics, lines } = edge()
  await server.inject('/things/canary?email=canary')
  const text = await metrics.registry.metrics()
  assert.match(text, /duration_seconds_count\{method="GET",route="\/things\/:id",status="200"\} 1/)
  assert.equal(lines.length, 1)
  const { method, route, status, organizationId } = JSON.parse(lines[0] ?? '')
  assert.deepEqual(
    { method, route, status, organizationId },
    { method: 'GET', route: '/things/:id', status: 200, organizationId: 'org_1' },
  )
  assert.doesNotMatch(text + lines.join(''), /canary/)
})

test('an address that no route knows is not made a label', async () => {
  const { server, metrics, lines } = edge()
  await server.inject('/canary')
  assert.doesNotMatch((await metrics.registry.metrics()) + lines.join(''), /canary/)
})

test('pools and queues are asked when the figures are read', async () => {
  const { metrics } = edge()
  const pool = { totalCount: 8, idleCount: 3, waitingCount: 2 }
  metrics.watchPool('app', pool)
  metrics.watchQueue('usage', () => 7)
  const text = await metrics.registry.metrics()
  assert.match(text, /connections\{pool="app",state="busy"\} 5/)
  assert.match(text, /connections\{pool="app",state="waiting"\} 2/)
  assert.match(text, /queue_depth\{queue="usage"\} 7/)
})

const callers: readonly (readonly [
  from: string,
  headers: Record<string, string>,
  status: number,
])[] = [
  ['127.0.0.1', {}, 200],
  ['::1', {}, 200],
  ['127.0.0.1', { 'x-forwarded-for': '203.0.113.9' }, 404],
  ['203.0.113.9', {}, 404],
  ['203.0.113.9', { authorization: 'Bearer wrong-token-of-length' }, 404],
  ['203.0.113.9', { authorization: `Bearer ${token}` }, 200],
]
for (const [remoteAddress, headers, status] of callers) {
  const as = Object.entries(headers).join(' ')
  test(`metrics answer ${status} to ${remoteAddress} ${as}`, async () => {
    const reply = await edge().server.inject({ url: '/metrics', headers, remoteAddress })
    assert.equal(reply.statusCode, status)
  })
}

test('metrics on a port of their own answer there and nowhere else', async () => {
  const { metrics } = edge()
  const port = 41_000 + (process.pid % 9000)
  const served = await serveMetrics(metrics, { host: '127.0.0.1', port })
  const reply = await fetch(`http://127.0.0.1:${port}/metrics`)
  assert.match(await reply.text(), /process_cpu/)
  assert.equal((await fetch(`http://127.0.0.1:${port}/`)).status, 404)
  await served.close()
})

test('readiness names what fails, without the reason, and ends with the first moment of a stop', async () => {
  let stopping = false
  let broken = false
  const database = async () => assert.ok(!broken, 'canary')
  const { server } = edge({ stopping: () => stopping, checks: { database } })
  assert.equal((await server.inject('/readyz')).statusCode, 200)
  broken = true
  const failed = await server.inject('/readyz')
  assert.equal(failed.statusCode, 503)
  assert.deepEqual(failed.json(), { status: 'not ready', checks: { database: 'failed' } })
  broken = false
  stopping = true
  assert.equal((await server.inject('/readyz')).json().status, 'stopping')
  assert.equal((await server.inject('/healthz')).statusCode, 200)
})
