import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenMember } from '../../../test/harness/people.ts'
import { call, givenMerchant, givenOrganization, product } from '../../../test/harness/product.ts'

const it = product()

test('a user changes its own profile, and only what it names', async () => {
  const { signedIn, userId } = await givenMember(it, await givenMerchant(it), ['viewer'])
  const change = (body: object) =>
    call(it, 'updateUser', { headers: signedIn, params: { id: userId }, body })
  await change({ phone: '+1 555 0100', type: 'INDIVIDUAL', dateOfBirth: '1990-02-28' })
  const { status, body } = await change({
    firstName: 'Ada',
    address: { line1: '1 Main St', postalCode: '94607', country: 'US' },
    email: 'ignored@example.com',
  })
  assert.equal(status, 200)
  const { firstName, lastName, phone, type, dateOfBirth, address, oryId } = body
  assert.deepEqual(
    { firstName, lastName, phone, type, dateOfBirth, address, oryId },
    {
      firstName: 'Ada',
      lastName: 'Ber',
      phone: '+1 555 0100',
      type: 'INDIVIDUAL',
      dateOfBirth: '1990-02-28',
      address: { line1: '1 Main St', zipCode: '94607', country: 'US' },
      oryId: userId,
    },
  )
  assert.notEqual(body.email, 'ignored@example.com')
})

test('a colleague sees who a user is, not where it lives nor what else it belongs to', async () => {
  const owner = await givenMerchant(it)
  const { signedIn, userId } = await givenMember(it, owner, ['viewer'])
  const params = { id: userId }
  await call(it, 'updateUser', { headers: signedIn, params, body: { phone: '1', type: 'COMPANY' } })
  const { status, body } = await call(it, 'getUser', { key: owner.key, params })
  assert.equal(status, 200)
  assert.equal(body.firstName, 'Mem')
  assert.equal('phone' in body, false)
  assert.deepEqual(body.organizations, [
    { id: owner.organizationId, state: 'active', roles: ['viewer'] },
  ])
  const change = await call(it, 'updateUser', { key: owner.key, params, body: { firstName: 'X' } })
  assert.equal(change.status, 404)
})

test('a user elsewhere, or for eyes without members:read, is one that never existed', async () => {
  const owner = await givenMerchant(it)
  const other = await givenMerchant(it)
  const analyst = await givenMember(it, owner, ['analyst'])
  const params = { id: other.userId }
  const never = { id: 'usr_00000000000000000000000000000000' }
  const foreign = await call(it, 'getUser', { key: owner.key, params })
  assert.equal(foreign.status, 404)
  assert.deepEqual(
    foreign.body,
    (await call(it, 'getUser', { key: owner.key, params: never })).body,
  )
  const unseen = { headers: analyst.signedIn, params: { id: owner.userId } }
  assert.equal((await call(it, 'getUser', unseen)).status, 404)
})

test('a key says nothing of the other organizations of its user', async () => {
  const first = await givenMerchant(it)
  const second = await givenOrganization(it, 'consumer')
  const { email, signedIn, userId } = await givenMember(it, first, ['developer'])
  const { body: offer } = await call(it, 'createInvitation', {
    key: second.key,
    params: { id: second.organizationId },
    body: { email, roles: ['viewer'] },
  })
  const answer = { headers: signedIn, params: { id: offer.id }, body: { code: offer.code } }
  assert.equal((await call(it, 'acceptInvitation', answer)).status, 200)
  const { body: made } = await call(it, 'createApiKey', { headers: signedIn, body: { name: 'k' } })
  const own = await call(it, 'getUser', { key: made.key, params: { id: userId } })
  assert.deepEqual(
    own.body.organizations.map(({ id }: { id: string }) => id),
    [first.organizationId],
  )
})
