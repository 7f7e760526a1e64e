import assert from 'node:assert/strict'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import fastify, { type FastifyInstance } from 'fastify'
import { emptyDist } from '../../../test/harness/pages.ts'
import { documentHeaders } from './page-headers.ts'
import { type PagesOptions, pages } from './pages.ts'

const ancestors: Readonly<Record<string, readonly string[]>> = {
  framed: ['https://shop.example'],
  forged: ["'self'; script-src *"],
}
const options: Omit<PagesOptions, 'dist'> = {
  policyOf: async ({ page, id, framedBy }) => ({
    // What may not be framed is not, whoever is listed.
    frameAncestors: page === 'start' ? ['https://shop.example'] : (ancestors[id] ?? []),
    data: { version: '</script><script>alert(1)//$&', framedBy },
  }),
  logoOf: async (hash) => (hash === 'a'.repeat(64) ? Buffer.from('a picture') : undefined),
}

let dist: string
let server: FastifyInstance

before(async () => {
  dist = await emptyDist()
  await writeFile(join(dist, 'assets', 'page-abc.js'), 'let page = 1')
  await writeFile(join(dist, 'assets', 'page-abc.js.gz'), gzipSync('let page = 1'))
  server = fastify()
  await pages(server, {
    dist,
    ...options,
    hasOutbox: true,
  })
})

after(async () => {
  await server.close()
  await rm(dist, { recursive: true })
})

const policyOf = (headers: Record<string, unknown>) => String(headers['content-security-policy'])

test('each document has a nonce of its own, and its policy names that nonce', async () => {
  const [first, second] = [
    await server.inject('/checkout/ps_1'),
    await server.inject('/checkout/ps_1'),
  ]
  const nonce = /nonce="([^"]+)"/.exec(first.body)?.[1] ?? ''
  assert.ok(nonce.length >= 22)
  assert.ok(policyOf(first.headers).includes(`script-src 'self' 'nonce-${nonce}'`))
  assert.ok(!second.body.includes(nonce))
  assert.ok(!first.body.includes('__CSP_NONCE__'))
})

test('the outbox alone shows looks that stand in attributes, and is there only where it was asked for', async () => {
  const attributes = /style-src-attr 'unsafe-inline'/
  assert.match(policyOf((await server.inject('/outbox')).headers), attributes)
  for (const path of ['/', '/checkout/ps_1', '/p/pl_1']) {
    assert.doesNotMatch(policyOf((await server.inject(path)).headers), attributes)
  }
  const live = fastify()
  await pages(live, { dist, ...options })
  assert.equal((await live.inject('/outbox')).statusCode, 404)
  await live.close()
})

test('no page is framed unless its policy names the origin', async () => {
  for (const path of ['/', '/outbox', '/checkout/other', '/p/other']) {
    const { headers } = await server.inject(path)
    assert.match(policyOf(headers), /frame-ancestors 'none'$/)
    assert.equal(headers['x-frame-options'], 'DENY')
  }
  for (const path of ['/checkout/framed', '/p/framed']) {
    const { headers } = await server.inject(path)
    assert.match(policyOf(headers), /frame-ancestors https:\/\/shop\.example$/)
    assert.equal(headers['x-frame-options'], undefined)
  }
})

test('a page that may open windows keeps them, and the others share nothing with who opened them', async () => {
  const openers = async (path: string) =>
    (await server.inject(path)).headers['cross-origin-opener-policy']
  assert.equal(await openers('/'), 'same-origin')
  assert.equal(await openers('/outbox'), 'same-origin')
  assert.equal(await openers('/checkout/ps_1'), 'same-origin-allow-popups')
  assert.equal(await openers('/p/pl_1'), 'same-origin-allow-popups')
})

test('the page that frames is known by its origin, and only where there is a frame', async () => {
  const framedBy = async (headers: Record<string, string>) => {
    const { body } = await server.inject({ url: '/p/framed', headers })
    return JSON.parse(/id="page-data"[^>]*>(.*?)<\/script>/.exec(body)?.[1] ?? '').framedBy
  }
  const referer = 'https://shop.example/account?id=1'
  for (const dest of ['iframe', 'frame', 'object', 'embed']) {
    assert.equal(await framedBy({ 'sec-fetch-dest': dest, referer }), 'https://shop.example')
  }
  assert.equal(await framedBy({ 'sec-fetch-dest': 'document', referer }), undefined)
  assert.equal(await framedBy({ referer }), undefined)
  assert.equal(await framedBy({ 'sec-fetch-dest': 'iframe' }), undefined)
})

