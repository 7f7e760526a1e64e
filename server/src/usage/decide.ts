import { assert } from '@tallystick/core/assert.ts'
import type { Entry } from '@tallystick/core/ledger/entry.ts'
import { usageCharged } from '@tallystick/core/ledger/usage-recipes.ts'
import type { Decimal } from '@tallystick/core/money/decimal.ts'
import type { Currency } from '@tallystick/core/money/money.ts'
import { chargeUsage, type UsageCharge } from '@tallystick/core/usage/charge.ts'
import type { Ctx } from '../platform/ctx.ts'
import { newId } from '../platform/ids.ts'
import type { ChargedEvent, Remainder, Verdict } from './event.ts'
import type { Ready } from './price.ts'
import { refusalOf } from './refusal.ts'
import type { NewEvent } from './store.ts'

/** What will be written, and what each event is told. */
export type Decision = {
  /** One per currency in which something moves. */
  readonly entries: readonly { readonly entryId: string; readonly entry: Entry }[]
  readonly events: readonly NewEvent[]
  /** The new consumption of the volumes that were added to. */
  readonly volumes: ReadonlyMap<string, Decimal>
  /** By key. */
  readonly verdicts: ReadonlyMap<string, Verdict>
}

export type Facts = {
  readonly funds: ReadonlyMap<string, ReadonlyMap<string, bigint>>
  readonly feePercent: Decimal
  readonly consumed: ReadonlyMap<string, Decimal>
}

export function decide(ctx: Ctx, ready: ReadonlyMap<string, Ready>, facts: Facts): Decision {
  const byCurrency = Map.groupBy(ready.values(), ({ terms }) => terms.currency)
  const parts = [...byCurrency].map(([currency, group]) =>
    decideCurrency(ctx, { currency, group }, facts),
  )
  return {
    entries: parts.flatMap(({ entries }) => entries),
    events: parts.flatMap(({ events }) => events),
    volumes: new Map(parts.flatMap(({ volumes }) => [...volumes])),
    verdicts: new Map(parts.flatMap(({ verdicts }) => [...verdicts])),
  }
}

type Group = { readonly currency: Currency; readonly group: readonly Ready[] }

function decideCurrency(ctx: Ctx, { currency, group }: Group, facts: Facts): Decision {
  const outcome = chargeUsage({
    events: group.map(({ request }) => request),
    available: facts.funds.get(currency) ?? new Map(),
    volumes: facts.consumed,
    platformFeePercent: facts.feePercent,
  })
  const entryId = newId('entry')
  const entry = usageCharged({ ...outcome, id: entryId, currency })
  // What the reply shows is what the database will keep.
  const createdAt = ctx.now.round({ smallestUnit: 'microsecond', roundingMode: 'floor' })
  const events: NewEvent[] = []
  const verdicts = new Map<string, Verdict>()
  for (const [at, one] of group.entries()) {
    const result = outcome.events[at]
    assert(result, 'every event has its outcome')
    if ('refused' in result) {
      verdicts.set(result.key, refusalOf(result.refused, one))
      continue
    }
    const event = chargedEvent(one, result.charged, { entryId, createdAt })
    events.push({ ...event, key: result.key, propertyNets: result.charged.propertyNets })
    verdicts.set(result.key, event)
  }
  return { entries: entry ? [{ entryId, entry }] : [], events, volumes: outcome.volumes, verdicts }
}

type Booking = { readonly entryId: string; readonly createdAt: Temporal.Instant }

function chargedEvent(
  { arrival, terms }: Ready,
  { price, tax, fee, total }: UsageCharge,
  { entryId, createdAt }: Booking,
): ChargedEvent {
  const { input, usedAt } = arrival
  assert(usedAt, 'an event that was priced has its moment')
  return {
    id: newId('usageEvent'),
    merchantId: input.merchantId,
    customerId: terms.customerId,
    consumerId: terms.consumerId,
    subscriptionId: terms.subscriptionId,
    usedAt,
    createdAt,
    currency: terms.currency,
    price,
    tax,
    fee,
    entryId: total > 0n ? entryId : undefined,
    properties: input.properties.map(({ billableMetricId, quantity }) => ({
      metricId: billableMetricId,
      quantity,
    })),
    remainder: remainderOf(arrival.input),
  }
}

function remainderOf({
  idempotencyKey,
  metadata,
  properties,
}: Ready['arrival']['input']): Remainder {
  const supplied = properties.map(({ price }) => price)
  return {
    idempotencyKey,
    metadata,
    suppliedPrices: supplied.some((price) => price !== undefined) ? supplied : undefined,
  }
}
