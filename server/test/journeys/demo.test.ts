import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { play } from '../../demo/play.ts'
import { givenPlatformFee } from '../harness/metered.ts'
import { givenMerchant, product } from '../harness/product.ts'

const it = product()
const folder = mkdtempSync(join(tmpdir(), 'tallystick-demo-test-'))
after(() => rmSync(folder, { recursive: true }))

test('the demo brings a trace from nothing to the books, and a second run charges nothing', async () => {
  it.clock.now = Temporal.Now.instant()
  const merchant = await givenMerchant(it)
  await givenPlatformFee(it, merchant, { percent: '2' })
  await it.http.listen({ port: 0, host: '127.0.0.1' })
  const { port } = it.http.server.address() as AddressInfo
  const file = join(folder, 'trace.csv')
  writeFileSync(
    file,
    'TIMESTAMP,ContextTokens,GeneratedTokens\r\n' +
      '2023-11-16 18:15:46.6805900,4000,1000\r\n' +
      '2023-11-16 18:20:00.0000000,0,500\r\n' +
      '2023-11-16 18:59:59.9999999,2000,0',
  )
  const printed: string[] = []
  const run = () =>
    play({
      client: { url: `http://127.0.0.1:${port}`, key: merchant.key },
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
