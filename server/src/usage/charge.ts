import { assert } from '@tallystick/core/assert.ts'
import type { Ctx } from '../platform/ctx.ts'
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
  const { ready, refused } = sort(ctx, arrivals, known)
  const volumes = new Map([...ready.values()].flatMap(({ volumes }) => [...volumes]))
  const consumed = await lockVolumes(ctx, volumes)

  const decision = decide(ctx, ready, { ...known, consumed })

  await apply(ctx, decision, volumes)
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
