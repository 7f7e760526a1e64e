import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { givenLink } from '../../../test/harness/links.ts'
import { givenPages, type Pages, pathOf, show } from '../../../test/harness/pages.ts'
import { call, givenMerchant, givenOrganization, product } from '../../../test/harness/product.ts'
import { givenSeller, type Seller, subscribe } from '../../../test/harness/subscribed.ts'

const it = product({
  arrange: async (of) => {
    pages = await givenPages(of)
  },
})
let pages: Pages
after(() => pages.close())

type Holder = { readonly key: string; readonly organizationId: string }
const add = ({ key, organizationId: id }: Holder, origin: string) =>
  call(it, 'createEmbedOrigin', { key, params: { id }, body: { origin } })
const list = async ({ key, organizationId: id }: Holder) =>
  (await call(it, 'listEmbedOrigins', { key, params: { id } })).body
const check = async ({ key, organizationId: id }: Holder, origin: string) =>
  (await call(it, 'checkEmbedOrigin', { key, params: { id }, body: { origin } })).body
const minuteLater = () => {
  it.clock.now = it.clock.now.add({ minutes: 1 })
}

/** The path and the id of a portal of the merchant. */
async function givenPortal(seller: Seller) {
  const { body } = await subscribe(it, seller)
  const { body: link } = await givenLink(it, seller, { id: body.id, expiresIn: 'P7D' })
  const path = pathOf(link.url)
  return { path, id: path.split('/').at(-1) ?? '', checkout: body.payment?.checkoutUrl as string }
}

/** What a page of that origin is told when it asks about a frame of its own. */
const ask = (id: string, origin: string) =>
  call(it, 'getEmbedPolicy', { params: { id }, headers: { origin } })

test('an origin is listed once, as browsers write it, and deleted', async () => {
  const merchant = await givenMerchant(it)
  const first = await add(merchant, 'HTTPS://Shop.Example:443/')
  assert.equal(first.status, 201)
  assert.deepEqual(first.body, {
    object: 'embedOrigin',
    id: first.body.id,
    origin: 'https://shop.example',
    createdBy: merchant.userId,
    createdAt: it.clock.now.toString(),
  })
  const again = await add(merchant, 'https://shop.example')
  assert.equal(again.status, 200)
  assert.deepEqual(again.body, first.body)
  assert.deepEqual(await list(merchant), { object: 'list', data: [first.body], refusals: [] })

  const { key, organizationId: id } = merchant
  const params = { id, originId: first.body.id }
  assert.equal((await call(it, 'deleteEmbedOrigin', { key, params })).status, 204)
  assert.equal((await call(it, 'deleteEmbedOrigin', { key, params })).status, 404)
  assert.deepEqual((await list(merchant)).data, [])
})

test('what cannot be listed is refused by its field, with a reason, and so is one too many', async () => {
  const merchant = await givenMerchant(it)
  for (const [origin, code] of [
    ['*', 'wildcard'],
    ['https://*.shop.example', 'wildcard'],
    ['https:', 'scheme'],
    ['http://shop.example', 'insecure'],
    ['https://github.io', 'public_suffix'],
    ['https://shop.example/pay', 'path'],
  ]) {
    const { status, body } = await add(merchant, origin ?? '')
    assert.equal(status, 400)
    assert.equal(body.errors[0].field, 'origin')
    assert.equal(body.errors[0].code, code)
    assert.match(body.errors[0].message, /^[A-Z].*\.$/)
  }
  for (let count = 0; count < 50; count += 1) {
    assert.equal((await add(merchant, `https://shop${count}.example`)).status, 201)
  }
  const { status, body } = await add(merchant, 'https://shop50.example')
  assert.equal(status, 400)
  assert.equal(body.errors[0].code, 'too_many')
  assert.equal((await add(merchant, 'https://shop49.example')).status, 200)
  assert.equal((await list(merchant)).data.length, 50)
})

