import { ofCustomer, single } from '@tallystick/core/ledger/accounts.ts'
import { entry } from '@tallystick/core/ledger/entry.ts'
import { type Currency, nanosFromText } from '@tallystick/core/money/money.ts'
import { sql } from 'kysely'
import { fundsOf } from '../../src/ledger/funds.ts'
import { post } from '../../src/ledger/post.ts'
import { newId } from '../../src/platform/ids.ts'
import { asSystem } from './acting.ts'
import type { Party, Product } from './product.ts'

const usd = 'USD' as Currency

/** Balances other than zero, by kind of account, in major units, as the postings of the organization's book say. */
export function balancesOf(of: Product, party: Party): Promise<Record<string, string>> {
  return asSystem(of, party, async ({ db, organizationId }) => {
    const { rows } = await sql<{ kind: string; balance: string }>`
      select a.kind, trim_scale(sum(case when p.credit_account = a.account_id then p.amount else -p.amount end)) as balance
      from tally.postings as p
      join tally.accounts as a on a.book_id = p.book_id and a.account_id in (p.debit_account, p.credit_account)
      where p.book_id = ${organizationId}
      group by a.kind order by a.kind`.execute(db)
    return Object.fromEntries(
      rows.filter(({ balance }) => balance !== '0').map(({ kind, balance }) => [kind, balance]),
    )
  })
}

/** Facts in an organization's book, in the order in which they were booked. */
export function factsOf(of: Product, party: Party): Promise<string[]> {
  return asSystem(of, party, async ({ db }) => {
    const { rows } = await sql<{ fact: string }>`
      select fact from tally.entries order by booked_at, entry_id`.execute(db)
    return rows.map(({ fact }) => fact)
  })
}

/** Nanos that a customer can spend. */
export function fundsIn(of: Product, party: Party, customerId: string): Promise<bigint> {
  return asSystem(of, party, (ctx) => fundsOf(ctx, customerId, usd))
}

export type GivenFunds = { readonly customerId: string; readonly amount: string }

/** Money of the customer that arrived in a way that no provider knows of. */
export async function givenFunds(of: Product, party: Party, { customerId, amount }: GivenFunds) {
  const debit = single('out_of_band', usd)
  const credit = ofCustomer('funds', customerId, usd)
  const nanos = nanosFromText(amount) ?? 0n
  const arrived = entry('funds.claimed', newId('request'), [{ debit, credit, nanos }])
  await asSystem(of, party, (ctx) => post(ctx, arrived))
}
