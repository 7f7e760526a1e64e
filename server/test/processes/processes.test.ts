// Real processes on one database: what they do together is what one of each would have done.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { createCustomer } from '../../demo/lifecycle.ts'
import { ask } from '../../src/commands/usage-import/client.ts'
import { type House, openHouse } from './programs.ts'
import { begin, createClock, getClock, liveThrough, readBooks, tell } from './story.ts'
import type { Told } from './told.ts'

let house: House

before(async () => {
  house = await openHouse()
})

after(() => house?.close())

test('two workers and two HTTP processes come to the same books as one of each', async () => {
  const first = await house.start('http')
  await house.start('worker')
  const alone = await tell(house, [first.url], 'alone')
  await liveThrough(alone)
  const books = await readBooks(alone)
  assert.ok(books.size > 20)

  const second = await house.start('http')
  await house.start('worker')
  const together = await tell(house, [first.url, second.url], 'together')
  await liveThrough(together)

  const twice = new Map([...books].map(([name, nanos]) => [name, 2n * nanos]))
  assert.deepEqual(sorted(await readBooks(together)), sorted(twice))
  const { code, text } = await house.doctor()
  assert.equal(code, 0, text)
})

test('a clock arrives though the process that took it along was killed', async () => {
  const [witness, victim] = [await house.start('http'), await house.start('http')]
  await house.start('worker')
  const told = await tell(house, [witness.url], 'killed')
  const clock = await createClock(told)
  const customerId = await givenTopups(told, clock.id, 150)

  const target = '2029-06-20T00:00:00Z'
  const asked = ask(
    { ...told.next(), url: victim.url, tries: 1 },
    `PATCH /v0/testClocks/${clock.id}`,
    {
      body: { currentTime: target },
    },
  ).catch(() => undefined)
  await until(async () => (await getClock(told, clock.id)).currentTime > begin)
  await victim.kill()
  await asked
  assert.notEqual((await getClock(told, clock.id)).currentTime, target)

  await until(async () => (await getClock(told, clock.id)).currentTime === target)
  const statuses = await topupStatuses(told, customerId)
  assert.deepEqual(
    statuses,
    Array.from({ length: 150 }, () => 'cancelled'),
  )
})

/** A customer who lives by the clock, with top-ups that end hour by hour. */
async function givenTopups(told: Told, testClockId: string, count: number): Promise<string> {
  const customerId = await createCustomer(told)
  const planId = await somePlan(told)
  const body = { name: 'Killed', customerId, planId, startedAt: begin, testClockId }
  await ask(told.next(), 'POST /v0/subscriptions', { body })
  for (let hours = 1; hours <= count; hours += 1) {
    const topup = { amount: '5.00', currency: 'USD', expiresIn: `PT${hours}H` }
    await ask(told.next(), `POST /v0/customers/${customerId}/topups`, { body: topup })
  }
  return customerId
}

async function somePlan({ next, merchantId }: Told): Promise<string> {
  const { data } = await ask<{ data: { id: string }[] }>(next(), 'GET /v0/plans', {
    query: { merchantId, limit: 1 },
  })
  return data[0]?.id ?? ''
}

async function topupStatuses({ next }: Told, customerId: string): Promise<string[]> {
  const path = `GET /v0/customers/${customerId}/topups`
  const pages = await Promise.all(
    [0, 100].map((offset) =>
      ask<{ data: { status: string }[] }>(next(), path, { query: { limit: 100, offset } }),
    ),
  )
  return pages.flatMap(({ data }) => data.map(({ status }) => status))
}

const sorted = (books: ReadonlyMap<string, bigint>) =>
  [...books].map(([name, nanos]) => `${name} ${nanos}`).sort()

const patienceMs = 60_000

async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + patienceMs
  while (!(await holds())) {
    assert.ok(performance.now() < deadline, 'what was waited for comes')
    await sleep(10)
  }
}
