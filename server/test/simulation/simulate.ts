import { setTimeout as sleep } from 'node:timers/promises'
import { sandboxCards } from '@tallystick/contract/sandbox-cards.ts'
import {
  askDoctor,
  hasEnded,
  type Place,
  type Program,
  startProgram,
  stopProgram,
  temporaryPlace,
} from '../../demo/program.ts'
import { ask, type Client, Refused } from '../../src/commands/usage-import/client.ts'
import { type Chance, chanceOf } from './chance.ts'
import { compareInvoices } from './compare.ts'
import type { ModelEvent } from './model-meter.ts'
import { approveDrafts, comparePayments, payWhatIsOwed } from './money.ts'
import { offerOf } from './offer.ts'
import {
  createPlan,
  eventBody,
  eventTypeOf,
  type Plan,
  type Subscriber,
  subscribe,
  type World,
} from './world.ts'

type Print = (text: string) => void
export type Simulation = { readonly seed: number; readonly steps: number; readonly print: Print }

type Clock = { readonly id: string; readonly currentTime: string }

type Run = {
  readonly world: World
  readonly chance: Chance
  /** Absent where nothing is killed. */
  readonly house?: House
  readonly counts: Map<string, number>
}

type House = { readonly place: Place; program: Program }

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/**
 * A seeded life of a small merchant on the real program: customers come and go, events arrive twice, late and out of
 * order, time jumps, cards fail, and processes are killed. At the end every invoice must say what the model computes
 * from the raw events, and the doctor must be content. Answers what differs: nothing, if all is well.
 */
export async function simulate({ seed, steps, print }: Simulation): Promise<readonly string[]> {
  const place = await temporaryPlace()
  const house = { place, program: await startProgram(place) }
  try {
    const differences = await live(await begin(clientOf(house.program), seed, house), {
      seed,
      steps,
      print,
    })
    const { content, text } = await askDoctor(place)
    return content ? differences : [...differences, text]
  } finally {
    await stopProgram(house.program)
    await place.remove()
  }
}

type Calm = { readonly seeds: readonly number[]; readonly steps: number; readonly print: Print }

/** Several lives at one merchant of one installation, in which no process is killed. */
export async function simulateCalmly({ seeds, steps, print }: Calm): Promise<readonly string[]> {
  const place = await temporaryPlace()
  const program = await startProgram(place)
  const differences: string[] = []
  try {
    for (const seed of seeds) {
      const run = await begin(clientOf(program), seed)
      differences.push(...(await live(run, { seed, steps, print })))
    }
    const { content, text } = await askDoctor(place)
    return content ? differences : [...differences, text]
  } finally {
    await stopProgram(program)
    await place.remove()
  }
}

async function live(run: Run, { seed, steps, print }: Simulation): Promise<readonly string[]> {
  for (let step = 0; step < steps; step += 1) await act(run)
  for (const clock of run.world.clocks) await advance(run, clock, 70 * dayMs)
  await approveDrafts(run.world)
  const differences = await compareInvoices(run.world, {
    timeOf: (id) => timeOf(run, id),
    count: (what, times) => count(run, what, times),
  })
  await payWhatIsOwed(run.world)
  differences.push(...(await comparePayments(run.world)))
  const counts = [...run.counts].map(([what, times]) => `${times} ${what}`).sort()
  print(`  seed ${seed}: ${counts.join(', ')}\n`)
  return differences.map((text) => `seed ${seed}: ${text}`)
}

/** Where calendars are at their worst, and where they are not. */
const beginnings = [
  '2031-01-31T10:20:30.456Z',
  '2032-01-30T23:59:59.999Z',
  '2031-08-31T00:00:00.000Z',
  '2031-05-10T12:00:00.001Z',
]

async function begin(client: Client, seed: number, house?: House): Promise<Run> {
  const chance = chanceOf(seed)
  const keys = await ask<{ data: { organizationId: string }[] }>(client, 'GET /v0/apiKeys')
  const owner = { client, merchantId: keys.data[0]?.organizationId ?? '', prefix: `s${seed}` }
  const plans: Plan[] = []
  for (const number of [1, 2, 3]) {
    plans.push(await createPlan(owner, offerOf(chance, eventTypeOf(owner)), number))
  }
  const clocks: string[] = []
  for (const name of ['first', 'second']) {
    const body = { name, currentTime: chance.pick(beginnings) }
    clocks.push((await ask<Clock>(client, 'POST /v0/testClocks', { body })).id)
  }
  const world = { ...owner, plans, clocks, subscribers: [] }
  return { world, chance, ...(house && { house }), counts: new Map() }
}

const clientOf = ({ url, keys }: Program): Client => ({ url, key: keys.merchantKey, tries: 12 })

const acts = [
  [10, sendEvents],
  [5, jump],
  [2, welcome],
  [1, leave],
  [1, crash],
] as const

async function act(run: Run): Promise<void> {
  const { chance, world } = run
  if (world.subscribers.length === 0) return welcome(run)
  const weights = acts.flatMap(([weight, what]) => Array.from({ length: weight }, () => what))
  return chance.pick(weights)(run)
}

