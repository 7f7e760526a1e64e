// The HTTP edge: what is common to all requests, and what is no request at all.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { call, givenMerchant, type Party, product } from '../harness/product.ts'

let merchant: Party
const it = product({
  arrange: async () => {
    merchant = await givenMerchant(it)
  },
})

const auth = () => ({ authorization: `Bearer ${merchant.key}` })

test('strangers make us parse nothing: no credentials come before a broken body', async () => {
  const reply = await it.http.inject({
    method: 'POST',
    url: '/v0/products',
    headers: { 'content-type': 'application/json' },
    payload: '{',
  })
  assert.equal(reply.statusCode, 401)
  assert.equal(reply.headers['www-authenticate'], 'Bearer')
})

test('unknown fields of a body are let through, and do not come back', async () => {
  const { status, body } = await call(it, 'createProduct', {
    key: merchant.key,
    body: { merchantId: merchant.organizationId, name: 'a', description: 'b', colour: 'red' },
  })
  assert.equal(status, 201)
  assert.equal('colour' in body, false)
})

test('a query parameter that is given twice is refused by name', async () => {
  const url = `/v0/products?merchantId=${merchant.organizationId}&limit=1&limit=2`
  const reply = await it.http.inject({ method: 'GET', url, headers: auth() })
  assert.equal(reply.statusCode, 400)
  assert.equal(reply.json().errors[0].field, 'limit')
})

test('HEAD is answered as GET without a body, other methods and origins as not there', async () => {
  const url = `/v0/products?merchantId=${merchant.organizationId}`
  const head = await it.http.inject({ method: 'HEAD', url, headers: auth() })
  assert.equal(head.statusCode, 200)
  assert.equal(head.body, '')
  const headers = { ...auth(), origin: 'https://elsewhere.example' }
  for (const method of ['OPTIONS', 'PUT'] as const) {
    const reply = await it.http.inject({ method, url, headers })
    assert.equal(reply.statusCode, 404)
    assert.equal(reply.json().error, 'not_found')
  }
  const cross = await it.http.inject({ method: 'GET', url, headers })
  const cors = Object.keys(cross.headers).filter((name) => name.startsWith('access-control'))
  assert.deepEqual(cors, [])
})

test('every reply names its request, and no two requests share a name', async () => {
  const ids = new Set<unknown>()
  for (const url of ['/v0/products', '/v0/nothing', '/v0/products/%zz']) {
    const reply = await it.http.inject({ method: 'GET', url })
    assert.match(String(reply.headers['x-request-id']), /^[0-9a-f]{32}$/)
    ids.add(reply.headers['x-request-id'])
  }
  assert.equal(ids.size, 3)
})

test('an address that cannot be decoded is refused in the form of every other error', async () => {
  const reply = await it.http.inject({ method: 'GET', url: '/v0/products/%zz', headers: auth() })
  assert.equal(reply.statusCode, 400)
  assert.equal(reply.json().error, 'bad_request')
})

test('what is not HTTP is answered in the same form and hung up on', async () => {
  const address = new URL(await it.http.listen({ port: 0, host: '127.0.0.1' }))
  const socket = connect(Number(address.port), address.hostname)
  await once(socket, 'connect')
  socket.write('this is not HTTP\r\n\r\n')
  const answer = await text(socket)
  assert.match(answer, /^HTTP\/1.1 400 /)
  assert.equal(JSON.parse(answer.split('\r\n\r\n')[1] ?? '').error, 'bad_request')
})

test('a connection is not held open by headers or bodies that never end', () => {
  const { requestTimeout, headersTimeout } = it.http.server
  assert.deepEqual([requestTimeout, headersTimeout], [60_000, 15_000])
})
