import type { Decimal } from '@tallystick/core/money/decimal.ts'
import { feeTermsOf } from '../access/fee-terms.ts'
import { type Clocks, holdTimesOf } from '../clocks/hold-times-of.ts'
import { lockFunds } from '../ledger/funds.ts'
import { postAs } from '../ledger/post.ts'
import { distinctMetrics, recordReadings } from '../metering/record-readings.ts'
import type { Ctx } from '../platform/ctx.ts'
import { keepPlans } from '../platform/db/planned.ts'
import { newId } from '../platform/ids.ts'
import { type InstantTerms, instantTermsOf } from '../subscriptions/instant-terms.ts'
import type { Arrival } from './arrival.ts'
import type { Decision } from './decide.ts'
import type { Volume } from './price.ts'
import { findKeys, insertEvents } from './store.ts'
import { setVolumes } from './volume-store.ts'

/** All that the decision needs, read in one round trip. */
export type Known = {
  readonly terms: ReadonlyMap<string, readonly InstantTerms[]>
  /** Nanos by currency and customer; locked. */
  readonly funds: ReadonlyMap<string, ReadonlyMap<string, bigint>>
  readonly feePercent: Decimal
  /** The test clocks of those customers who live by one. */
  readonly clocks: Clocks
  /** Keys that are in use, and the event of each. */
  readonly taken: ReadonlyMap<string, string>
  /** Metrics whose meters count different values. */
  readonly distinct: ReadonlySet<string>
}

export async function gather(ctx: Ctx, arrivals: readonly Arrival[]): Promise<Known> {
  const customerIds = [...new Set(arrivals.map(({ input }) => input.customerId))]
  const keys = [...new Set(arrivals.map(({ key }) => key))]
  const metricIds = new Set(
    arrivals.flatMap(({ input }) => input.properties.map((one) => one.billableMetricId)),
  )
  // Clocks before anything else, as everywhere. All accounts before any key: who waits here for the funds of a customer sees the keys of whom it waited for.
  const [, clocks, funds, taken, terms, { percent }, distinct] = await Promise.all([
    keepPlans(ctx.db),
    holdTimesOf(ctx, customerIds),
    lockFunds(ctx, customerIds),
    findKeys(ctx, keys),
    instantTermsOf(ctx, customerIds),
    feeTermsOf(ctx),
    distinctMetrics(ctx, [...metricIds]),
  ])
  return { clocks, funds, taken, terms, feePercent: percent, distinct }
}

type Places = Pick<Known, 'distinct'> & { readonly volumes: ReadonlyMap<string, Volume> }

/** Writes the decision, in one round trip. */
export async function apply(
  ctx: Ctx,
  { entries, events, volumes }: Decision,
  { volumes: places, distinct }: Places,
): Promise<void> {
  if (events.length === 0) return
  await Promise.all([
    ...entries.map((booking) => postAs(ctx, booking, { fundsAreOpen: true })),
    insertEvents(ctx, newId('event'), events),
    recordReadings(ctx, events, distinct),
    setVolumes(ctx, volumes, places),
  ])
}
