import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenMember } from '../../../test/harness/people.ts'
import { call, givenMerchant, givenOrganization, product } from '../../../test/harness/product.ts'

const it = product()
test('members are listed with their names, states and roles', async () => {
  const owner = await givenMerchant(it)
  const member = await givenMember(it, owner, ['viewer', 'support'])
  const params = { id: owner.organizationId }

  const all = await call(it, 'listMembers', { key: owner.key, params })

  assert.equal(all.body.pagination.total, 2)
  const { object, userId, email, firstName, state, roles } = all.body.data[1]
  assert.deepEqual(
    { object, userId, email, firstName, state, roles },
    {
      object: 'member',
      userId: member.userId,
      email: member.email,
      firstName: 'Mem',
      state: 'active',
      roles: ['viewer', 'support'],
    },
  )
})

test('the members of another organization are answered as those of one that never existed', async () => {
  const mine = await givenMerchant(it)
  const other = await givenMerchant(it)
  const foreign = await call(it, 'listMembers', {
    key: mine.key,
    params: { id: other.organizationId },
  })
  const never = await call(it, 'listMembers', {
    key: mine.key,
    params: { id: 'org_00000000000000000000000000000000' },
  })
  assert.equal(foreign.status, 404)
  assert.deepEqual(foreign.body, never.body)

  const change = await call(it, 'updateMember', {
    key: mine.key,
    params: { id: mine.organizationId, userId: other.userId },
    body: { state: 'suspended' },
  })
  assert.equal(change.status, 404)
})

test('a consumer and the platform look after their members as merchants do', async () => {
  for (const kind of ['consumer', 'platform'] as const) {
    const owner = await givenOrganization(it, kind)
    const params = { id: owner.organizationId }
    const member = await givenMember(it, owner, ['owner'])
    const roles = kind === 'consumer' ? ['billing'] : ['auditor']
    const changed = await call(it, 'updateMember', {
      key: owner.key,
      params: { ...params, userId: member.userId },
      body: { roles },
    })
    assert.equal(changed.status, 200, JSON.stringify(changed.body))
    assert.deepEqual(changed.body.roles, roles)
    assert.equal((await call(it, 'getOrganization', { key: owner.key, params })).status, 200)
    assert.equal((await call(it, 'listRoles', { key: owner.key, params })).status, 200)
    assert.equal((await call(it, 'listInvitations', { key: owner.key, params })).status, 200)
    assert.equal((await call(it, 'listApiKeys', { key: owner.key })).status, 200)
  }
})

test('nobody grants what they do not hold, nor touches those who hold more', async () => {
  const owner = await givenMerchant(it)
  const admin = await givenMember(it, owner, ['admin'])
  const viewer = await givenMember(it, owner, ['viewer'])
  const params = { id: owner.organizationId }
  const headers = admin.signedIn

  const refused = [
    await call(it, 'updateMember', {
      headers,
      params: { ...params, userId: viewer.userId },
      body: { roles: ['owner'] },
    }),
    await call(it, 'updateMember', {
      headers,
      params: { ...params, userId: owner.userId },
      body: { state: 'suspended' },
    }),
    await call(it, 'removeMember', { headers, params: { ...params, userId: owner.userId } }),
    await call(it, 'createInvitation', {
      headers,
      params,
      body: { email: 'x@example.com', roles: ['finance'] },
    }),
    await call(it, 'createRole', {
      headers,
      params,
      body: { name: 'Treasurer', permissions: ['accounts:write'] },
    }),
    await call(it, 'createApiKey', {
      headers,
      body: { name: 'k', permissions: ['accounts:write'] },
    }),
  ]
  for (const { status, body } of refused) {
    assert.equal(status, 403)
    assert.equal(body.code, 'GRANT_EXCEEDS_OWN')
  }
  const allowed = await call(it, 'updateMember', {
    headers,
    params: { ...params, userId: viewer.userId },
    body: { roles: ['support'] },
  })
  assert.equal(allowed.status, 200)
})

