// One unit of work, one transaction: what is left when statements, connections and time fail.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { within } from '../../src/platform/db/transaction.ts'
import { asAdministrator } from '../harness/database.ts'
import { call, givenMerchant, type Party, product } from '../harness/product.ts'

let merchant: Party
const it = product({
  arrange: async () => {
    merchant = await givenMerchant(it)
  },
})

const scoped = () =>
  ({ role: 'tally_app', scope: { organizationId: merchant.organizationId } }) as const
const database = () => it.installation.workspace.database

test('work that swallows the failure of a statement is not reported as done', async () => {
  await assert.rejects(
    within(database(), scoped(), async (db) => {
      await sql`select 1 / 0`.execute(db).catch(() => {})
      return 'done'
    }),
    /swallowed/,
  )
})

test('a second statement cannot be smuggled in behind the first', async () => {
  await assert.rejects(
    within(database(), scoped(), (db) => sql`select 1; commit; select 2`.execute(db)),
    /multiple commands/,
  )
})

test('locks, subscriptions and prepared statements end with the transaction that took them', async () => {
  await within(database(), scoped(), async (db) => {
    await sql`select pg_advisory_lock(4711)`.execute(db)
    await sql`listen injected`.execute(db)
    await sql`prepare injected as select 1`.execute(db)
  })
  await within(database(), scoped(), async (db) => {
    const { rows } =
      await sql`select (select count(*)::int from pg_locks where locktype = 'advisory' and objid = 4711
        and database = (select oid from pg_database where datname = current_database())) as locks,
      (select count(*)::int from pg_prepared_statements where name = 'injected') as prepared,
      (select count(*)::int from pg_listening_channels()) as channels`.execute(db)
    assert.deepEqual(rows, [{ locks: 0, prepared: 0, channels: 0 }])
  })
})

test('a connection that breaks fails its own work alone, and is replaced', async () => {
  const broken = within(database(), scoped(), async (db) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db)
    await asAdministrator(it, (client) =>
      client.query('select pg_terminate_backend($1)', [rows[0]?.pid]),
    )
    await sql`select 1`.execute(db)
  })
  await assert.rejects(broken)
  for (let round = 0; round < 6; round += 1) {
    await within(database(), scoped(), (db) => sql`select 1`.execute(db))
  }
})

test('no statement of a request runs or waits without an end', async () => {
  for (const role of ['tally_app', 'tally_consumer', 'tally_portal', 'tally_platform'] as const) {
    await within(database(), { role, scope: {} }, async (db) => {
      const { rows } = await sql`select current_setting('statement_timeout') as statement,
        current_setting('lock_timeout') as lock,
        current_setting('idle_in_transaction_session_timeout') as idle`.execute(db)
      assert.deepEqual(rows, [{ statement: '30s', lock: '15s', idle: '1min' }])
    })
  }
})

test('a statement that took too long is answered as a fault that passes', async () => {
  await asAdministrator(it, async (client) => {
    await client.query('begin; lock table tally.products in access exclusive mode')
    const reply = call(it, 'listProducts', {
      key: merchant.key,
      query: { merchantId: merchant.organizationId },
    })
    const cancelled = async (): Promise<void> => {
      const { rowCount } = await client.query(
        `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()
         and case when pid <> pg_backend_pid() then pg_cancel_backend(pid) end`,
      )
      if (!rowCount) return cancelled()
    }
    await cancelled()
    await client.query('rollback')
    const { status, body, headers } = await reply
    assert.equal(status, 503)
    assert.equal(body.error, 'unavailable')
    assert.equal(headers['retry-after'], '1')
  })
})
