import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, test } from 'node:test'
import type { Source } from './file-records.ts'
import { readOptions } from './options.ts'
import { sendUsage } from './send.ts'
import { survey, usageLines } from './survey.ts'
import { type Mapping, readTime } from './usage-line.ts'

const folder = mkdtempSync(join(tmpdir(), 'tallystick-import-'))
after(() => rmSync(folder, { recursive: true }))

function file(content: string, name = 'usage.csv'): Source {
  writeFileSync(join(folder, name), content)
  return { file: join(folder, name), format: name.endsWith('csv') ? 'csv' : 'ndjson' }
}

const mapping: Mapping = {
  customer: { id: 'cus_1' },
  timestampColumn: 'TIME',
  metrics: [
    { column: 'In', metricId: 'bm_in' },
    { column: 'Out', metricId: 'bm_out' },
  ],
}

async function lines(source: Source, of = mapping) {
  const found = []
  for await (const { line, usedAt, properties } of usageLines(source, of)) {
    found.push(`${line} ${usedAt} ${properties.map(({ quantity }) => quantity).join('+')}`)
  }
  return found
}

test('a byte order mark, CR LF, seven decimals, no zone and no last line end are read', async () => {
  const source = file(
    '\uFEFFTIME,In,Out\r\n2023-11-16 18:15:46.6805900,374,44\r\n2023-11-16T18:15:50Z,1,2',
  )
  assert.deepEqual(await lines(source), [
    '2 2023-11-16T18:15:46.68059Z 374+44',
    '3 2023-11-16T18:15:50Z 1+2',
  ])
})

test('lines are numbered as an editor does, blank ones and quoted line ends included', async () => {
  const source = file(
    'TIME,In,Out,Note\r\n\r\n2023-11-16T18:00:00Z,1,1,"a\r\nb"\r\n\r\n2023-11-16T18:00:01Z,2,2,c\r\n',
  )
  assert.deepEqual(await lines(source), [
    '4 2023-11-16T18:00:00Z 1+1',
    '6 2023-11-16T18:00:01Z 2+2',
  ])
})

test('a quantity of zero is left out, and a line of zeros is no usage', async () => {
  const source = file('TIME,In,Out\n2023-11-16 18:00:00,0,7\n2023-11-16 18:00:00,0,0\n')
  assert.deepEqual(await lines(source), ['2 2023-11-16T18:00:00Z 7'])
  assert.equal((await survey(source, mapping)).none, 1)
})

test('bad lines are found with their numbers and reasons', async () => {
  const source = file(
    'TIME,In,Out\nyesterday,1,1\n2023-11-16 18:00:00,1.5,1\n2023-11-16 18:00:00,1\n' +
      '2023-11-16 18:00:00,9007199254740993,1\n2023-11-16 18:00:00,-1,1\n2023-11-16 18:00:00,1,1\n',
  )
  const { usage, bad } = await survey(source, mapping)
  assert.equal(usage, 1)
  assert.deepEqual(bad.first, [
    { line: 2, reason: 'has no time in "TIME"' },
    { line: 3, reason: 'has no whole number in "In"' },
    { line: 4, reason: 'has 2 fields, not 3' },
    { line: 5, reason: 'has no whole number in "In"' },
    { line: 6, reason: 'has no whole number in "In"' },
  ])
})

test('a missing column and a quote that never closes end the reading with one sentence', async () => {
  const missing = survey(file('TIME,In\n2023-11-16 18:00:00,1\n'), mapping)
  await assert.rejects(missing, /^Refusal: The file has no column Out\. It has: TIME, In\.$/)
  const open = survey(file('TIME,In,Out\n2023-11-16 18:00:00,1,"1\n'), mapping)
  await assert.rejects(open, /^Refusal: The file is no CSV: Quote Not Closed.* line 2/)
})

test('numbers of NDJSON are read as they were written, and properties may come as the API takes them', async () => {
  const flat = file(
    '\uFEFF{"TIME":"2023-11-16T18:00:00+01:00","In":9007199254740991,"Out":"3"}\r\n\r\n' +
      '{"TIME":"2023-11-16T18:00:00Z","In":9007199254740992.9,"Out":3}\n{"TIME":\n[1]\n',
    'flat.ndjson',
  )
  assert.deepEqual(await lines(flat), ['1 2023-11-16T17:00:00Z 9007199254740991+3'])
  assert.deepEqual((await survey(flat, mapping)).bad.first, [
    { line: 3, reason: 'has no whole number in "In"' },
    { line: 4, reason: 'is not JSON' },
    { line: 5, reason: 'is not a JSON object' },
  ])
  const own = file(
    '{"who":"cus_7","TIME":"2023-11-16T18:00:00Z","properties":[{"billableMetricId":"bm_1","quantity":4}]}',
    'own.ndjson',
  )
  assert.deepEqual(await lines(own, { ...mapping, customer: { column: 'who' }, metrics: [] }), [
    '1 2023-11-16T18:00:00Z 4',
  ])
})

