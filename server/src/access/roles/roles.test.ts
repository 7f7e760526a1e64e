import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenMember, invite, newEmail } from '../../../test/harness/people.ts'
import { call, givenMerchant, givenOrganization, product } from '../../../test/harness/product.ts'

const it = product()

test('a custom role gives its members what it allows, from the moment it changes', async () => {
  const owner = await givenMerchant(it)
  const params = { id: owner.organizationId }
  const { status, body: role } = await call(it, 'createRole', {
    key: owner.key,
    params,
    body: { name: 'Librarian', description: 'Keeps the catalog', permissions: ['catalog:read'] },
  })
  assert.equal(status, 201)
  assert.equal(role.builtIn, false)
  const member = await givenMember(it, owner, ['Librarian'])
  const lists = async (name: string) => (await call(it, name, { headers: member.signedIn })).status
  assert.equal(await lists('listProducts'), 200)
  assert.equal(await lists('listApiKeys'), 403)

  const oneRole = { ...params, roleId: role.id }
  const changed = await call(it, 'updateRole', {
    key: owner.key,
    params: oneRole,
    body: { name: 'Keeper', permissions: ['apiKeys:read'] },
  })
  assert.equal(changed.body.description, 'Keeps the catalog')
  assert.equal(await lists('listProducts'), 403)
  assert.equal(await lists('listApiKeys'), 200)
  const { cookie = '' } = member.signedIn
  const own = await call(it, 'getUser', { headers: { cookie }, params: { id: member.userId } })
  assert.deepEqual(own.body.organizations[0].roles, ['Keeper'])
})

test('a role that somebody has, or was offered, is not deleted', async () => {
  const owner = await givenMerchant(it)
  const params = { id: owner.organizationId }
  const make = async (name: string) =>
    (
      await call(it, 'createRole', {
        key: owner.key,
        params,
        body: { name, permissions: ['catalog:read'] },
      })
    ).body.id
  const [held, offered, free] = [await make('held'), await make('offered'), await make('free')]
  await givenMember(it, owner, ['held'])
  await invite(it, owner, [newEmail(), 'offered'])
  const remove = (roleId: string) =>
    call(it, 'deleteRole', { key: owner.key, params: { ...params, roleId } })
  assert.equal((await remove(held)).body.code, 'ROLE_IN_USE')
  assert.equal((await remove(offered)).body.code, 'ROLE_IN_USE')
  assert.equal((await remove(free)).status, 204)
  assert.equal((await remove(free)).status, 404)
})

test('built-in roles cannot be changed, and no custom role takes a name that is taken', async () => {
  const owner = await givenMerchant(it)
  const params = { id: owner.organizationId }
  const change = await call(it, 'updateRole', {
    key: owner.key,
    params: { ...params, roleId: 'role_owner' },
    body: { permissions: [] },
  })
  assert.equal(change.body.code, 'ROLE_BUILT_IN')
  const create = (name: string) =>
    call(it, 'createRole', { key: owner.key, params, body: { name, permissions: [] } })
  assert.equal((await create('Owner')).body.code, 'ROLE_NAME_TAKEN')
  assert.equal((await create('Mine')).status, 201)
  assert.equal((await create('mine')).body.code, 'ROLE_NAME_TAKEN')
})

test('roles of another organization are answered as roles that never existed', async () => {
  const owner = await givenMerchant(it)
  const other = await givenMerchant(it)
  const { body: role } = await call(it, 'createRole', {
    key: other.key,
    params: { id: other.organizationId },
    body: { name: 'Theirs', permissions: [] },
  })
  const change = (roleId: string) =>
    call(it, 'updateRole', {
      key: owner.key,
      params: { id: owner.organizationId, roleId },
      body: { name: 'Ours' },
    })
  const foreign = await change(role.id)
  assert.equal(foreign.status, 404)
  assert.deepEqual(foreign.body, (await change('role_00000000000000000000000000000000')).body)
  const borrowed = await call(it, 'createInvitation', {
    key: owner.key,
    params: { id: owner.organizationId },
    body: { email: newEmail(), roles: ['Theirs'] },
  })
  assert.equal(borrowed.status, 400)
  assert.equal(borrowed.body.errors[0].field, 'roles.0')
})

test('each kind of organization lists the roles it can use, and the platform keeps its own house', async () => {
  const platform = await givenOrganization(it, 'platform')
  const consumer = await givenOrganization(it, 'consumer')
  const rolesOf = async ({ key, organizationId: id }: typeof platform) => {
    const { body } = await call(it, 'listRoles', { key, params: { id }, query: { limit: 100 } })
    return body.data as { name: string; permissions: string[] }[]
  }
  const ofPlatform = await rolesOf(platform)
  assert.equal(
    ofPlatform.some(({ permissions }) => permissions.includes('catalog:read')),
    false,
  )
  assert.deepEqual(
    (await rolesOf(consumer)).map(({ name }) => name),
    ['owner', 'billing', 'viewer'],
  )
  const beyond = await call(it, 'createRole', {
    key: platform.key,
    params: { id: platform.organizationId },
    body: { name: 'Spy', permissions: ['customers:read'] },
  })
  assert.equal(beyond.body.code, 'GRANT_EXCEEDS_OWN')
})

test('the catalogue of permissions is the same for everybody', async () => {
  const { key } = await givenMerchant(it)
  const { body } = await call(it, 'listPermissions', { key })
  assert.ok(body.data.some(({ name }: { name: string }) => name === 'catalog:write'))
})
