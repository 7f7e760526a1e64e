import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import fastify, { type FastifyInstance } from 'fastify'
import { type PagesOptions, pages } from './pages.ts'

const ancestors: Readonly<Record<string, readonly string[]>> = {
  framed: ['https://shop.example'],
  forged: ["'self'; script-src *"],
}
const options: Omit<PagesOptions, 'dist'> = {
  policyOf: async ({ page, id, framedBy }) => ({
    frameAncestors: (page === 'portal' && ancestors[id]) || [],
    data: { version: '</script><script>alert(1)//$&', framedBy },
  }),
  logoOf: async (hash) => (hash === 'a'.repeat(64) ? Buffer.from('a picture') : undefined),
}

let dist: string
let server: FastifyInstance

before(async () => {
  dist = await mkdtemp(join(tmpdir(), 'pages-'))
  await mkdir(join(dist, 'assets'))
  const data = '<script type="application/json" id="page-data" nonce="__CSP_NONCE__"></script>'
  for (const page of ['start', 'checkout', 'portal', 'outbox']) {
    await writeFile(join(dist, `${page}.html`), `<title>${page}</title>${data}`)
  }
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
  for (const path of ['/', '/checkout/framed', '/p/other']) {
    const { headers } = await server.inject(path)
    assert.match(policyOf(headers), /frame-ancestors 'none'$/)
    assert.equal(headers['x-frame-options'], 'DENY')
  }
  const { headers } = await server.inject('/p/framed')
  assert.match(policyOf(headers), /frame-ancestors https:\/\/shop\.example$/)
  assert.equal(headers['x-frame-options'], undefined)
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
