import assert from 'node:assert/strict'
import { once } from 'node:events'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { UsageResponse } from '@tallystick/contract/meters.ts'
import type { UsageEvent } from '@tallystick/contract/usage.ts'
import type { Static } from 'typebox'
import {
  becomesActive,
  create,
  createCustomer,
  createOffer,
  enter,
  type Offer,
  payCheckout,
  readBooks,
  type Scene,
  subscribe,
} from '../../demo/lifecycle.ts'
import {
  askDoctor,
  hasEnded,
  type Program,
  startProgram,
  stopProgram,
  temporaryPlace,
} from '../../demo/program.ts'
import { ask } from '../../src/commands/usage-import/client.ts'
import { readLockFile } from '../../src/platform/embedded/lock-file.ts'
import {
  type Account,
  batchSize,
  eventReporter,
  keysOf,
  type Reporter,
  usageReporter,
} from './reporter.ts'

const kills = 10
let place: Awaited<ReturnType<typeof temporaryPlace>>
let program: Program
let scene: Scene
let offer: Offer
let meteredId: string

before(async () => {
  place = await temporaryPlace()
  program = await startProgram(place)
  scene = await enter({ url: program.url, key: program.keys.merchantKey, tries: 1 }, 'crash')
  offer = await createOffer(scene)
  meteredId = await createMeter(scene)
})

after(async () => {
  if (program) await stopProgram(program)
  await place?.remove()
})

test('what was acknowledged survives ten times kill -9 of the server, charged and counted once', () =>
  survives('server', async () => {
    program.process.kill('SIGKILL')
    if (!hasEnded(program.process)) await once(program.process, 'exit')
    program = await startProgram(place)
  }))

test('what was acknowledged survives ten times kill -9 of PostgreSQL, charged and counted once', () =>
  survives('postgres', async () => {
    const { pid } = readLockFile(`${place.dataDir}/postgres`) ?? {}
    assert.ok(pid)
    process.kill(pid, 'SIGKILL')
    await answersAgain()
  }))

/** A metric that reads events. */
async function createMeter(scene: Scene): Promise<string> {
  const { merchantId } = scene
  const about = { merchantId, name: 'Pages', description: 'Pages that were read' }
  const productId = await create(scene, 'products', about)
  const reading = { eventType: 'crash', valueProperty: '$.quantity', aggregation: 'SUM' }
  return create(scene, 'billableMetrics', { ...about, productId, unit: 'page', ...reading })
}

/** A customer who has paid, and has used nothing yet. */
async function givenSubscriber(name: string): Promise<Account> {
  const customerId = await createCustomer({ ...scene, prefix: name })
  const { planId, metricIds } = offer
  const startedAt = Temporal.Now.instant().subtract({ hours: 1 })
  const wanted = { customerId, planId, startedAt, prefundAmount: '5000.00' }
  const { id, payment } = await subscribe(scene, wanted)
  assert.equal(payment?.status, 'pending')
  await payCheckout(scene.client, payment.checkoutUrl)
  await becomesActive(scene, id)
  return { client: scene.client, merchantId: scene.merchantId, customerId, metricIds, meteredId }
}

async function survives(name: string, killAndReturn: () => Promise<void>): Promise<void> {
  const account = await givenSubscriber(name)
  const reporter = usageReporter(account)
  const reporters = [reporter, eventReporter(account)].map((one) => ({
    reporter: one,
    checked: new Set<number>(),
  }))
  const { funds } = await readBooks(scene, account.customerId)
  for (let kill = 1; kill <= kills; kill += 1) {
    const running = reporters.map(({ reporter: one }) => ({
      ...{ one, before: one.acknowledged.size },
      ...one.report(),
    }))
    for (const { one, before } of running) await someAcknowledged(one, before)
    // Not always in the same moment of a batch.
    await sleep(Math.random() * 60)
    await killAndReturn()
    for (const { stop } of running) stop()
    for (const { ended } of running) await ended
    for (const { reporter: one, checked } of reporters) await assertKept(one, { checked, kill })
  }
  const recorded = await recordedEvents(account)
  assertOnce(recorded, { account, reporter })
  const charged = recorded.reduce((sum, { billing }) => sum + BigInt(billing?.totalAmount ?? 0), 0n)
  const left = (await readBooks(scene, account.customerId)).funds
  assert.equal(funds - left, charged, 'the funds went down by what the events cost')
  for (const [at, id] of [account.metricIds[0], meteredId].entries()) {
    const batches = reporters[at]?.reporter.begun() ?? 0
    assert.equal(await metered(account, id ?? ''), batches * perBatch, 'each event counts once')
  }
  const { content, text } = await askDoctor(place)
  assert.ok(content, text)
}

