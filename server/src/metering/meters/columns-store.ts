import type { Aggregation } from '@tallystick/core/metering/reading.ts'
import { type RawBuilder, sql } from 'kysely'

/** What an aggregation takes of totals and of readings, and what it makes of many such parts. */
export type Columns = {
  /** Of meter_totals, as t. */
  readonly ofTotal: RawBuilder<unknown>
  /** Of meter_readings, as r, with what one meter read, as x. */
  readonly ofReading: RawBuilder<unknown>
  /** Of parts, as p. Zero where there is none. */
  readonly value: RawBuilder<unknown>
}

const summed = {
  ofTotal: sql`t.sum as amount`,
  ofReading: sql`x.amount`,
}

/** The mean without a rounding in between: half away from zero at 15 digits, by division of whole numbers. */
const mean = sql`sign(sum(p.amount)) * 0.000000000000001
  * div(2 * abs(sum(p.amount)) * 1000000000000000 + sum(p.events), 2 * nullif(sum(p.events), 0))`

export const columnsOf: Readonly<Record<Aggregation, Columns>> = {
  SUM: { ...summed, value: sql`coalesce(sum(p.amount), 0)` },
  AVG: { ...summed, value: sql`coalesce(${mean}, 0)` },
  COUNT: {
    ofTotal: sql`null::numeric as amount`,
    ofReading: sql`null::numeric`,
    value: sql`coalesce(sum(p.events), 0)`,
  },
  MIN: {
    ofTotal: sql`t.min as amount`,
    ofReading: sql`x.amount`,
    value: sql`coalesce(min(p.amount), 0)`,
  },
  MAX: {
    ofTotal: sql`t.max as amount`,
    ofReading: sql`x.amount`,
    value: sql`coalesce(max(p.amount), 0)`,
  },
  LATEST: {
    ofTotal: sql`t.latest as amount, t.latest_at, t.latest_event`,
    ofReading: sql`x.amount, r.happened_at, r.event_id`,
    value: sql`coalesce((array_agg(p.amount order by p.latest_at desc, p.latest_event desc))[1], 0)`,
  },
  UNIQUE_COUNT: {
    ofTotal: sql`null::uuid as mark`,
    ofReading: sql`x.mark`,
    value: sql`count(distinct p.mark)`,
  },
}