function count({ counts }: Run, what: string, times = 1): void {
  counts.set(what, (counts.get(what) ?? 0) + times)
}

async function timeOf({ world }: Run, clockId: string): Promise<number> {
  const { currentTime } = await ask<Clock>(world.client, `GET /v0/testClocks/${clockId}`)
  return Temporal.Instant.from(currentTime).epochMilliseconds
}

const cards = sandboxCards.filter(({ outcome }) =>
  ['succeeds', 'declined_later', 'insufficient_once', 'expired_later'].includes(outcome),
)

async function welcome(run: Run): Promise<void> {
  const { world, chance } = run
  if (world.subscribers.length >= 8) return
  const clockId = chance.pick(world.clocks)
  const now = await timeOf(run, clockId)
  const endingAt = chance.oneIn(3) ? now + dayMs + chance.below(100 * dayMs) : undefined
  const arrival = {
    ...{ clockId, now, endingAt, plan: chance.pick(world.plans) },
    name: `${world.prefix}-customer-${world.subscribers.length}`,
    taxRate: chance.pick([0n, 19_000n, 8_875n]),
    autoCharge: chance.oneIn(2),
    card: chance.pick(cards).number,
  }
  world.subscribers.push(await subscribe(world, arrival))
  count(run, 'customers')
}

async function leave(run: Run): Promise<void> {
  const { world, chance } = run
  const staying = world.subscribers.filter(({ endedAt }) => endedAt === undefined)
  if (staying.length < 2) return
  const subscriber = chance.pick(staying)
  const path = `/v0/subscriptions/${subscriber.subscriptionId}`
  const body = { reason: 'They left.' }
  const ended = await ask<{ terminatedAt: string }>(world.client, `POST ${path}/termination`, {
    body,
    idempotencyKey: `end ${subscriber.subscriptionId}`,
  })
  subscriber.endedAt = Temporal.Instant.from(ended.terminatedAt).epochMilliseconds
  count(run, 'ends')
}

/** New events, some of them late, some sent before; all of them in one request, or the same request twice at once. */
async function sendEvents(run: Run): Promise<void> {
  const { world, chance } = run
  const subscriber = chance.pick(world.subscribers)
  const receivedAt = await timeOf(run, subscriber.clockId)
  const batch = Array.from({ length: 1 + chance.below(12) }, (_, at) =>
    eventFor(run, { subscriber, receivedAt, at }),
  )
  const body = batch.map((event) => eventBody(subscriber, event))
  const send = () => ask(world.client, 'POST /v0/events', { body, repeatable: true })
  await Promise.all(chance.oneIn(4) ? [send(), send()] : [send()])
  subscriber.events.push(...batch)
  count(run, 'events', batch.length)
}

type Sending = {
  readonly subscriber: Subscriber
  readonly receivedAt: number
  readonly at: number
}

function eventFor({ chance, world }: Run, { subscriber, receivedAt, at }: Sending): ModelEvent {
  const { events, customerId } = subscriber
  if (events.length > 0 && chance.oneIn(6)) return chance.pick(events)
  // A few are from before there was a subscription.
  const livedMs = receivedAt - subscriber.startedAt + 6 * hourMs
  const ageMs = chance.oneIn(5) ? chance.below(70) * dayMs : chance.below(3 * 24) * hourMs
  return {
    key: `${customerId} ${events.length} ${at}`,
    eventType: eventTypeOf(world),
    value: BigInt(chance.below(200)),
    at: receivedAt - ((ageMs + chance.below(hourMs)) % livedMs),
    receivedAt,
  }
}

async function jump(run: Run): Promise<void> {
  const { world, chance } = run
  const clockId = chance.pick(world.clocks)
  const ms = chance.pick([hourMs, 6 * hourMs, dayMs, 9 * dayMs, 33 * dayMs]) + chance.below(hourMs)
  const advancing = advance(run, clockId, ms)
  // Now and then the server dies while time passes; the next one goes on from there.
  if (chance.oneIn(5))
    await Promise.all([advancing, sleep(chance.below(120)).then(() => crash(run))])
  else await advancing
  count(run, 'jumps')
}

/** Sends a clock ahead and waits until it shows the time, whoever brings it there. */
async function advance(run: Run, clockId: string, ms: number): Promise<void> {
  const target = (await timeOf(run, clockId)) + ms
  const body = { currentTime: new Date(target).toISOString() }
  while ((await timeOf(run, clockId)) < target) {
    await ask(run.world.client, `PATCH /v0/testClocks/${clockId}`, { body }).catch((error) => {
      // Another one is at it already, or the connection broke: either way it is looked at again.
      if (error instanceof Refused && error.status < 500 && error.status !== 409) throw error
    })
    await sleep(20)
  }
}

/** kill -9, and up again on what is left. */
async function crash(run: Run): Promise<void> {
  const { house } = run
  if (!house) return
  house.program.process.kill('SIGKILL')
  while (!hasEnded(house.program.process)) await sleep(5)
  house.program = await startProgram(house.place)
  count(run, 'kills')
}