test('a member without the permission is told so, whatever it names', async () => {
  const owner = await givenMerchant(it)
  const analyst = await givenMember(it, owner, ['analyst'])
  const reply = await call(it, 'listMembers', {
    headers: analyst.signedIn,
    params: { id: owner.organizationId },
  })
  assert.equal(reply.status, 403)
})

test('the last active owner can neither leave, be suspended, nor lose the role', async () => {
  const owner = await givenMerchant(it)
  const params = { id: owner.organizationId, userId: owner.userId }
  const { key } = owner
  const refused = [
    await call(it, 'removeMember', { key, params }),
    await call(it, 'updateMember', { key, params, body: { state: 'suspended' } }),
    await call(it, 'updateMember', { key, params, body: { roles: ['admin'] } }),
  ]
  for (const { status, body } of refused) {
    assert.equal(status, 409)
    assert.equal(body.code, 'LAST_OWNER')
  }
})

test('of two owners who suspend each other at the same time, one stays', async () => {
  const first = await givenMerchant(it)
  const second = await givenMember(it, first, ['owner'])
  const { body: made } = await call(it, 'createApiKey', {
    headers: second.signedIn,
    body: { name: 'other hand' },
  })
  // Both keys are known to the edge, so that the race is about members and not about signing in.
  for (const key of [first.key, made.key]) await call(it, 'listProducts', { key })
  const suspend = (key: string, userId: string) =>
    call(it, 'updateMember', {
      key,
      params: { id: first.organizationId, userId },
      body: { state: 'suspended' },
    })

  const replies = await Promise.all([
    suspend(first.key, second.userId),
    suspend(made.key, first.userId),
  ])

  assert.deepEqual(replies.map(({ status }) => status).sort(), [200, 409])
  assert.equal(replies.find(({ status }) => status === 409)?.body.code, 'LAST_OWNER')
})

test('a suspended member stops at once, and what was open before stays shut when it comes back', async () => {
  const owner = await givenMerchant(it)
  const member = await givenMember(it, owner, ['developer'])
  const { body: made } = await call(it, 'createApiKey', {
    headers: member.signedIn,
    body: { name: 'laptop' },
  })
  const params = { id: owner.organizationId, userId: member.userId }
  assert.equal((await call(it, 'listProducts', { key: made.key })).status, 200)
  assert.equal((await call(it, 'listProducts', { headers: member.signedIn })).status, 200)

  it.clock.now = it.clock.now.add({ seconds: 1 })
  const body = { state: 'suspended' }
  assert.equal((await call(it, 'updateMember', { key: owner.key, params, body })).status, 200)
  it.clock.now = it.clock.now.add({ seconds: 1 })
  assert.equal((await call(it, 'listProducts', { key: made.key })).status, 401)
  assert.equal((await call(it, 'listProducts', { headers: member.signedIn })).status, 404)
  const { cookie = '' } = member.signedIn
  const own = await call(it, 'getUser', { headers: { cookie }, params: { id: member.userId } })
  assert.equal(own.body.organizations[0].state, 'suspended')

  await call(it, 'updateMember', { key: owner.key, params, body: { state: 'active' } })
  it.clock.now = it.clock.now.add({ seconds: 1 })
  assert.equal((await call(it, 'listProducts', { key: made.key })).status, 401)
  assert.equal((await call(it, 'listProducts', { headers: member.signedIn })).status, 404)
})

test('who is removed is gone, with its keys', async () => {
  const owner = await givenMerchant(it)
  const member = await givenMember(it, owner, ['developer'])
  const { body: made } = await call(it, 'createApiKey', {
    headers: member.signedIn,
    body: { name: 'laptop' },
  })
  const params = { id: owner.organizationId, userId: member.userId }
  assert.equal((await call(it, 'removeMember', { key: owner.key, params })).status, 204)
  assert.equal((await call(it, 'listProducts', { key: made.key })).status, 401)
  assert.equal((await call(it, 'removeMember', { key: owner.key, params })).status, 404)
})
