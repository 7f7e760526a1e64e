import assert from 'node:assert/strict'
import { type SandboxOutcome, sandboxCards } from '@tallystick/contract/sandbox-cards.ts'
import { sql } from 'kysely'
import { systemIn, transact } from '../../src/platform/workspace.ts'
import { asRole } from './database.ts'
import { call, type Party, type Product } from './product.ts'
import { linkOf } from './subscribed.ts'

/** A test card by what it does. */
export function cardThat(outcome: SandboxOutcome) {
  const card = sandboxCards.find((one) => one.outcome === outcome)
  assert.ok(card, outcome)
  return { number: card.number, expMonth: 12, expYear: 2030, cvc: '123' }
}

/** The token of somebody who follows a checkout address. */
export async function givenPayer(of: Product, url: string): Promise<string> {
  const { status, body } = await call(of, 'createPortalSession', { body: linkOf(url) })
  assert.equal(status, 201)
  return body.token
}

export function pay(of: Product, payer: string, outcome: SandboxOutcome) {
  return call(of, 'payCheckout', { key: payer, body: { card: cardThat(outcome) } })
}

export async function givenBuyer(of: Product, { key, organizationId }: Party): Promise<string> {
  buyers += 1
  const { status, body } = await call(of, 'createCustomer', {
    key,
    body: {
      merchantId: organizationId,
      consumer: { name: `Buyer ${buyers}`, email: `buyer${buyers}@example.com`, address: {} },
    },
  })
  assert.equal(status, 201)
  return body.customerId
}
let buyers = 0

/** Balances of an organization's book by kind, in major units, as the postings say. */
export async function balancesOf(of: Product, { organizationId }: Party) {
  const { workspace } = of.installation
  return transact(workspace, systemIn(organizationId, 'tests'), async ({ db }) => {
    const { rows } = await sql<{ kind: string; balance: string }>`
      select a.kind, trim_scale(sum(case when a.account_id = p.credit_account then p.amount else -p.amount end))::text
        as balance
      from tally.postings as p join tally.accounts as a
        on a.account_id in (p.debit_account, p.credit_account)
      group by a.kind`.execute(db)
    return Object.fromEntries(rows.map(({ kind, balance }) => [kind, balance]))
  })
}

/** Facts in an organization's book, in the order in which they were booked. */
export async function factsOf(of: Product, { organizationId }: Party): Promise<string[]> {
  const { workspace } = of.installation
  return transact(workspace, systemIn(organizationId, 'tests'), async ({ db }) => {
    const { rows } = await sql<{ fact: string }>`
      select fact from tally.entries order by booked_at, entry_id`.execute(db)
    return rows.map(({ fact }) => fact)
  })
}

/** Webhooks that are on their way never arrive. */
export async function loseWebhooks(of: Product): Promise<void> {
  await asRole(of, 'tally_worker', (client) =>
    client.query(
      `delete from graphile_worker._private_jobs where task_id in (
         select id from graphile_worker._private_tasks where identifier = 'sandbox.deliver_webhook')`,
    ),
  )
}
