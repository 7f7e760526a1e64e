import { assert } from '@tallystick/core/assert.ts'
import type { Ctx } from '../platform/ctx.ts'
import { atTime } from '../platform/due/time.ts'
import { Problem } from '../platform/problem.ts'
import { type Arrival, arrivalOf, type UsageInput } from './arrival.ts'
import { decide } from './decide.ts'
import type { Verdict } from './event.ts'
import { apply, gather, type Known } from './gather.ts'
import { priceable, type Ready } from './price.ts'
import { findEvents } from './store.ts'
import { lockVolumes } from './volume-store.ts'

/**
 * Charges events in the order given, one verdict each. What does not fit fails alone. An event whose idempotency key is
 * taken, by an earlier one of this list or long ago, gets the verdict of the first.
 */
export async function chargeEvents(
  ctx: Ctx,
  inputs: readonly UsageInput[],
): Promise<readonly Verdict[]> {
  const arrivals = inputs.map((input) => arrivalOf(ctx, input))
  const known = await gather(ctx, arrivals)
  return known.clocks.size > 0
    ? chargeByClock(ctx, arrivals, known.clocks)
    : chargeAtOneTime(ctx, arrivals, known)
}

/**
 * One clock after the other: what happens at different times is not one booking. Everything is locked already, in the
 * order of those who have no clocks.
 */
async function chargeByClock(
  ctx: Ctx,
  arrivals: readonly Arrival[],
  clocks: Known['clocks'],
): Promise<readonly Verdict[]> {
  const verdicts = new Map<Arrival, Verdict>()
  // A key that is repeated belongs to the clock of the first.
  const firsts = new Map(arrivals.toReversed().map(({ key, input }) => [key, input.customerId]))
  const clockOf = ({ key }: Arrival) => clocks.get(firsts.get(key) ?? '')
  for (const [clock, group] of Map.groupBy(arrivals, clockOf)) {
    const { showsAt: now = ctx.realNow, testClockId } = clock ?? {}
    const timed = atTime(ctx, { now, testClockId, lane: undefined })
    const decided = await chargeAtOneTime(timed, group, await gather(timed, group))
    for (const [at, verdict] of decided.entries()) verdicts.set(group[at] as Arrival, verdict)
  }
  return arrivals.map((arrival) => {
    const verdict = verdicts.get(arrival)
    assert(verdict, 'every event has its verdict')
    return verdict
  })
}

async function chargeAtOneTime(
  ctx: Ctx,
  arrivals: readonly Arrival[],
  known: Known,
): Promise<readonly Verdict[]> {
  const { ready, refused } = sort(ctx, arrivals, known)
  const volumes = new Map([...ready.values()].flatMap(({ volumes }) => [...volumes]))
  const consumed = await lockVolumes(ctx, volumes)

  const decision = decide(ctx, ready, { ...known, consumed })

  await apply(ctx, decision, { volumes, distinct: known.distinct })
  const earlier = await findEvents(ctx, [...known.taken.values()])
  const earlierById = new Map(earlier.map((event) => [event.id, event]))
  return arrivals.map(({ key }, at) => {
    const verdict =
      refused.get(at) ?? earlierById.get(known.taken.get(key) ?? '') ?? decision.verdicts.get(key)
    assert(verdict, 'every event has its verdict')
    return verdict
  })
}

/** New events by their key, in order, and by their place those that nothing can be charged for. */
function sort(ctx: Ctx, arrivals: readonly Arrival[], { taken, terms }: Known) {
  const ready = new Map<string, Ready>()
  const refused = new Map<number, Problem>()
  for (const [at, arrival] of arrivals.entries()) {
    const { key, input } = arrival
    if (taken.has(key) || ready.has(key)) continue
    const priced = priceable(ctx, arrival, terms.get(input.customerId) ?? [])
    if (priced instanceof Problem) refused.set(at, priced)
    else ready.set(key, priced)
  }
  return { ready, refused }
}
