import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { product } from '../harness/product.ts'
import { givenSeller } from '../harness/subscribed.ts'
import { stage } from './stage.ts'

let address = ''
const it = product({
  async arrange({ http }) {
    await http.listen({ port: 0, host: '127.0.0.1' })
    address = `http://127.0.0.1:${(http.server.address() as AddressInfo).port}`
  },
})
const folder = mkdtempSync(join(tmpdir(), 'tallystick-import-test-'))
after(() => rmSync(folder, { recursive: true }))

const main = join(import.meta.dirname, '../../src/main.ts')

/** The command as a person calls it. */
async function tallystick(key: string, args: readonly string[]) {
  const env = { PATH: process.env['PATH'], TALLY_URL: address, TALLY_KEY: key }
  const child = spawn(process.execPath, [main, 'usage', 'import', ...args], { env })
  const said: string[] = []
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text) => said.push(`${text}`))
  const code = await new Promise((resolve) => child.on('close', resolve))
  return { code, text: said.join('') }
}

test('a file is charged once however often it is imported, and not at all while a line is bad', async () => {
  const merchant = await givenSeller(it)
  const play = stage(it, merchant)
  const subscribed = await play.subscribes('10.00')
  await play.pays(await play.opens(subscribed), 'succeeds')
  const { customerId } = subscribed
  const file = join(folder, 'usage.csv')
  const times = [1, 2, 3].map((hours) => it.clock.now.add({ hours }).toString())
  writeFileSync(
    file,
    `when,who,units\r\n${times[0]},${customerId},100\r\n${times[1]},${customerId},many\r\n${times[2]},${customerId},50`,
  )
  const columns = ['--timestamp-column', 'when', '--customer-column', 'who']
  const args = [file, ...columns, '--metric', `units=${merchant.billableMetricId}`]

  const refused = await tallystick(merchant.key, args)
  assert.equal(refused.code, 1)
  assert.match(refused.text, /1 bad line:\n {2}line 3 has no whole number in "units"/)
  assert.equal(await play.funds(subscribed), '10.00')

  const first = await tallystick(merchant.key, [...args, '--skip-bad'])
  assert.equal(first.code, 0, first.text)
  assert.match(
    first.text,
    /New +2\nKnown already +0\nFailed +0\nLeft out as bad +1\nCharged +1\.50 USD/,
  )
  const second = await tallystick(merchant.key, [...args, '--skip-bad'])
  assert.equal(second.code, 0)
  assert.match(second.text, /New +0\nKnown already +2\n/)
  assert.equal(await play.funds(subscribed), '8.50')

  const rest = await tallystick(merchant.key, [
    ...args,
    '--skip-bad',
    '--key-prefix',
    'a',
    '--from-line',
    '4',
  ])
  assert.equal(rest.code, 0)
  writeFileSync(file, `when,who,units\n${times[0]},${customerId},900\n`)
  const poor = await tallystick(merchant.key, [...args, '--key-prefix', 'b'])
  assert.equal(poor.code, 1)
  assert.match(poor.text, /line 2: INSUFFICIENT_FUNDS/)
})
