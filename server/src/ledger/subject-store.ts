import type { Fact } from '@tallystick/core/ledger/entry.ts'
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import { nanosOf } from '../platform/db/amounts.ts'

export type BookedFact = {
  readonly entryId: string
  readonly fact: Fact
  readonly subject: string
  /** Nanos credited to the customer's receivable, less what was debited. */
  readonly settled: bigint
}

/** What was booked about these subjects, and what it did to the debts of customers. */
export async function listBooked(
  ctx: Ctx,
  subjects: readonly string[],
  facts: readonly Fact[],
): Promise<readonly BookedFact[]> {
  const book = ctx.organizationId
  const { rows } = await sql<{ entry_id: string; fact: Fact; subject: string; settled: string }>`
    select e.entry_id, e.fact, e.subject, coalesce((
      select sum(case when c.kind = 'receivable' then p.amount else 0 end
        - case when d.kind = 'receivable' then p.amount else 0 end)
      from tally.postings as p
      join tally.accounts as c on c.book_id = ${book} and c.account_id = p.credit_account
      join tally.accounts as d on d.book_id = ${book} and d.account_id = p.debit_account
      where p.book_id = ${book} and p.entry_id = e.entry_id
    ), 0) as settled
    from tally.entries as e
    where e.book_id = ${book} and e.fact = any(${facts}) and e.subject = any(${subjects})
    order by e.entry_id`.execute(ctx.db)
  return rows.map(({ entry_id: entryId, settled, ...rest }) => ({
    ...rest,
    entryId,
    settled: nanosOf(settled),
  }))
}
