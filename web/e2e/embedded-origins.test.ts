import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { embedAt, openStreet, type Street, shopLink, shopper } from './embedded.ts'
import { ask } from './merchant.ts'

let street: Street

const listed = 'https://shop.example.test'

before(async () => {
  street = await openStreet()
  await ask(street.at, `POST /v0/organizations/${street.at.keys.merchantId}/embedOrigins`, {
    origin: listed,
  })
})

after(() => street?.close())

const script = () => `${street.at.url}/embed.js`

type Refusals = { readonly refusals: readonly { readonly origin: string; readonly code: string }[] }

async function refusals(): Promise<ReadonlyMap<string, string>> {
  const door = `GET /v0/organizations/${street.at.keys.merchantId}/embedOrigins`
  const { refusals } = await ask<Refusals>(street.at, door)
  return new Map(refusals.map(({ origin, code }) => [origin, code]))
}

test('a listed origin over https shows the portal', async () => {
  const visit = await shopper(street)
  await embedAt(visit, { origin: listed }, { link: await shopLink(street), script: script() })
  await visit.frame.getByRole('heading', { level: 1 }).waitFor()
  assert.deepEqual(visit.complaints, [])
  await visit.leave()
})

const strangers = [
  ['an origin that is not listed', 'https://other.example.test', 'not_listed', 'is not listed'],
  ['the listed host over http', 'http://shop.example.test', 'insecure', 'use https'],
  [
    'a sub-domain of a listed host',
    'https://www.shop.example.test',
    'not_listed',
    'names below it',
  ],
  ['a host that looks like a listed one', 'https://shop.examp1e.test', 'not_listed', 'not listed'],
  ['another port of a listed host', 'https://shop.example.test:8443', 'not_listed', 'port differs'],
] as const

for (const [who, origin, code, words] of strangers) {
  test(`${who} shows nothing, is told why, and is named to the merchant`, async () => {
    const visit = await shopper(street)
    await embedAt(visit, { origin }, { link: await shopLink(street), script: script() })
    const place = visit.page.locator('#place')
    await place.getByText(origin).waitFor()
    assert.match(await place.innerText(), new RegExp(`${words}.*embedOrigins`, 's'))
    assert.equal(await visit.page.locator('iframe').count(), 0)
    const told = await visit.page.evaluate('events')
    assert.deepEqual(
      (told as { type: string; code: string }[]).map(({ type, code }) => `${type} ${code}`),
      ['failed origin_refused'],
    )
    assert.ok(visit.complaints.some((text) => text.includes(origin) && text.includes(words)))
    assert.equal((await refusals()).get(origin), code)
    await visit.leave()
  })
}

test('a sandboxed page that hides its origin shows nothing, though its address is listed', async () => {
  const visit = await shopper(street)
  const hiding = { origin: listed, headers: { 'content-security-policy': 'sandbox allow-scripts' } }
  await embedAt(visit, hiding, { link: await shopLink(street), script: script() })
  const place = visit.page.locator('#place')
  await place.getByText('A page in a sandbox that hides its origin cannot be listed.').waitFor()
  assert.equal((await refusals()).get('null'), 'opaque')
  await visit.leave()
})

test('a page whose own policy keeps the frame away is told what to add to it', async () => {
  const visit = await shopper(street)
  const policy = `frame-src 'none'; script-src 'unsafe-inline' ${street.at.url}`
  const strict = { origin: listed, headers: { 'content-security-policy': policy } }
  await embedAt(visit, strict, { link: await shopLink(street), script: script() })
  await visit.page.getByText(`Add: frame-src ${street.at.url}`).waitFor()
  await visit.leave()
})

test('an address that names no page is said so, with a way to try again', async () => {
  const visit = await shopper(street)
  const link = `${street.at.url}/p/pl_${'0'.repeat(32)}#nothing-that-was-ever-a-secret`
  await embedAt(visit, { origin: listed }, { link, script: script() })
  await visit.page.getByText('This could not be shown.').waitFor()
  await visit.page.getByRole('button', { name: 'Try again' }).waitFor()
  assert.ok(visit.complaints.some((text) => /knows no page pl_0+\. Ask your back end/.test(text)))
  await visit.leave()
})
