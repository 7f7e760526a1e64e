import {
  askDoctor,
  type Place,
  type Program,
  startProgram,
  stopProgram,
  temporaryPlace,
} from '../../demo/program.ts'
import { ask, type Client } from '../../src/commands/usage-import/client.ts'
import { act, advance, type Clock, count, dayMs, type House, type Run, timeOf } from './acts.ts'
import { chanceOf } from './chance.ts'
import { compareInvoices } from './compare.ts'
import { approveDrafts, comparePayments, payWhatIsOwed } from './money.ts'
import { offerOf } from './offer.ts'
import { createPlan, eventTypeOf, type Plan } from './world.ts'

type Print = (text: string) => void
export type Simulation = { readonly seed: number; readonly steps: number; readonly print: Print }

/**
 * A seeded life of a small merchant on the real program: customers come and go, events arrive twice, late and out of
 * order, time jumps, cards fail, and processes are killed. At the end every invoice must say what the model computes
 * from the raw events, and the doctor must be content. Answers what differs: nothing, if all is well.
 */
export async function simulate({ seed, steps, print }: Simulation): Promise<readonly string[]> {
  const place = await temporaryPlace()
  const house = { place, program: await startProgram(place) }
  try {
    const told = { seed, steps, print }
    const differences = await lifeOrFailure(told, () => begin(clientOf(house.program), seed, house))
    return [...differences, ...(await doctorSays(place, print))]
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
      const told = { seed, steps, print }
      differences.push(...(await lifeOrFailure(told, () => begin(clientOf(program), seed))))
    }
    return [...differences, ...(await doctorSays(place, print))]
  } finally {
    await stopProgram(program)
    await place.remove()
  }
}

async function doctorSays(place: Place, print: Print): Promise<readonly string[]> {
  const { content, text } = await askDoctor(place)
  if (content) return []
  print(`  ${text}\n`)
  return [text]
}

/** A life that breaks off is a difference as well, and can be repeated like any other. */
async function lifeOrFailure(told: Simulation, begun: () => Promise<Run>) {
  const { seed, steps, print } = told
  const again = `npm run simulate -- --seed ${seed} --steps ${steps}`
  print(`  ${again}\n`)
  try {
    return await live(await begun(), told)
  } catch (error) {
    const text = `seed ${seed} broke off: ${error instanceof Error ? error.message : error}`
    print(`    ${text}\n`)
    return [text]
  }
}

async function live(run: Run, { seed, steps, print }: Simulation): Promise<string[]> {
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
  for (const difference of differences) print(`    ${difference}\n`)
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
