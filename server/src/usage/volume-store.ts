import { type Decimal, decimalZero, formatDecimal } from '@tallystick/core/money/decimal.ts'
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import { decimalOf } from '../platform/db/amounts.ts'
import type { Volume } from './price.ts'

type Volumes = ReadonlyMap<string, Volume>

/** What each volume has consumed, locked until the end: the next unit's price depends on it. */
export async function lockVolumes(ctx: Ctx, volumes: Volumes): Promise<Map<string, Decimal>> {
  if (volumes.size === 0) return new Map()
  const keys = [...volumes.keys()].toSorted()
  const columns = columnsOf(keys, volumes)
  // Made first, in their order, so that there is a row to lock; the lock is taken in the same order.
  const [, { rows }] = await Promise.all([
    sql`
      insert into tally.volume_counters (merchant_id, subscription_id, price_id, period_start, consumed)
      select ${ctx.organizationId}, v.subscription_id, v.price_id, v.period_start, 0 from ${columns}
      order by v.at on conflict do nothing`.execute(ctx.db),
    sql<{ at: bigint; consumed: string }>`
      select v.at, c.consumed from ${columns} join tally.volume_counters as c
        on c.subscription_id = v.subscription_id and c.price_id = v.price_id and c.period_start = v.period_start
      where c.merchant_id = ${ctx.organizationId} order by v.at for update of c`.execute(ctx.db),
  ])
  return new Map(rows.map(({ at, consumed }) => [keys[Number(at) - 1] ?? '', decimalOf(consumed)]))
}

export async function setVolumes(
  ctx: Ctx,
  consumed: ReadonlyMap<string, Decimal>,
  volumes: Volumes,
): Promise<void> {
  if (consumed.size === 0) return
  const keys = [...consumed.keys()]
  const amounts = keys.map((key) => formatDecimal(consumed.get(key) ?? decimalZero))
  await sql`
    update tally.volume_counters as c set consumed = (${amounts}::numeric[])[v.at]
    from ${columnsOf(keys, volumes)}
    where c.merchant_id = ${ctx.organizationId} and c.subscription_id = v.subscription_id
      and c.price_id = v.price_id and c.period_start = v.period_start`.execute(ctx.db)
}

function columnsOf(keys: readonly string[], volumes: Volumes) {
  const of = (column: (volume: Volume) => string) =>
    keys.map((key) => {
      const volume = volumes.get(key)
      return volume ? column(volume) : null
    })
  return sql`unnest(${of(({ subscriptionId }) => subscriptionId)}::text[],
    ${of(({ priceId }) => priceId)}::text[],
    ${of(({ periodStart }) => periodStart.toString())}::timestamptz[])
    with ordinality as v (subscription_id, price_id, period_start, at)`
}