test('a page is framed by exactly the origins that its merchant listed, within a minute', async () => {
  const seller = await givenSeller(it)
  const other = await givenSeller(it)
  const { path } = await givenPortal(seller)
  const { path: foreign } = await givenPortal(other)
  const { body } = await subscribe(it, seller, { prefundAmount: '20' })
  const checkout = pathOf(body.payment.checkoutUrl)
  for (const one of [path, checkout, foreign]) {
    const { frameAncestors, headers } = await show(pages, one)
    assert.equal(frameAncestors, "'none'")
    assert.equal(headers['x-frame-options'], 'DENY')
  }

  const { body: entry } = await add(seller, 'https://shop.example')
  await add(seller, 'http://localhost:3000')
  minuteLater()
  for (const one of [path, checkout]) {
    const { frameAncestors, headers } = await show(pages, one)
    assert.equal(frameAncestors, 'http://localhost:3000 https://shop.example')
    assert.equal(headers['x-frame-options'], undefined)
  }
  assert.equal((await show(pages, foreign)).frameAncestors, "'none'")
  assert.equal((await show(pages, '/')).frameAncestors, "'none'")

  const { key, organizationId: id } = seller
  await call(it, 'deleteEmbedOrigin', { key, params: { id, originId: entry.id } })
  minuteLater()
  assert.equal((await show(pages, path)).frameAncestors, 'http://localhost:3000')
})

test('an address that names nobody’s page may be framed by nobody', async () => {
  for (const path of [
    '/p/pl_00000000000000000000000000000000',
    '/checkout/ps_00000000000000000000000000000000',
    '/p/x',
    `/p/${encodeURIComponent("'; drop table")}`,
  ]) {
    const { frameAncestors, data } = await show(pages, path, 'https://evil.example')
    assert.equal(frameAncestors, "'none'")
    assert.deepEqual(data, {
      branding: { name: '', locale: 'auto', theme: 'auto' },
      mode: 'sandbox',
    })
  }
})

test('the merchant learns which origins were refused, how often and why', async () => {
  const seller = await givenSeller(it)
  const other = await givenSeller(it)
  const { path } = await givenPortal(seller)
  await add(seller, 'https://shop.example')
  for (const origin of [
    'https://pay.shop.example',
    'https://shop.example',
    'http://shop.example',
  ]) {
    minuteLater()
    await show(pages, path, origin)
  }
  minuteLater()
  await show(pages, path, 'https://pay.shop.example')

  const { refusals } = await list(seller)
  assert.deepEqual(refusals, [
    {
      origin: 'https://pay.shop.example',
      code: 'not_listed',
      reason:
        'https://pay.shop.example is not listed. https://shop.example is, but an entry does not hold for names below it. Add it to the embed origins.',
      count: 2,
      lastSeenAt: it.clock.now.toString(),
    },
    {
      origin: 'http://shop.example',
      code: 'insecure',
      reason: 'Over http anybody on the way could change the page: use https://.',
      count: 1,
      lastSeenAt: it.clock.now.subtract({ minutes: 1 }).toString(),
    },
  ])
  assert.deepEqual((await list(other)).refusals, [])

  await add(seller, 'https://pay.shop.example')
  assert.deepEqual(
    (await list(seller)).refusals.map(({ origin }: { origin: string }) => origin),
    ['http://shop.example'],
  )
  it.clock.now = it.clock.now.add({ hours: 24 * 31 })
  assert.deepEqual((await list(seller)).refusals, [])
})

test('a page that is opened for itself, or comes from nowhere, leaves no note', async () => {
  const seller = await givenSeller(it)
  const { path } = await givenPortal(seller)
  await show(pages, path)
  await pages.server.inject({ url: path, headers: { referer: 'https://search.example/?q=x' } })
  await pages.server.inject({ url: path, headers: { 'sec-fetch-dest': 'iframe' } })
  await pages.server.inject({
    url: path,
    headers: { 'sec-fetch-dest': 'iframe', referer: 'not an address' },
  })
  assert.deepEqual((await list(seller)).refusals, [])
})

test('of a page that frames, its origin alone is kept', async () => {
  const seller = await givenSeller(it)
  const { path } = await givenPortal(seller)
  const referer = 'https://ada:secret@evil.example:8443/users/ada?token=1#top'
  await pages.server.inject({ url: path, headers: { 'sec-fetch-dest': 'iframe', referer } })
  const { refusals } = await list(seller)
  assert.equal(refusals[0].origin, 'https://evil.example:8443')
  assert.ok(!JSON.stringify(refusals).includes('ada'))
})

