import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { play } from '../../demo/play.ts'
import { playStandard } from '../../demo/standard.ts'
import { givenPlatformFee } from '../harness/metered.ts'
import { givenMerchant, product } from '../harness/product.ts'

const it = product()
const folder = mkdtempSync(join(tmpdir(), 'tallystick-demo-test-'))
after(() => rmSync(folder, { recursive: true }))

/** The product at an address, and a trace of three requests: 6,000 tokens read and 1,500 written. */
async function given() {
  it.clock.now = Temporal.Now.instant()
  const merchant = await givenMerchant(it)
  await givenPlatformFee(it, merchant, { percent: '2' })
  if (!it.http.server.listening) await it.http.listen({ port: 0, host: '127.0.0.1' })
  const { port } = it.http.server.address() as AddressInfo
  const file = join(folder, 'trace.csv')
  writeFileSync(
    file,
    'TIMESTAMP,ContextTokens,GeneratedTokens\r\n' +
      '2023-11-16 18:15:46.6805900,4000,1000\r\n' +
      '2023-11-16 18:20:00.0000000,0,500\r\n' +
      '2023-11-16 18:59:59.9999999,2000,0',
  )
  return { client: { url: `http://127.0.0.1:${port}`, key: merchant.key }, file }
}

test('the demo brings a trace from nothing to the books, and a second run charges nothing', async () => {
  const { client, file } = await given()
  const printed: string[] = []
  const run = () =>
    play({
      client,
      file,
      prefix: 'twice',
      print: (text) => void printed.push(text),
    })

  const first = await run()
  // 4000 and 2000 at 0.0000025, 1000 and 500 at 0.00001.
  assert.equal(first.sent.fresh, 3)
  assert.equal(first.before.funds - first.after.funds, 30_000_000n)
  assert.equal(first.after.merchant, 29_400_000n)
  assert.equal(first.after.platform, 600_000n)
  assert.match(printed.join(''), /Charged +0\.03 USD\n.*Balance left +149\.97 USD\n/)

  const second = await run()
  assert.equal(second.sent.duplicates, 3)
  assert.equal(second.sent.fresh, 0)
  assert.deepEqual(second.after, first.after)
})

test('the demo of billing by period ends in an invoice of its usage and of the month to come, as a PDF', async () => {
  const { client, file } = await given()
  const pdf = join(folder, 'invoice.pdf')
  const printed: string[] = []
  const print = (text: string) => void printed.push(text)
  const { invoice, content } = await playStandard({ client, file, prefix: 'month', pdf, print })
  assert.ok(content, 'the invoice computed again is the same')
  assert.equal(invoice.status, 'ISSUED')
  const lines = invoice.lineItems?.lineItems.map(({ invoiceDisplayName, totalPrice }) => [
    invoiceDisplayName,
    totalPrice,
  ])
  // 6,000 at 0.0000025 is 0.015, and 1,500 at 0.00001 is 0.015: half a cent more than 0.01 each, rounded once per line.
  assert.deepEqual(lines?.toSorted(), [
    ['Base fee', '49.00'],
    ['Context tokens', '0.02'],
    ['Generated tokens', '0.02'],
  ])
  assert.equal(invoice.grandTotal, '49.04')
  assert.equal(readFileSync(pdf).subarray(0, 5).toString(), '%PDF-')
  assert.match(printed.join(''), /Invoice +INV-/)
  assert.match(printed.join(''), /Context tokens +meter .* 0\.015 → +0\.02\n/)
})
