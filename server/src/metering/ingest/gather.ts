import { type ReportedCustomers, reportedCustomers } from '../../customers/reported-customers.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { bindExternalSubjects } from '../external-subjects.ts'
import { holdMeters, listMetersOf, type Meter } from '../meter-store.ts'
import type { Arrival } from './arrival.ts'
import { findKeys, releaseKeys, takeKeys } from './key-store.ts'

/** What later slices know and events need. */
export type EventPorts = {
  /** The customer of each subscription that exists. */
  readonly customersOfSubscriptions: (
    ctx: Ctx,
    subscriptionIds: readonly string[],
  ) => Promise<ReadonlyMap<string, string>>
}

/** All that the decision needs, read in one round trip but for what is rare. */
export type Known = {
  /** Keys that are these arrivals' own now. */
  readonly fresh: ReadonlySet<string>
  /** The event of each key that was taken before. */
  readonly earlier: ReadonlyMap<string, string>
  readonly meters: ReadonlyMap<string, readonly Meter[]>
  readonly customers: ReportedCustomers
  readonly subscriptions: ReadonlyMap<string, string>
  /** Of external ids that nobody has: what stands for them, 32 hex digits. */
  readonly externalSubjects: ReadonlyMap<string, string>
}

export async function gather(
  ctx: Ctx,
  arrivals: readonly Arrival[],
  ports: EventPorts,
): Promise<Known> {
  const named = namesOf(arrivals)
  const subscriptions =
    named.subscriptionIds.length > 0
      ? await ports.customersOfSubscriptions(ctx, named.subscriptionIds)
      : new Map<string, string>()
  const ids = [...new Set([...named.customerIds, ...subscriptions.values()])]
  const [, taken, meters, found] = await Promise.all([
    holdMeters(ctx),
    takeKeys(ctx, arrivals),
    listMetersOf(ctx, named.types),
    reportedCustomers(ctx, { ids, externalIds: named.externalIds }),
  ])
  const { customers, externalSubjects } = await bindExternalSubjects(ctx, named.externalIds, found)
  return {
    fresh: taken.fresh,
    earlier: await earlierOf(ctx, arrivals, taken),
    meters: Map.groupBy(meters, ({ eventType }) => eventType),
    customers,
    subscriptions,
    externalSubjects,
  }
}

function namesOf(arrivals: readonly Arrival[]) {
  const types = new Set<string>()
  const customerIds = new Set<string>()
  const subscriptionIds = new Set<string>()
  const externalIds = new Set<string>()
  for (const { body } of arrivals) {
    types.add(body.type)
    if (body.subject === undefined) externalIds.add(body.externalSubject ?? '')
    else (body.subject.startsWith('sub_') ? subscriptionIds : customerIds).add(body.subject)
  }
  return {
    types: [...types],
    customerIds: [...customerIds],
    subscriptionIds: [...subscriptionIds],
    externalIds: [...externalIds],
  }
}

/** A key that another process took at this very moment is known only now that it is done. */
async function earlierOf(
  ctx: Ctx,
  arrivals: readonly Arrival[],
  { fresh, earlier }: Awaited<ReturnType<typeof takeKeys>>,
): Promise<ReadonlyMap<string, string>> {
  const lost = arrivals.filter(({ key }) => !fresh.has(key) && !earlier.has(key))
  if (lost.length === 0) return earlier
  await releaseKeys(ctx, lost)
  const late = await findKeys(ctx, [...new Set(lost.map(({ key }) => key))])
  return new Map([...earlier, ...late])
}
