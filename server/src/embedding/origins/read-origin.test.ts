import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readOrigin } from './read-origin.ts'
import { whyNotListed } from './why-not-listed.ts'

/** One case per line: what is sent | what is listed, or why not. */
function table(lines: string): readonly (readonly [string, string])[] {
  return lines
    .trim()
    .split('\n')
    .map((line) => line.split('|').map((part) => part.trim()))
    .map(([sent = '', verdict = '']) => [sent, verdict] as const)
}

function verdictOn(sent: string, mode: 'sandbox' | 'live'): string {
  const read = readOrigin(sent, mode)
  return 'origin' in read ? read.origin : read.code
}

test('an origin is listed as browsers write it', () => {
  for (const [sent, listed] of table(`
    https://shop.example              | https://shop.example
    https://shop.example/             | https://shop.example
    https://shop.example:443          | https://shop.example
    https://shop.example:8443         | https://shop.example:8443
    HTTPS://Shop.EXAMPLE              | https://shop.example
    https://shop.example.             | https://shop.example
    https://shop.example.:8443        | https://shop.example:8443
    https://app.shop.example          | https://app.shop.example
    https://shop-1.example            | https://shop-1.example
    https://me.github.io              | https://me.github.io
    https://shop.co.uk                | https://shop.co.uk
    https://billing.corp.internal     | https://billing.corp.internal
    https://bücher.example            | https://xn--bcher-kva.example
    https://BÜCHER.example            | https://xn--bcher-kva.example
    https://xn--bcher-kva.example     | https://xn--bcher-kva.example
    https://магазин.example           | https://xn--80aairftm.example
    https://東京カフェ.example           | https://xn--hckh0k068j34z.example
    https://localhost:8443            | https://localhost:8443
    http://localhost                  | http://localhost
    http://localhost:3000             | http://localhost:3000
    http://127.0.0.1:5173             | http://127.0.0.1:5173
  `)) {
    assert.equal(verdictOn(sent, 'sandbox'), listed, sent)
  }
})

test('what would let more frame than one site is refused, with the reason', () => {
  for (const [sent, code] of table(`
    *                                 | wildcard
    https://*                         | wildcard
    https://*.shop.example            | wildcard
    https://shop.example:*            | wildcard
    null                              | opaque
    https:                            | scheme
    https://                          | scheme
    data:                             | scheme
    blob:https://shop.example         | invalid
    ftp://shop.example                | scheme
    file:///etc/passwd                | scheme
    javascript:alert(1)               | invalid
    chrome-extension://abcdef         | scheme
    ws://shop.example                 | scheme
    http://shop.example               | insecure
    http://shop.example:3000          | insecure
    http://shop.localhost             | insecure
    http://127.0.0.2                  | insecure
    http://192.168.0.7:3000           | insecure
    http://[::1]:3000                 | ip_address
    https://com                       | public_suffix
    https://co.uk                     | public_suffix
    https://github.io                 | public_suffix
    https://s3.amazonaws.com          | public_suffix
    https://intranet                  | public_suffix
    https://xn--p1ai                  | public_suffix
    https://203.0.113.7               | ip_address
    https://3405803783                | ip_address
    https://0xcb.0x00.0x71.0x07       | ip_address
    https://[2001:db8::1]             | ip_address
    https://0x7f.1                    | ip_address
    http://2130706433                 | ip_address
    https://me@shop.example           | credentials
    https://me:secret@shop.example    | credentials
    https://localhost@evil.example    | credentials
    https://shop.example/checkout     | path
    https://shop.example/../          | path
    https://shop.example?             | path
    https://shop.example?a=1          | path
    https://shop.example#top          | path
    https://shop.example https://evil.example  | invalid
    https://shop.example;script-src   | invalid
    https://shop.example,evil.example | invalid
    https://'self'                    | invalid
    'self'                            | invalid
    shop.example                      | invalid
    //shop.example                    | invalid
    https:shop.example                | invalid
    https:\\\\shop.example              | invalid
    https://shop%2eexample            | invalid
    https://shop_1.example            | invalid
    https://-shop.example             | invalid
    https://shop..example             | invalid
    https://.shop.example             | invalid
    https://shop.example..            | invalid
    https://shop.example:0            | invalid
    https://shop.example:99999        | invalid
    https://раypal.example            | mixed_scripts
    https://xn--ypal-53d8d.example    | mixed_scripts
    https://αpple.example             | mixed_scripts
    text                              | invalid
  `)) {
    assert.equal(verdictOn(sent, 'sandbox'), code, sent)
  }
})

test('one’s own machine is listed in the sandbox alone', () => {
  for (const sent of ['http://localhost:3000', 'http://127.0.0.1', 'https://localhost']) {
    assert.equal(verdictOn(sent, 'live'), 'local_in_live')
  }
  assert.equal(verdictOn('https://shop.example', 'live'), 'https://shop.example')
})

test('whatever is sent, what is listed is an origin, and is read as itself', () => {
  const hosts = fc.oneof(fc.webUrl(), fc.domain(), fc.string({ unit: 'grapheme', maxLength: 30 }))
  const sent = fc.tuple(
    fc.constantFrom('https://', 'http://', 'HTTPS://', ''),
    hosts,
    fc.nat(70000),
  )
  fc.assert(
    fc.property(sent, ([scheme, host, port]) => {
      const read = readOrigin(`${scheme}${host}${port % 2 ? `:${port}` : ''}`, 'sandbox')
      if ('code' in read) return
      assert.match(read.origin, /^https?:\/\/[a-z0-9.-]+(:\d{1,5})?$/)
      assert.equal(new URL(read.origin).origin, read.origin)
      assert.deepEqual(readOrigin(read.origin, 'sandbox'), read)
    }),
    { numRuns: 1000 },
  )
})

test('an origin that is not listed is told the nearest that is', () => {
  const listed = ['https://shop.example', 'https://app.house.example:8443']
  assert.equal(whyNotListed('https://shop.example', listed), undefined)
  for (const [origin, hint] of table(`
    http://shop.example               | https://shop.example is, but the scheme differs.
    https://shop.example:8443         | https://shop.example is, but the port differs.
    https://pay.shop.example          | an entry does not hold for names below it.
    https://house.example             | an entry does not hold for names above it.
    https://evilshop.example          | https://evilshop.example is not listed. Add it
    https://shop.example.evil.example | is not listed. Add it
  `)) {
    const refusal = whyNotListed(origin, listed)
    assert.equal(refusal?.code, 'not_listed')
    assert.ok(refusal?.reason.includes(hint), refusal?.reason)
  }
})
