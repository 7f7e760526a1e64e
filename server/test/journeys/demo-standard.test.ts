import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { playStandard } from '../../demo/standard.ts'
import { givenMerchant, product } from '../harness/product.ts'

const it = product()
const folder = mkdtempSync(join(tmpdir(), 'tallystick-demo-test-'))
after(() => rmSync(folder, { recursive: true }))

test('the demo bills a month by invoice: tokens of the trace rounded once per line, and the next month', async () => {
  const merchant = await givenMerchant(it)
  await it.http.listen({ port: 0, host: '127.0.0.1' })
  const { port } = it.http.server.address() as AddressInfo
  const file = join(folder, 'trace.csv')
  // In all 22,361,870 and 4,088,665 tokens: 55.904675 and 40.88665.
  writeFileSync(
    file,
    'TIMESTAMP,ContextTokens,GeneratedTokens\r\n' +
      '2023-11-16 18:15:46.6805900,22000000,1\r\n' +
      '2023-11-16 18:59:59.9999999,361869,4088664\r\n' +
      '2023-11-16 19:20:00.0000000,1,0',
  )
  const pdf = join(folder, 'invoice.pdf')
  const printed: string[] = []
  const { invoice, content } = await playStandard({
    client: { url: `http://127.0.0.1:${port}`, key: merchant.key },
    ...{ file, pdf, prefix: 'month' },
    print: (text) => void printed.push(text),
  })

  assert.ok(content)
  assert.equal(invoice.status, 'ISSUED')
  assert.deepEqual(
    invoice.lineItems?.lineItems
      .map(({ invoiceDisplayName, totalPrice }) => `${invoiceDisplayName} ${totalPrice}`)
      .sort(),
    ['Base fee 49.00', 'Context tokens 55.90', 'Generated tokens 40.89'],
  )
  assert.equal(invoice.grandTotal, '145.79')
  assert.match(readFileSync(pdf, 'latin1'), /^%PDF-/)
  const text = printed.join('')
  assert.match(text, /Events +3\n/)
  assert.match(text, /Explanation +computed again from the snapshot, every figure the same\n/)
  assert.match(text, /Context tokens +meter .* 55\.904675 → +55\.90\n/)
  assert.match(text, /Generated tokens +meter .* 40\.88665 → +40\.89\n/)
})
