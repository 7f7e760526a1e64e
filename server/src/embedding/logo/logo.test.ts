import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { givenLink } from '../../../test/harness/links.ts'
import { givenPages, type Pages, pathOf, show } from '../../../test/harness/pages.ts'
import { call, givenMerchant, givenOrganization, product } from '../../../test/harness/product.ts'
import { givenSeller, subscribe } from '../../../test/harness/subscribed.ts'

const it = product({
  arrange: async (of) => {
    pages = await givenPages(of)
  },
})
let pages: Pages
after(() => pages.close())

type Holder = { readonly key: string; readonly organizationId: string }
const put = ({ key, organizationId: id }: Holder, picture: Uint8Array | string) => {
  const image = typeof picture === 'string' ? picture : Buffer.from(picture).toString('base64')
  return call(it, 'putLogo', { key, params: { id }, body: { image } })
}
const remove = ({ key, organizationId: id }: Holder) =>
  call(it, 'deleteLogo', { key, params: { id } })
const served = (url: string) => pages.server.inject(new URL(url).pathname)

const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 4, background: '#2c6433' } })

/** A PNG by its chunks, for what no honest program writes. */
function png(width: number, height: number, chunks: readonly (readonly [string, Buffer])[]) {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 6, 0, 0, 0], 8)
  const all = [['IHDR', header] as const, ...chunks, ['IEND', Buffer.alloc(0)] as const]
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    ...all.map(([type, content]) => {
      const chunk = Buffer.alloc(12 + content.length)
      chunk.writeUInt32BE(content.length, 0)
      chunk.write(type, 4, 'latin1')
      chunk.set(content, 8)
      chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + content.length)), 8 + content.length)
      return chunk
    }),
  ])
}

test('a logo is stored as a PNG of our own, shown on the pages, and removed again', async () => {
  const seller = await givenSeller(it)
  const { body: subscription } = await subscribe(it, seller)
  const { body: link } = await givenLink(it, seller, { id: subscription.id, expiresIn: 'P1D' })
  for (const format of ['png', 'jpeg', 'webp'] as const) {
    const sent = await plain(300, 100)[format]().toBuffer()
    const { status, body } = await put(seller, sent)
    assert.equal(status, 200, JSON.stringify(body))
    assert.match(body.branding.logoUrl, /\/logos\/[0-9a-f]{64}\.png$/)
    const { statusCode, headers, rawPayload } = await served(body.branding.logoUrl)
    assert.equal(statusCode, 200)
    assert.equal(headers['content-type'], 'image/png')
    assert.equal(headers['x-content-type-options'], 'nosniff')
    assert.match(String(headers['cache-control']), /immutable/)
    const shown = await sharp(rawPayload).metadata()
    assert.deepEqual([shown.format, shown.width, shown.height], ['png', 300, 100])

    it.clock.now = it.clock.now.add({ minutes: 1 })
    const { data } = await show(pages, pathOf(link.url))
    assert.equal(data.branding.logoUrl, new URL(body.branding.logoUrl).pathname)
  }
  const { key, organizationId: id } = seller
  const before = (await call(it, 'getPortalSettings', { key, params: { id } })).body
  assert.equal((await remove(seller)).status, 204)
  assert.equal((await remove(seller)).status, 204)
  assert.equal((await served(before.branding.logoUrl)).statusCode, 404)
  const { body: after } = await call(it, 'getPortalSettings', { key, params: { id } })
  assert.equal(after.branding.logoUrl, undefined)
})

test('nothing is kept of a picture but its pixels, the right way up and no larger than drawn', async () => {
  const merchant = await givenMerchant(it)
  const secret = 'shot-by-ada-at-52.5N'
  const sent = await plain(100, 1200)
    .jpeg()
    .withExif({ IFD0: { Copyright: secret, Orientation: '6' }, IFD3: { GPSLatitude: '52/1' } })
    .toBuffer()
  // Lying on its side it is twelve times as high as wide; turned, twelve times as wide as high.
  assert.equal((await put(merchant, sent)).status, 400)
  const turned = await plain(200, 1600)
    .withMetadata({ orientation: 6, exif: { IFD0: { Copyright: secret } } })
    .jpeg()
    .toBuffer()
  assert.ok(turned.includes(secret))
  const { body } = await put(merchant, Buffer.concat([turned, Buffer.from('<script>1</script>')]))
  const { rawPayload } = await served(body.branding.logoUrl)
  const shown = await sharp(rawPayload).metadata()
  assert.deepEqual([shown.width, shown.height], [640, 80])
  assert.equal(shown.exif, undefined)
  assert.equal(shown.icc, undefined)
  for (const text of [secret, '<script>']) assert.ok(!rawPayload.includes(text))
})

