import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { after, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { givenLink, linkOf } from '../../test/harness/links.ts'
import { emptyDist } from '../../test/harness/pages.ts'
import { call, product } from '../../test/harness/product.ts'
import { givenSeller, subscribe } from '../../test/harness/subscribed.ts'
import { pageOptions } from '../page-options.ts'
import { pages } from '../platform/http/pages.ts'
import { createMetrics } from '../platform/metrics.ts'
import { observeRequests } from '../platform/request-log.ts'
import { edgeOf } from '../wiring.ts'

const it = product({
  arrange: async (of) => {
    // As a process serves it: the API and the pages, with a line per request.
    server = await edgeOf(of.installation)
    const { log } = of.installation
    const organizationOf = () => undefined
    observeRequests(server, { log, metrics: createMetrics(), organizationOf })
    dist = await emptyDist()
    await pages(server, { dist, ...pageOptions(of.installation) })
  },
})
let server: FastifyInstance
let dist: string
after(async () => {
  await server.close()
  await rm(dist, { recursive: true })
})

test('neither the code of a link nor a token of it is in any log line, whatever goes wrong', async () => {
  const seller = await givenSeller(it)
  const { body } = await subscribe(it, seller)
  const { body: link } = await givenLink(it, seller, { id: body.id })
  const { id, code } = linkOf(link.url)
  const post = (payload: string) =>
    server.inject({
      method: 'POST',
      url: '/v0/portal/sessions',
      headers: { 'content-type': 'application/json' },
      payload,
    })
  const opened = await post(JSON.stringify({ id, code }))
  assert.equal(opened.statusCode, 201)
  const { token } = opened.json()
  const bearer = { authorization: `Bearer ${token}` }
  const get = (url: string, headers = {}) => server.inject({ url, headers })

  const statuses = [
    await get(`/p/${id}`),
    // Nobody sends these; whoever does finds no trace of them in our logs.
    await get(`/p/${id}?code=${code}`),
    await get(`/p/${code}`),
    await get(`/p/${id}/${code}`),
    await get(`/checkout/${code}`),
    await get(`/${token}`),
    await get(`/v0/portal/overview`, bearer),
    await get(`/v0/portal/usage?from=${code}`, bearer),
    await get(`/v0/subscriptions/${body.id}`, bearer),
    await get(`/v0/embed/${id}/policy`, { origin: `https://${code}.example`, ...bearer }),
    await post(`{"id":"${id}","code":"${code}"`),
    await post(JSON.stringify({ id, code: [code] })),
    await post(JSON.stringify({ id, code: `${code} ` })),
    await post(JSON.stringify({ id: `${id}\u0000`, code })),
  ].map(({ statusCode }) => statusCode)
  assert.ok(statuses.includes(200) && statuses.includes(400) && statuses.includes(404))
  assert.ok(
    statuses.every((status) => status < 500),
    String(statuses),
  )

  const { key } = seller
  await call(it, 'revokePortalLink', { key, params: { id: body.id, linkId: id } })
  assert.equal((await get('/v0/portal/overview', bearer)).statusCode, 401)
  assert.equal((await post(JSON.stringify({ id, code }))).statusCode, 410)

  const lines = it.logged()
  assert.ok(lines.filter((line) => line.includes('Answered.')).length >= 16)
  for (const secret of [code, token, token.slice(4)]) {
    assert.deepEqual(
      lines.filter((line) => line.toLowerCase().includes(secret.toLowerCase())),
      [],
    )
  }
})
