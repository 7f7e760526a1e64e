import { setTimeout as sleep } from 'node:timers/promises'
import { sandboxCards } from '@tallystick/contract/sandbox-cards.ts'
import { hasEnded, type Place, type Program, startProgram } from '../../demo/program.ts'
import { ask, Refused } from '../../src/commands/usage-import/client.ts'
import type { Chance } from './chance.ts'
import type { ModelEvent } from './model-meter.ts'
import { eventBody, eventTypeOf, type Subscriber, subscribe, type World } from './world.ts'

export type Clock = { readonly id: string; readonly currentTime: string }

export type Run = {
  readonly world: World
  readonly chance: Chance
  /** Absent where nothing is killed. */
  readonly house?: House
  readonly counts: Map<string, number>
}

export type House = { readonly place: Place; program: Program }

const hourMs = 3_600_000
export const dayMs = 24 * hourMs

const acts = [
  [10, sendEvents],
  [5, jump],
  [2, welcome],
  [1, leave],
  [1, crash],
] as const

export async function act(run: Run): Promise<void> {
  const { chance, world } = run
  if (world.subscribers.length === 0) return welcome(run)
  const weights = acts.flatMap(([weight, what]) => Array.from({ length: weight }, () => what))
  return chance.pick(weights)(run)
}

export function count({ counts }: Run, what: string, times = 1): void {
  counts.set(what, (counts.get(what) ?? 0) + times)
}

export async function timeOf({ world }: Run, clockId: string): Promise<number> {
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
export async function advance(run: Run, clockId: string, ms: number): Promise<void> {
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