test('of a picture that moves, the first frame is shown', async () => {
  const merchant = await givenMerchant(it)
  const frames = await Promise.all(
    ['#ff0000', '#0000ff'].map((background) =>
      sharp({ create: { width: 64, height: 64, channels: 3, background } })
        .png()
        .toBuffer(),
    ),
  )
  const moving = await sharp(frames, { join: { animated: true } })
    .webp()
    .toBuffer()
  assert.equal((await sharp(moving).metadata()).pages, 2)
  const { body } = await put(merchant, moving)
  const { rawPayload } = await served(body.branding.logoUrl)
  const { data, info } = await sharp(rawPayload).raw().toBuffer({ resolveWithObject: true })
  assert.deepEqual([info.width, info.height], [64, 64])
  assert.ok((data[0] ?? 0) > 200 && (data[2] ?? 255) < 60)
})

const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
const gif = Buffer.from('R0lGODlh//8//yH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==', 'base64')

test('what is no picture of the three kinds is refused, whatever it says it is', async () => {
  const merchant = await givenMerchant(it)
  const good = await plain(64, 64).png().toBuffer()
  const wall = deflateSync(Buffer.alloc(4200 * (4200 * 4 + 1)))
  for (const [why, picture, code] of [
    ['svg', Buffer.from(svg), 'invalid_format'],
    ['svg with a declaration', Buffer.from(`<?xml version="1.0"?>${svg}`), 'invalid_format'],
    ['gif', gif, 'invalid_format'],
    ['html', Buffer.from('<!doctype html>'), 'invalid_format'],
    ['pdf', Buffer.from('%PDF-1.7'), 'invalid_format'],
    ['nothing', Buffer.from([0]), 'invalid_format'],
    ['a picture cut off', good.subarray(0, 60), 'unreadable'],
    ['a header alone', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), 'unreadable'],
    [
      'a svg that begins like a png',
      Buffer.from(`\x89PNG\r\n\x1a\n${svg}`, 'latin1'),
      'unreadable',
    ],
    ['a wall in a small file', png(4200, 4200, [['IDAT', wall]]), 'unreadable'],
    ['an empty wall', png(60_000, 60_000, []), 'unreadable'],
    ['a point', await plain(8, 8).png().toBuffer(), 'out_of_range'],
    ['a thread', await plain(2000, 20).png().toBuffer(), 'out_of_range'],
    ['a mast', await plain(20, 2000).png().toBuffer(), 'out_of_range'],
    ['a wide one', await plain(4200, 600).webp().toBuffer(), 'out_of_range'],
    ['a large file', Buffer.concat([good, Buffer.alloc(512 * 1024)]), 'too_large'],
  ] as const) {
    const { status, body } = await put(merchant, picture)
    assert.equal(status, 400, why)
    assert.deepEqual([body.errors[0].field, body.errors[0].code], ['image', code], why)
  }
  const { key, organizationId: id } = merchant
  const { body } = await call(it, 'getPortalSettings', { key, params: { id } })
  assert.equal(body.branding.logoUrl, undefined)
})

test('what is not base64 is refused before anything is decoded', async () => {
  const merchant = await givenMerchant(it)
  const image = (await plain(64, 64).png().toBuffer()).toString('base64')
  for (const text of [`data:image/png;base64,${image}`, `${image}\n`, `${image}=`, 'é'.repeat(8)]) {
    const { status, body } = await put(merchant, text)
    assert.equal(status, 400)
    assert.equal(body.errors[0].field, 'image')
  }
})

test('a logo is the merchant’s own to change; the same picture of two is there until both remove it', async () => {
  const ours = await givenMerchant(it)
  const theirs = await givenMerchant(it)
  const consumer = await givenOrganization(it, 'consumer')
  const picture = await plain(90, 30).png().toBuffer()
  const { key } = ours
  assert.equal((await put({ ...theirs, key }, picture)).status, 404)
  assert.equal((await remove({ ...theirs, key })).status, 404)
  assert.equal((await put(consumer, picture)).status, 404)

  const { body } = await put(ours, picture)
  assert.deepEqual((await put(theirs, picture)).body.branding, body.branding)
  await remove(ours)
  assert.equal((await served(body.branding.logoUrl)).statusCode, 200)
  await remove(theirs)
  assert.equal((await served(body.branding.logoUrl)).statusCode, 404)
})