test('a page of another site may ask whether its origin may frame, and is told why not', async () => {
  const seller = await givenSeller(it)
  const { id } = await givenPortal(seller)
  await add(seller, 'https://shop.example')
  const listed = await ask(id, 'https://shop.example')
  assert.equal(listed.headers['access-control-allow-origin'], '*')
  assert.equal(listed.headers['access-control-allow-credentials'], undefined)
  const origin = 'https://shop.example'
  assert.deepEqual(listed.body, { object: 'embedPolicy', origin, allowed: true })

  for (const [asking, code] of [
    ['https://evil.example', 'not_listed'],
    ['https://pay.shop.example', 'not_listed'],
    ['https://shop.example.evil.example', 'not_listed'],
    ['https://evilshop.example', 'not_listed'],
    ['http://shop.example', 'insecure'],
    ['null', 'opaque'],
  ] as const) {
    const { status, body } = await ask(id, asking)
    assert.equal(status, 200)
    assert.equal(body.origin, asking)
    assert.equal(body.allowed, false)
    assert.equal(body.code, code)
    assert.match(body.reason, /\.$/)
  }
  const refused = (await list(seller)).refusals.map(({ origin }: { origin: string }) => origin)
  assert.ok(refused.includes('null') && refused.includes('https://evilshop.example'))
})

test('who asks about no page, or says no origin, is refused where its script can read it', async () => {
  const seller = await givenSeller(it)
  const { id } = await givenPortal(seller)
  const unknown = await ask('pl_00000000000000000000000000000000', 'https://shop.example')
  assert.equal(unknown.status, 404)
  assert.equal(unknown.headers['access-control-allow-origin'], '*')
  const silent = await call(it, 'getEmbedPolicy', { params: { id } })
  assert.equal(silent.status, 400)
  assert.equal(silent.body.errors[0].field, 'Origin')
  const secret = await call(it, 'getPortalSettings', {
    key: seller.key,
    params: { id: seller.organizationId },
    headers: { origin: 'https://shop.example' },
  })
  assert.equal(secret.headers['access-control-allow-origin'], undefined)
})

test('what no browser would say as an origin is answered, and stored nowhere', async () => {
  const seller = await givenSeller(it)
  const { id } = await givenPortal(seller)
  for (const origin of ['<script>', `https://${'x'.repeat(500)}.example`, 'ada@example.com']) {
    assert.equal((await ask(id, origin)).body.allowed, false)
  }
  assert.deepEqual((await list(seller)).refusals, [])
})

test('a flood of refusals stays small', async () => {
  const seller = await givenSeller(it)
  const { path } = await givenPortal(seller)
  for (let count = 0; count < 80; count += 1) {
    await show(pages, path, `https://evil${count}.example`)
  }
  for (let count = 0; count < 5; count += 1) await show(pages, path, 'https://evil1.example')
  const { refusals } = await list(seller)
  assert.ok(refusals.length <= 50 && refusals.length > 10, String(refusals.length))
  for (const { count } of refusals) assert.equal(count, 1)
})

test('an origin can be tried before anybody frames anything, and leaves no note', async () => {
  const seller = await givenSeller(it)
  await add(seller, 'https://shop.example')
  const origin = 'https://shop.example'
  assert.deepEqual(await check(seller, 'HTTPS://SHOP.example/'), {
    object: 'embedOriginCheck',
    origin,
    allowed: true,
  })
  for (const [asked, code] of [
    ['https://pay.shop.example', 'not_listed'],
    ['http://shop.example', 'insecure'],
    ['https://*.shop.example', 'wildcard'],
    ['https://co.uk', 'public_suffix'],
  ]) {
    const { allowed, code: said, reason } = await check(seller, asked ?? '')
    assert.deepEqual([allowed, said], [false, code])
    assert.match(reason, /\.$/)
  }
  assert.deepEqual((await list(seller)).refusals, [])
})

test('origins are the merchant’s own, and who sells nothing has none', async () => {
  const ours = await givenMerchant(it)
  const theirs = await givenMerchant(it)
  const consumer = await givenOrganization(it, 'consumer')
  const { body: entry } = await add(theirs, 'https://shop.example')
  const body = { origin: 'https://shop.example' }
  for (const [name, rest] of [
    ['listEmbedOrigins', {}],
    ['createEmbedOrigin', { body }],
    ['checkEmbedOrigin', { body }],
  ] as const) {
    const params = { id: theirs.organizationId }
    assert.equal((await call(it, name, { key: ours.key, params, ...rest })).status, 404)
    const own = { id: consumer.organizationId }
    assert.equal((await call(it, name, { key: consumer.key, params: own, ...rest })).status, 404)
  }
  for (const id of [ours.organizationId, theirs.organizationId]) {
    const params = { id, originId: entry.id }
    assert.equal((await call(it, 'deleteEmbedOrigin', { key: ours.key, params })).status, 404)
  }
  assert.equal((await list(theirs)).data.length, 1)
})