test('a time needs a date and a clock, and nothing finer than a nanosecond', () => {
  assert.equal(String(readTime('2024-02-29 23:59:59.123456789')), '2024-02-29T23:59:59.123456789Z')
  assert.equal(String(readTime('2024-02-29T23:59:59+0530')), '2024-02-29T18:29:59Z')
  for (const wrong of [
    '',
    'now',
    '2023-02-29T10:00:00Z',
    '2024-01-01',
    '2024-01-01T00:00:00.1234567890Z',
  ]) {
    assert.equal(readTime(wrong), undefined, wrong)
  }
})

test('options that make no sense are refused with what they must be', () => {
  const wrong: [string[], RegExp][] = [
    [[], /Name one file/],
    [['a.txt'], /--format csv or/],
    [['a.csv'], /needs --metric/],
    [['a.csv', '--metric', 'x'], /--metric must be/],
    [['a.ndjson', '--customer', 'x'], /--customer must be/],
    [['a.ndjson', '--batch-size', '1001'], /--batch-size must be .* from 1 to 1000/],
    [['a.ndjson', '--what'], /--what/],
  ]
  for (const [args, message] of wrong) assert.throws(() => readOptions(args), message)
})

let server: Server | undefined
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

type Answer = {
  readonly status: number
  readonly headers?: { [name: string]: string }
  readonly body?: unknown
}
// biome-ignore lint/suspicious/noExplicitAny: what was sent, for the test to look into.
type Event = any

/** An installation that answers what the test says. */
async function answering(answer: (events: Event[], call: number) => Answer) {
  let calls = 0
  server = createServer(async (request, response) => {
    calls += 1
    const { events } = JSON.parse(await bodyOf(request))
    const { status, headers, body } = answer(events, calls)
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(JSON.stringify(body ?? {}))
  })
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part)
  return Buffer.concat(parts).toString()
}

const booked = (events: Event[]) => ({
  successful: events.map((event) => ({ ...event, billing: { currency: 'USD', totalAmount: 3 } })),
  failed: [],
})

const threeLines = () =>
  file('TIME,In,Out\n2023-11-16 18:00:00,1,1\n2023-11-16 18:00:00,2,2\n2023-11-16 18:00:00,3,3\n')

function sending(url: string) {
  return sendUsage(usageLines(threeLines(), mapping), {
    client: { url, key: 'key', tries: 3 },
    merchantId: 'org_1',
    keyPrefix: 'p:',
    run: 'this',
    batchSize: 2,
    inFlight: 1,
  })
}

test('lines go out in batches with keys of prefix and number, again after 429 and 503', async () => {
  const seen: string[] = []
  const url = await answering((events, call) => {
    if (call === 1) return { status: 429, headers: { 'retry-after': '0' } }
    if (call === 3) return { status: 503 }
    seen.push(events.map(({ idempotencyKey }) => idempotencyKey).join())
    return { status: 201, body: booked(events) }
  })
  const sent = await sending(url)
  assert.deepEqual(seen, ['p:2,p:3', 'p:4'])
  assert.equal(sent.fresh, 3)
  assert.deepEqual([...sent.charged], [['USD', 9n]])
  assert.equal(sent.stopped, undefined)
})

test('what an earlier run recorded counts as known, or as failed where it says something else', async () => {
  const url = await answering((events) => {
    const old = events.map((event) => ({ ...event, metadata: { importRun: 'earlier' } }))
    if (old[0].idempotencyKey === 'p:2') old[0].properties[0].quantity = 9
    return { status: 201, body: booked(old) }
  })
  const sent = await sending(url)
  assert.equal(sent.duplicates, 2)
  assert.deepEqual(
    sent.failed.map(({ line, code }) => [line, code]),
    [[2, 'KEY_TAKEN']],
  )
  assert.equal(sent.charged.size, 0)
})

test('events that fail alone are told by line, and the rest goes on', async () => {
  const url = await answering(([first, ...rest]) => ({
    status: 207,
    body: {
      ...booked(rest),
      failed: [
        {
          index: 0,
          idempotencyKey: first.idempotencyKey,
          error: 'No.',
          code: 'INSUFFICIENT_FUNDS',
        },
      ],
    },
  }))
  const sent = await sending(url)
  assert.deepEqual(sent.failed, [
    { line: 2, code: 'INSUFFICIENT_FUNDS', reason: 'No.' },
    { line: 4, code: 'INSUFFICIENT_FUNDS', reason: 'No.' },
  ])
  assert.equal(sent.fresh, 1)
})

test('a refusal that will not pass stops the sending and says where to go on', async () => {
  const url = await answering((events, call) =>
    call === 1
      ? { status: 201, body: booked(events) }
      : { status: 403, body: { code: 'FORBIDDEN', message: 'No.' } },
  )
  const { fresh, stopped } = await sending(url)
  assert.equal(fresh, 2)
  assert.equal(stopped?.resumeFrom, 4)
  assert.match(String(stopped?.cause), /^Refused: No\.$/)
})
