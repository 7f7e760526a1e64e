import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenMember, invite, newEmail, password, signIn } from '../../../test/harness/people.ts'
import { call, givenMerchant, product } from '../../../test/harness/product.ts'

const it = product()

test('the code of an invitation is shown once, and is not what is stored', async () => {
  const owner = await givenMerchant(it)
  const { id, code } = await invite(it, owner, [newEmail(), 'viewer'])
  const listed = await call(it, 'listInvitations', {
    key: owner.key,
    params: { id: owner.organizationId },
  })
  assert.equal(listed.body.data[0].id, id)
  assert.equal(listed.body.data[0].state, 'pending')
  assert.equal(JSON.stringify(listed.body).includes(code), false)
})

test('a user of another organization accepts while signed in, and is then a member of both', async () => {
  const first = await givenMerchant(it)
  const second = await givenMerchant(it)
  const { email, userId, signedIn } = await givenMember(it, first, ['viewer'])
  const { id, code } = await invite(it, second, [email.toUpperCase(), 'admin'])
  const accept = () =>
    call(it, 'acceptInvitation', { headers: signedIn, params: { id }, body: { code } })

  const accepted = await accept()

  assert.equal(accepted.status, 200)
  assert.equal(accepted.body.state, 'accepted')
  const { cookie = '' } = signedIn
  const own = await call(it, 'getUser', { headers: { cookie }, params: { id: userId } })
  assert.deepEqual(own.body.organizations, [
    { id: first.organizationId, state: 'active', roles: ['viewer'] },
    { id: second.organizationId, state: 'active', roles: ['admin'] },
  ])
  assert.equal((await accept()).body.code, 'INVITATION_CLOSED')
})

test('an invitation is for its addressee alone', async () => {
  const owner = await givenMerchant(it)
  const somebody = await givenMember(it, await givenMerchant(it), ['viewer'])
  const { id, code } = await invite(it, owner, [newEmail(), 'viewer'])
  const answers = { params: { id }, body: { code }, headers: somebody.signedIn }
  assert.equal((await call(it, 'acceptInvitation', answers)).status, 403)
  assert.equal((await call(it, 'declineInvitation', answers)).status, 403)
  const byKey = { params: { id }, body: { code }, key: owner.key }
  assert.equal((await call(it, 'acceptInvitation', byKey)).status, 403)
})

test('a wrong code is answered as an invitation that never existed', async () => {
  const { id } = await invite(it, await givenMerchant(it), [newEmail(), 'viewer'])
  const { code } = await invite(it, await givenMerchant(it), [newEmail(), 'viewer'])
  const wrong = await call(it, 'acceptInvitation', { params: { id }, body: { code, password } })
  const never = await call(it, 'acceptInvitation', {
    params: { id: 'invt_00000000000000000000000000000000' },
    body: { code, password },
  })
  assert.equal(wrong.status, 404)
  assert.deepEqual(wrong.body, never.body)
})

test('without a session a password is needed, and none where the address has a login', async () => {
  const owner = await givenMerchant(it)
  const fresh = await invite(it, owner, [newEmail(), 'viewer'])
  const silent = await call(it, 'acceptInvitation', {
    params: { id: fresh.id },
    body: { code: fresh.code },
  })
  assert.equal(silent.status, 401)

  const { email } = await givenMember(it, await givenMerchant(it), ['viewer'])
  const { id, code } = await invite(it, owner, [email, 'viewer'])
  const taken = await call(it, 'acceptInvitation', { params: { id }, body: { code, password } })
  assert.equal(taken.status, 409)
  assert.equal(taken.body.code, 'EMAIL_TAKEN')
})

test('what was declined, revoked or left for a week cannot be accepted', async () => {
  const owner = await givenMerchant(it)
  const [declined, revoked, late] = [
    await invite(it, owner, [newEmail(), 'viewer']),
    await invite(it, owner, [newEmail(), 'viewer']),
    await invite(it, owner, [newEmail(), 'viewer']),
  ]
  const params = { id: owner.organizationId, invitationId: revoked.id }
  const decline = { params: { id: declined.id }, body: { code: declined.code } }
  assert.equal((await call(it, 'declineInvitation', decline)).body.state, 'declined')
  assert.equal((await call(it, 'revokeInvitation', { key: owner.key, params })).status, 204)
  assert.equal((await call(it, 'revokeInvitation', { key: owner.key, params })).status, 409)
  it.clock.now = it.clock.now.add({ hours: 7 * 24 })

  for (const { id, code } of [declined, revoked, late]) {
    const reply = await call(it, 'acceptInvitation', { params: { id }, body: { code, password } })
    assert.equal(reply.status, 409)
    assert.equal(reply.body.code, 'INVITATION_CLOSED')
  }
  for (const state of ['declined', 'revoked', 'expired']) {
    const listed = await call(it, 'listInvitations', {
      key: owner.key,
      params: { id: owner.organizationId },
      query: { state },
    })
    assert.equal(listed.body.pagination.total, 1, state)
  }
})

test('a member is not invited again, and who was suspended invites nobody any more', async () => {
  const owner = await givenMerchant(it)
  const admin = await givenMember(it, owner, ['admin'])
  const params = { id: owner.organizationId }
  const again = await call(it, 'createInvitation', {
    key: owner.key,
    params,
    body: { email: admin.email, roles: ['viewer'] },
  })
  assert.equal(again.body.code, 'MEMBER_EXISTS')

  const { body: offer } = await call(it, 'createInvitation', {
    headers: admin.signedIn,
    params,
    body: { email: newEmail(), roles: ['viewer'] },
  })
  const state = { state: 'suspended' }
  const suspended = { ...params, userId: admin.userId }
  await call(it, 'updateMember', { key: owner.key, params: suspended, body: state })
  const accepted = await call(it, 'acceptInvitation', {
    params: { id: offer.id },
    body: { code: offer.code, password },
  })
  assert.equal(accepted.body.code, 'INVITATION_CLOSED')
})

test('an invitation that is accepted twice at once makes one member', async () => {
  const owner = await givenMerchant(it)
  const { email } = await givenMember(it, await givenMerchant(it), ['viewer'])
  const { signedIn } = await signIn(it, email)
  const { id, code } = await invite(it, owner, [email, 'viewer'])
  const accept = () =>
    call(it, 'acceptInvitation', { headers: signedIn, params: { id }, body: { code } })
  const statuses = (await Promise.all([accept(), accept()])).map(({ status }) => status)
  assert.deepEqual(statuses.sort(), [200, 409])
})
