// The signed context: what an injected statement can and cannot do with it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { contextKey, signContext } from '../../src/platform/db/context.ts'
import { loginRoles } from '../../src/platform/db/roles.ts'
import { within } from '../../src/platform/db/transaction.ts'
import { asAdministrator, asRole, inScope } from '../harness/database.ts'
import { givenMerchant, product } from '../harness/product.ts'

const it = product({ madeUpRows: true })
const read = 'select organization_id from tally.organizations'
const setContext = `select set_config('tally.context', $1, false)`

test('without a context there are no rows', async () => {
  await givenMerchant(it)
  const { rowCount } = await asRole(it, 'tally_app', (client) => client.query(read))
  assert.equal(rowCount, 0)
})

test('a made-up context is refused as forged, and so is one signed with another key', async () => {
  const { organizationId } = await givenMerchant(it)
  const other = contextKey(Buffer.alloc(32, 7))
  await asRole(it, 'tally_app', async (client) => {
    const at = { nowMs: Date.now(), backendPid: client.processID }
    const ours = it.installation.workspace.database.contextKey
    const signedElsewhere = signContext(other, { organizationId }, at)
    const tampered = signContext(ours, { organizationId: 'org_1' }, at).replace(
      'org_1',
      organizationId,
    )
    const sameKid = signContext({ kid: ours.kid, key: other.key }, { organizationId }, at)
    for (const token of ['x', 'v1.a.b.9999999999.0.00', signedElsewhere, tampered, sameKid]) {
      await client.query(setContext, [token])
      await assert.rejects(client.query(read), /tenant context forged/)
    }
  })
})

test('a context ends after a minute, and is of no use on another connection', async () => {
  const { organizationId } = await givenMerchant(it)
  const ours = it.installation.workspace.database.contextKey
  await asRole(it, 'tally_app', async (client) => {
    const old = { nowMs: Date.now() - 120_000, backendPid: client.processID }
    await client.query(setContext, [signContext(ours, { organizationId }, old)])
    await assert.rejects(client.query(read), /tenant context expired/)

    const elsewhere = { nowMs: Date.now(), backendPid: client.processID + 1 }
    await client.query(setContext, [signContext(ours, { organizationId }, elsewhere)])
    await assert.rejects(client.query(read), /tenant context forged/)

    const here = { nowMs: Date.now(), backendPid: client.processID }
    await client.query(setContext, [signContext(ours, { organizationId }, here)])
    assert.equal((await client.query(read)).rowCount, 1)
  })
})

test('nothing of a transaction outlives it, not even a setting that was injected into it', async () => {
  const { organizationId } = await givenMerchant(it)
  const { database } = it.installation.workspace
  const as = { role: 'tally_app', scope: { organizationId } } as const
  for (let round = 0; round < 8; round += 1) {
    await within(database, as, async (db) => {
      const before = await sql<{ kept: string | null }>`
        select nullif(current_setting('tally.kept', true), '') as kept`.execute(db)
      assert.equal(before.rows[0]?.kept, null)
      await sql`select set_config('tally.kept', current_setting('tally.context'), false)`.execute(
        db,
      )
      await sql`declare held cursor with hold for select 1`.execute(db)
    })
  }
  const client = await database.pools.tally_app.connect()
  const { rows } = await client.query(
    `select current_setting('tally.context', true) as context, (select count(*)::int from pg_cursors) as cursors`,
  )
  client.release()
  assert.deepEqual(rows, [{ context: '', cursors: 0 }])
})

test('no role of the server can become another, reach the signing keys, or make tables', async () => {
  for (const role of loginRoles) {
    await asRole(it, role, async (client) => {
      const attempts = [
        'set role tally_owner',
        'set role tally_context',
        'set role tally_lookup',
        ...loginRoles.filter((other) => other !== role).map((other) => `set role ${other}`),
        'select * from tally_private.context_keys',
        'create temporary table t (a int)',
        'create table public.t (a int)',
        'create schema s',
        `select lo_from_bytea(0, 'kept for another')`,
        'select lo_create(0)',
        `select pg_read_file('/etc/passwd')`,
        `copy (select 1) to program 'true'`,
        'set session authorization tally_owner',
        'alter table tally.postings disable row level security',
        'set session_replication_role = replica',
      ]
      for (const attempt of attempts) {
        await assert.rejects(client.query(attempt), { code: '42501' }, `${role}: ${attempt}`)
      }
    })
  }
})