/** What a batch adds to a meter: 1 to its size. */
const perBatch = (batchSize * (batchSize + 1)) / 2

async function metered({ client, customerId }: Account, metricId: string): Promise<number> {
  const now = Temporal.Now.instant()
  const from = now.subtract({ hours: 1 }).toString()
  const to = now.add({ hours: 1 }).toString()
  const path = `GET /v0/billableMetrics/${metricId}/meter`
  const query = { from, to, subject: customerId }
  return (await ask<Static<typeof UsageResponse>>(client, path, { query })).totalValue
}

async function someAcknowledged({ acknowledged }: Reporter, before: number): Promise<void> {
  const deadline = performance.now() + 10_000
  while (acknowledged.size < before + 3) {
    assert.ok(performance.now() < deadline, 'batches are acknowledged')
    await sleep(2)
  }
}

type Round = { readonly checked: Set<number>; readonly kill: number }

/** An event that was lost would be recorded now, and bear the mark of this second time. */
async function assertKept(reporter: Reporter, { checked, kill }: Round): Promise<void> {
  for (let batch = 1; batch <= reporter.begun(); batch += 1) {
    if (checked.has(batch)) continue
    const marks = await reporter.again(batch)
    assert.equal(marks.length, batchSize)
    if (reporter.acknowledged.has(batch)) {
      const lost = marks.filter((mark) => mark !== 'first').length
      assert.equal(lost, 0, `of batch ${batch}, acknowledged before kill ${kill}, nothing is lost`)
    } else {
      const kinds = new Set(marks)
      assert.equal(
        kinds.size,
        1,
        `batch ${batch}, not acknowledged, is there in full or not at all`,
      )
    }
    checked.add(batch)
  }
}

type Event = Static<typeof UsageEvent>
const pageSize = 100

async function recordedEvents({ client, customerId }: Account): Promise<Event[]> {
  const found: Event[] = []
  const now = Temporal.Now.instant()
  const query = {
    customerId,
    startTime: now.subtract({ hours: 1 }).toString(),
    endTime: now.add({ hours: 1 }).toString(),
    limit: pageSize,
  }
  for (let offset = 0; ; offset += pageSize) {
    const { data } = await ask<{ data: Event[] }>(client, 'GET /v0/usage', {
      query: { ...query, offset },
    })
    found.push(...data)
    if (data.length < pageSize) return found
  }
}

type Told = { readonly account: Account; readonly reporter: Reporter }

function assertOnce(recorded: readonly Event[], { account, reporter }: Told): void {
  const keys = recorded.map(({ idempotencyKey }) => idempotencyKey ?? '')
  assert.equal(new Set(keys).size, keys.length, 'no key is recorded twice')
  const wanted = Array.from({ length: reporter.begun() }, (_, at) => keysOf(account, at + 1)).flat()
  assert.deepEqual(keys.toSorted(), wanted.toSorted())
}

async function answersAgain(): Promise<void> {
  const deadline = performance.now() + 30_000
  let answered = 0
  // The first answers may come from connections that do not know yet that their server is gone.
  while (answered < 3) {
    assert.ok(performance.now() < deadline, 'the server answers again')
    const ok = await enter(scene.client, 'crash').then(
      () => true,
      () => false,
    )
    answered = ok ? answered + 1 : 0
    if (!ok) await sleep(20)
  }
}
