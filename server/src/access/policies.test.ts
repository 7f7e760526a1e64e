// What the database refuses by itself, were all of our own code wrong: straight SQL under the server's roles and contexts.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asAdministrator, asRole, inScope } from '../../test/harness/database.ts'
import {
  givenMerchant,
  givenOrganization,
  type Party,
  product,
} from '../../test/harness/product.ts'
import type { Scope } from '../platform/db/context.ts'
import type { LoginRole } from '../platform/db/roles.ts'

let mine: Party
let other: Party
const it = product({
  arrange: async (of) => {
    mine = await givenMerchant(of)
    other = await givenMerchant(of)
    await givenOrganization(of, 'platform')
  },
})

type As = { readonly role?: LoginRole; readonly scope: Scope }

/** How many rows a statement reached; the message when the database refused it. */
function reached({ role = 'tally_app', scope }: As, sql: string, values: unknown[] = []) {
  return asRole(it, role, (client) =>
    inScope(it, client, {
      scope,
      work: async () => (await client.query(sql, values)).rowCount,
    }).catch((error: Error) => error.message),
  )
}

const inMine = () => ({ scope: { organizationId: mine.organizationId, userId: mine.userId } })
const asUser = () => ({ scope: { userId: mine.userId } })

test('a user’s own context makes no membership, of whatever organization', async () => {
  const insert = `insert into tally.memberships (organization_id, user_id, state, roles, acts_since, created_at, updated_at)
    values ($1, $2, 'active', '{owner}', now(), now(), now())`
  for (const as of [asUser(), inMine()]) {
    const refused = await reached(as, insert, [other.organizationId, mine.userId])
    assert.match(String(refused), /row-level security/)
  }
})

test('a membership is seen in its organization alone', async () => {
  const own = [mine.userId]
  assert.equal(await reached(asUser(), 'select from tally.memberships where user_id = $1', own), 0)
  assert.equal(await reached(inMine(), 'select from tally.memberships'), 1)
})

test('an organization changes no user but through the user itself', async () => {
  const elsewhere = { scope: { organizationId: mine.organizationId, userId: other.userId } }
  const update = 'update tally.users set updated_at = now() where user_id = $1'
  assert.equal(await reached(elsewhere, update, [mine.userId]), 0)
  assert.equal(await reached(asUser(), update, [mine.userId]), 1)
  assert.equal(await reached(inMine(), update, [other.userId]), 0)
})

test('nobody reads password hashes', async () => {
  const read = 'select password_hash from tally.users'
  for (const role of ['tally_app', 'tally_consumer', 'tally_platform'] as const) {
    assert.match(String(await reached({ ...inMine(), role }, read)), /permission denied/)
  }
})

test('no organization makes itself the platform, a merchant, or another’s consumer', async () => {
  for (const [role, column] of [
    ['tally_app', 'platform_since'],
    ['tally_consumer', 'merchant_since'],
    ['tally_app', 'managed_by'],
    ['tally_app', 'deleted_at'],
  ] as const) {
    const update = `update tally.organizations set ${column} = null`
    assert.match(String(await reached({ ...inMine(), role }, update)), /permission denied/)
  }
})

test('what is the platform’s to do fails for a merchant, even under the platform’s role', async () => {
  const id = mine.organizationId
  for (const [statement, values] of [
    [`select tally.set_merchant_terms($1, 0, '{}', now())`, [id]],
    [`select tally.set_merchant_currencies($1, '{USD}', now())`, [id]],
    [`select tally.make_merchant($1, null, null, now())`, [id]],
    ['select tally.list_merchants(null, 1, 0)', []],
    ['select tally.find_merchant($1)', [other.organizationId]],
  ] as const) {
    const asPlatform = { ...inMine(), role: 'tally_platform' as const }
    assert.equal(await reached(asPlatform, statement, [...values]), 'not the platform')
    assert.match(String(await reached(inMine(), statement, [...values])), /permission denied/)
  }
})

test('an organization is founded in its own first context or by the platform, and nowhere else', async () => {
  const found = (
    kind: string,
  ) => `select tally.found_organization('org_0', '${kind}', '', null, '{USD}', '{a,b}',
    'usr_0', '', '', null, null, '{a,b}', now())`
  assert.equal(await reached(inMine(), found('merchant')), 'not the platform')
  assert.equal(await reached(asUser(), found('consumer')), 'not the platform')
  const first = { scope: { organizationId: 'org_0', userId: 'usr_0' } }
  assert.equal(await reached(first, found('merchant')), 1)
  assert.equal(await reached(first, found('platform')), 'not the platform')
})

test('every definer function pins its search path, and nobody may call it but whom it was granted to', async () => {
  const loose = await definersThat(
    `p.proconfig is null or not 'search_path=pg_catalog, pg_temp' = any (p.proconfig)
     or has_function_privilege('public', p.oid, 'execute')`,
  )
  assert.deepEqual(loose, [])
})

test('definer functions belong to roles that cannot log in; the door to the job queue belongs to jobs', async () => {
  const ownedByLogin = await definersThat('r.rolcanlogin')
  assert.deepEqual(ownedByLogin, ['enqueue'])
})

function definersThat(condition: string): Promise<string[]> {
  return asAdministrator(it, async (client) => {
    const { rows } = await client.query<{ proname: string }>(
      `select p.proname from pg_proc as p join pg_roles as r on r.oid = p.proowner
       where p.pronamespace in ('tally'::regnamespace, 'tally_private'::regnamespace) and p.prosecdef
         and (${condition})`,
    )
    return rows.map(({ proname }) => proname)
  })
}
