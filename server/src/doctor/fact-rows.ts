import type { AccountKind, Fact } from '@tallystick/core/ledger/entry.ts'
import { type RawBuilder, sql } from 'kysely'

/** What the state of objects says about the books: which entries there must be, and no others. */
export type FactRule = {
  readonly fact: Fact
  /** True when nothing is wrong. */
  readonly sentence: string
  /** The kind of account on which the amount shows. */
  readonly kind: AccountKind
  /** Whether the account is credited or debited. */
  readonly sign: '+' | '-'
  /** Rows of id (the entry's subject), currency, amount, and holder: the account's subject where it matters. */
  readonly objects: (organization: string) => RawBuilder<unknown>
}

export const refunds = (o: string, reason: string, id: 'refund_id' | 'subject_id') => sql`
  select r.${sql.raw(id)} as id, r.currency, r.amount, r.status,
    case when r.reason <> 'duplicate_payment' then r.customer_id end as holder
  from tally.refunds as r where r.merchant_id = ${o} and r.reason = ${reason}`

/** Of them, those whose money arrived: it leaves an account of the merchant, nobody's in particular. */
export const arrived = (o: string, reason: string) => sql`
  select x.id, x.currency, x.amount, null as holder
  from (${refunds(o, reason, 'refund_id')}) as x where x.status = 'succeeded'`

export const of = (rows: RawBuilder<unknown>, condition: string) => sql`
  select x.id, x.currency, x.amount, x.holder from (${rows}) as x where ${sql.raw(condition)}`