test('a logo is a picture, kept for good, for our own pages', async () => {
  const { statusCode, headers, body } = await server.inject(`/logos/${'a'.repeat(64)}.png`)
  assert.equal(statusCode, 200)
  assert.equal(body, 'a picture')
  assert.equal(headers['content-type'], 'image/png')
  assert.match(String(headers['cache-control']), /immutable/)
  assert.equal(headers['x-content-type-options'], 'nosniff')
  assert.equal(headers['cross-origin-resource-policy'], 'same-origin')
  for (const file of [`${'b'.repeat(64)}.png`, `${'a'.repeat(64)}.svg`, 'a.png', '..%2Fa.png']) {
    assert.equal((await server.inject(`/logos/${file}`)).statusCode, 404)
  }
})

test('what a page needs of others stands in its policy, and nothing of others stands elsewhere', () => {
  const foreign = {
    scripts: ['https://js.pay.example'],
    frames: ['https://*.js.pay.example'],
    connections: ['https://api.pay.example'],
    payments: ['https://js.pay.example'],
  }
  const document = { page: 'checkout', nonce: 'n', listed: [] } as const
  const paying = documentHeaders({ ...document, foreign })
  const policy = policyOf(paying)
  assert.ok(policy.includes("script-src 'self' 'nonce-n' https://js.pay.example;"))
  assert.ok(policy.includes('frame-src https://*.js.pay.example;'))
  assert.ok(policy.includes("connect-src 'self' https://api.pay.example;"))
  assert.match(paying['permissions-policy'] ?? '', /payment=\(self "https:\/\/js\.pay\.example"\)/)
  const alone = documentHeaders(document)
  assert.doesNotMatch(policyOf(alone), /pay\.example|frame-src|https?:/)
  assert.match(alone['permissions-policy'] ?? '', /payment=\(\)/)
  for (const wrong of [
    '*',
    'https:',
    'http://a.example',
    "'unsafe-eval'",
    'https://a.example; x',
  ]) {
    const forged = { ...foreign, scripts: [wrong] }
    assert.throws(() => documentHeaders({ ...document, foreign: forged }))
  }
})

test('what is not an origin never reaches the policy', async () => {
  const { statusCode, headers } = await server.inject('/p/forged')
  assert.equal(statusCode, 500)
  assert.ok(!policyOf(headers).includes('*'))
})

test('documents are not stored, not sniffed, and name no page that led away from them', async () => {
  const { headers } = await server.inject('/p/prt_1')
  assert.equal(headers['cache-control'], 'no-store')
  assert.equal(headers['referrer-policy'], 'no-referrer')
  assert.equal(headers['x-content-type-options'], 'nosniff')
  assert.match(String(headers['content-type']), /^text\/html/)
})

test('what the page is told cannot end its script or be taken for a pattern', async () => {
  const { body } = await server.inject('/')
  const told = /id="page-data"[^>]*>(.*?)<\/script>/.exec(body)?.[1] ?? ''
  assert.equal(JSON.parse(told).version, '</script><script>alert(1)//$&')
})

test('an asset is kept for good and sent packed to those who can unpack it', async () => {
  const url = '/assets/page-abc.js'
  const packed = await server.inject({ url, headers: { 'accept-encoding': 'gzip, br' } })
  assert.equal(packed.headers['content-encoding'], 'gzip')
  assert.match(String(packed.headers['cache-control']), /immutable/)
  const plain = await server.inject(url)
  assert.equal(plain.body, 'let page = 1')
  assert.equal(plain.headers['content-encoding'], undefined)
  const known = await server.inject({ url, headers: { 'if-none-match': '"page-abc.js"' } })
  assert.equal(known.statusCode, 304)
})

test('nothing outside the built assets can be asked for', async () => {
  for (const path of ['/assets/none.js', '/assets/..%2Fstart.html', '/assets/page-abc.js.gz']) {
    assert.equal((await server.inject(path)).statusCode, 404)
  }
})
