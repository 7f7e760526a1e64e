import assert from 'node:assert/strict'
import { once } from 'node:events'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { UsageEvent } from '@tallystick/contract/usage.ts'
import type { Static } from 'typebox'
import {
  becomesActive,
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
import { type Account, batchSize, keysOf, makeReporter, type Reporter } from './reporter.ts'

const kills = 10
let place: Awaited<ReturnType<typeof temporaryPlace>>
let program: Program
let scene: Scene
let offer: Offer

before(async () => {
  place = await temporaryPlace()
  program = await startProgram(place)
  scene = await enter({ url: program.url, key: program.keys.merchantKey, tries: 1 }, 'crash')
  offer = await createOffer(scene)
})

after(async () => {
  if (program) await stopProgram(program)
  await place?.remove()
})

test('what was acknowledged survives ten times kill -9 of the server, charged once', () =>
  survives('server', async () => {
    program.process.kill('SIGKILL')
    if (!hasEnded(program.process)) await once(program.process, 'exit')
    program = await startProgram(place)
  }))

test('what was acknowledged survives ten times kill -9 of PostgreSQL, charged once', () =>
  survives('postgres', async () => {
    const { pid } = readLockFile(`${place.dataDir}/postgres`) ?? {}
    assert.ok(pid)
    process.kill(pid, 'SIGKILL')
    await answersAgain()
  }))

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
  return { client: scene.client, merchantId: scene.merchantId, customerId, metricIds }
}

async function survives(name: string, killAndReturn: () => Promise<void>): Promise<void> {
  const account = await givenSubscriber(name)
  const reporter = makeReporter(account)
  const { funds } = await readBooks(scene, account.customerId)
  const checked = new Set<number>()
  for (let kill = 1; kill <= kills; kill += 1) {
    const before = reporter.acknowledged.size
    const { stop, ended } = reporter.report()
    await someAcknowledged(reporter, before)
    // Not always in the same moment of a batch.
    await sleep(Math.random() * 60)
    await killAndReturn()
    stop()
    await ended
    await assertKept(reporter, { checked, kill })
  }
  const recorded = await recordedEvents(account)
  assertOnce(recorded, { account, reporter })
  const charged = recorded.reduce((sum, { billing }) => sum + BigInt(billing?.totalAmount ?? 0), 0n)
  const left = (await readBooks(scene, account.customerId)).funds
  assert.equal(funds - left, charged, 'the funds went down by what the events cost')
  const { content, text } = await askDoctor(place)
  assert.ok(content, text)
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
