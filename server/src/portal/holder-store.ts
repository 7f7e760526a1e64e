import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import { notFound } from '../platform/problem.ts'

/** Whose portal it is. */
export type Holder = { readonly subscriptionId: string; readonly customerId: string }

type Row = { readonly subject: string | null; readonly customer: string | null }

/** What the link was made for, as the signed context of this transaction says: the caller has no say in it. */
export async function getHolder(ctx: Ctx): Promise<Holder> {
  const { rows } = await sql<Row>`
    select tally.current_subject() as subject, tally.current_customer() as customer`.execute(ctx.db)
  const { subject, customer } = rows[0] ?? {}
  if (!subject || !customer) throw notFound()
  return { subscriptionId: subject, customerId: customer }
}
