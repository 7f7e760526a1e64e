// What the holder of a link reads straight from the database, as if all of our code were wrong: rows of its own
// subscription and customer, and what the merchant tells all of its customers.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Scope } from '../../src/platform/db/context.ts'
import { asAdministrator, asRole, inScope } from '../harness/database.ts'
import { columnsOf } from '../harness/fingerprints.ts'
import { givenNeighbours } from '../harness/link-holders.ts'
import { product } from '../harness/product.ts'

const it = product({
  arrange: async (of) => {
    world = await givenNeighbours(of)
  },
})
let world: Awaited<ReturnType<typeof givenNeighbours>>

type Seen = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>

/** Every row that the role of links sees in this scope, by its table; tables that it may not read are left out. */
async function seenIn(scope: Scope): Promise<Seen> {
  const tables = await asAdministrator(it, columnsOf)
  return asRole(it, 'tally_portal', async (client) => {
    const seen: Record<string, Record<string, unknown>[]> = {}
    for (const table of tables.keys()) {
      const rows = await inScope(it, client, {
        scope,
        work: async () => (await client.query(`select * from tally.${table}`)).rows,
      }).catch((error: { code?: string; message: string }) => {
        assert.equal(error.code, '42501', error.message)
        return undefined
      })
      if (rows) seen[table] = rows
    }
    return seen
  })
}

const scopeOfPortal = (): Scope => ({
  organizationId: world.merchant.organizationId,
  customerId: world.own.customerId,
  subjectId: world.own.id,
})

test('a link reads these tables and no other', async () => {
  assert.deepEqual(Object.keys(await seenIn(scopeOfPortal())), readable)
})

/** A further one wants a reason: who holds a link is nobody whom we know. */
const readable: readonly string[] = [
  ...['accounts', 'auto_topups', 'billable_metrics', 'billing_settings', 'customer_clocks'],
  ...['customers', 'external_subjects', 'fees', 'funds_returns', 'installation', 'invoice_lines'],
  ...['invoice_refunds', 'invoices', 'logos', 'meter_marks', 'meter_readings', 'meter_tail'],
  ...['meter_totals', 'meters', 'organizations', 'payment_attempts', 'payment_sessions'],
  ...['payments', 'plan_prices', 'plans', 'portal_settings', 'prices', 'products'],
  ...['subscriptions', 'test_clocks', 'topups', 'usage_events', 'usage_refunds'],
]

test('of what is a subscription’s or a customer’s, a link reads its own', async () => {
  const { own, merchant } = world
  const seen = await seenIn(scopeOfPortal())
  for (const [table, rows] of Object.entries(seen)) {
    for (const { merchant_id = merchant.organizationId, ...row } of rows) {
      assert.equal(
        merchant_id,
        merchant.organizationId,
        `a link reads ${table} of another merchant`,
      )
      const { customer_id = own.customerId, subscription_id = own.id } = row
      assert.equal(customer_id, own.customerId, `a link reads ${table} of another customer`)
      assert.equal(subscription_id, own.id, `a link reads ${table} of another subscription`)
    }
  }
  for (const table of ['subscriptions', 'invoices', 'invoice_lines', 'usage_events', 'customers']) {
    assert.ok(seen[table]?.length, `a link reads ${table}`)
  }
})

test('without a subscription or a customer of its own, a link reads nothing of any', async () => {
  const { organizationId } = world.merchant
  const seen = await seenIn({ organizationId })
  for (const [table, rows] of Object.entries(seen)) {
    const [row] = rows
    if (row && 'customer_id' in row) assert.fail(`${table} is read without a customer`)
  }
  for (const [table, rows] of Object.entries(await seenIn({}))) {
    if (table !== 'installation' && table !== 'migrations') assert.deepEqual(rows, [], table)
  }
})

test('the role of links may write nothing', async () => {
  const writable = await asAdministrator(it, async (client) => {
    const { rows } = await client.query<{ grant: string }>(
      `select c.relname || ' ' || v.verb as grant
       from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
       cross join unnest(array['insert', 'update', 'references']) as v (verb)
       where n.nspname = 'tally' and c.relkind in ('r', 'p', 'v', 'm')
         and has_any_column_privilege('tally_portal', c.oid, v.verb)
       union all
       select c.relname || ' ' || v.verb
       from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
       cross join unnest(array['delete', 'truncate', 'trigger']) as v (verb)
       where n.nspname = 'tally' and c.relkind in ('r', 'p', 'v', 'm')
         and has_table_privilege('tally_portal', c.oid, v.verb)`,
    )
    return rows.map((row) => row.grant)
  })
  assert.deepEqual(writable, [])
})