test('the books cannot be changed or shortened, not even by their owner', async () => {
  const { organizationId } = await givenMerchant(it)
  await asAdministrator(it, async (client) => {
    await client.query(
      `insert into tally.entries (book_id, entry_id, fact, subject, booked_at) values ($1, 'e', 'f', 's', now())`,
      [organizationId],
    )
    for (const attempt of [
      `update tally.entries set fact = 'g'`,
      'delete from tally.entries',
      'truncate tally.entries cascade',
    ]) {
      await assert.rejects(client.query(attempt), /append-only/)
    }
  })
})

test('a job is enqueued for the organization of the context and for no other', async () => {
  const { organizationId } = await givenMerchant(it)
  const enqueue = `select tally.enqueue('t', '{"organizationId": "org_other"}', null, null)`
  await asRole(it, 'tally_app', async (client) => {
    await assert.rejects(client.query(enqueue), /no tenant context/)
    await assert.rejects(client.query('select graphile_worker.add_job($1)', ['t']), {
      code: '42501',
    })
    await inScope(it, client, { scope: { organizationId }, work: () => client.query(enqueue) })
  })
})

test('the work of a job cannot forge a job for another organization, nor plant code beside the queue', async () => {
  await asRole(it, 'tally_jobs', async (client) => {
    for (const attempt of [
      `select graphile_worker.add_job('t', '{"organizationId": "org_other"}'::json)`,
      'select * from graphile_worker._private_jobs',
      'create function graphile_worker.planted() returns int language sql as $$ select 1 $$',
      'alter function tally.enqueue(text, json, timestamptz, text) reset all',
      `select * from tally.list_organizations('', 10)`,
    ]) {
      await assert.rejects(client.query(attempt), { code: '42501' }, attempt)
    }
  })
})

test('who else has keys here cannot be listed by anybody', async () => {
  const { organizationId } = await givenMerchant(it)
  for (const role of loginRoles) {
    await asRole(it, role, async (client) => {
      const listed = await client
        .query('select from tally.data_keys')
        .catch(() => ({ rowCount: 0 }))
      assert.equal(listed.rowCount, 0, role)
    })
  }
  const scope = { organizationId }
  await within(it.installation.workspace.database, { role: 'tally_app', scope }, async (db) => {
    const { rows } = await sql`select purpose from tally.read_keys(${organizationId})`.execute(db)
    assert.equal(rows.length, 2)
  })
})

test('calls of an organization are counted in its own context alone', async () => {
  const { organizationId } = await givenMerchant(it)
  const take = `select tally.take_call($1, 'b', 86400) as taken`
  await asRole(it, 'tally_app', async (client) => {
    const taken = async () => (await client.query(take, [organizationId])).rows[0].taken
    assert.equal(await taken(), 1)
    assert.equal(await taken(), 2)
    assert.equal(await inScope(it, client, { scope: { organizationId }, work: taken }), 1)
  })
})

test('functions are called by those they were granted to, as somebody who cannot log in', async () => {
  const open = await asAdministrator(it, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `select p.oid::regprocedure::text as name
       from pg_proc as p join pg_roles as o on o.oid = p.proowner
       where p.pronamespace in ('tally'::regnamespace, 'tally_private'::regnamespace) and (
         p.proacl is null or exists (select from aclexplode(p.proacl) as a where a.grantee = 0)
         or p.prosecdef and (p.proconfig is null or p.proconfig <> '{"search_path=pg_catalog, pg_temp"}')
         or p.prosecdef and o.rolcanlogin and o.rolname <> 'tally_worker')`,
    )
    return rows
  })
  assert.deepEqual(open, [])
})
