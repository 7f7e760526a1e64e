import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Endpoint, open, org } from '@tallystick/contract/endpoint.ts'
import { Type } from 'typebox'
import { product } from '../../../test/harness/product.ts'
import { Problem } from '../problem.ts'
import type { Principal } from '../workspace.ts'
import { app } from './app.ts'
import type { Contract } from './assert-bound.ts'
import type { Route } from './bind.ts'
import type { Edge } from './edge.ts'

const it = product()

const greet: Endpoint = {
  method: 'POST',
  path: '/v0/greetings',
  tag: 'Greetings',
  summary: 'Greet.',
  access: open('a test'),
  replies: { 200: Type.Object({ greeting: Type.String() }) },
  problems: [],
}
const route = (handle: Route['handle'], endpoint = greet): Route => ({
  name: 'greet',
  endpoint,
  handle,
})
const hello = route(async () => ({ greeting: 'hello' }))

const edge = (more: Partial<Edge> = {}): Edge => ({
  workspace: it.installation.workspace,
  log: it.installation.log,
  checkReplies: true,
  trustedProxies: 'loopback, 10.0.0.0/8',
  routes: [hello],
  contract: { greet },
  authenticate: async () => undefined,
  ...more,
})

test('the process does not start unless every endpoint has a route, and every route an endpoint', async () => {
  await assert.rejects(app(edge({ routes: [] })), /greet has no route/)
  await assert.rejects(app(edge({ contract: {} })), /greet has a route that is not of the contract/)
  await assert.rejects(app(edge({ contract: { greet: { ...greet } } })), /not of the contract/)
  await assert.rejects(app(edge({ routes: [hello, hello] })), /greet has two routes/)
})

test('the process does not start when an endpoint does not say who may call it', async () => {
  const accesses = [undefined, {}, { kind: 'everyone' }, org('' as 'catalog:read'), open('')]
  for (const access of accesses) {
    const contract = { greet: { ...greet, access } } as Contract
    const routes = [route(hello.handle, contract['greet'])]
    await assert.rejects(app(edge({ routes, contract })), /greet does not say who may call it/)
  }
})

test('an Idempotency-Key of somebody without an organization changes nothing', async () => {
  const portal: Principal = {
    role: 'tally_portal',
    scope: { organizationId: 'org_1', subjectId: 'sub_1' },
    actor: { kind: 'portal', id: 'p' },
    permissions: new Set(),
  }
  for (const principal of [undefined, portal]) {
    const server = await app(edge({ authenticate: async () => principal }))
    const headers = { 'idempotency-key': 'k' }
    const reply = await server.inject({ method: 'POST', url: '/v0/greetings', headers })
    assert.equal(reply.statusCode, 200)
    await server.close()
  }
})

test('a reply that the contract does not declare is a fault of ours, without detail', async () => {
  const server = await app(edge({ routes: [route(async () => ({ farewell: 'bye' }))] }))
  const reply = await server.inject({ method: 'POST', url: '/v0/greetings' })
  assert.equal(reply.statusCode, 500)
  assert.deepEqual(reply.json(), {
    error: 'internal_error',
    code: 'INTERNAL',
    message: 'Something broke on our side.',
  })
  await server.close()
})

test('refusals say when to come back, and what is thrown instead of an error is a fault of ours', async () => {
  const thrown = async (what: unknown) => {
    const server = await app(
      edge({
        routes: [
          route(async () => {
            throw what
          }),
        ],
      }),
    )
    const reply = await server.inject({ method: 'POST', url: '/v0/greetings' })
    await server.close()
    return [reply.statusCode, reply.headers['retry-after'], reply.json().error]
  }
  const limited = new Problem('RATE_LIMITED', 'Slower.', { retryAfterSeconds: 7 })
  assert.deepEqual(await thrown(limited), [429, '7', 'too_many_requests'])
  const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })
  assert.deepEqual(await thrown(refused), [503, '1', 'unavailable'])
  const late = new Error('timeout exceeded when trying to connect')
  assert.deepEqual(await thrown(late), [503, '1', 'unavailable'])
  assert.deepEqual(await thrown({ statusCode: 700 }), [500, undefined, 'internal_error'])
})

test('the address of a caller is what the last trusted proxy says, and nothing that the caller says', async () => {
  const seen: string[] = []
  const server = await app(
    edge({
      routes: [
        route({
          freestanding: async ({ address }) => {
            seen.push(address)
            return { greeting: address }
          },
        }),
      ],
    }),
  )
  const from = (remoteAddress: string, forwarded: string) =>
    server.inject({
      method: 'POST',
      url: '/v0/greetings',
      remoteAddress,
      headers: { 'x-forwarded-for': forwarded },
    })
  await from('203.0.113.9', '192.0.2.1')
  await from('10.0.0.1', '192.0.2.1')
  await from('10.0.0.1', '198.51.100.7, 192.0.2.1')
  await from('127.0.0.1', '127.0.0.1, 192.0.2.1')
  await server.close()
  assert.deepEqual(seen, ['203.0.113.9', '192.0.2.1', '192.0.2.1', '192.0.2.1'])
})
