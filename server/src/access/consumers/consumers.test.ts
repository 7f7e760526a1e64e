import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenMember, newEmail, password, signIn } from '../../../test/harness/people.ts'
import { call, givenMerchant, givenOrganization, product } from '../../../test/harness/product.ts'

const it = product({ config: { openSignup: true } })

const signup = () => {
  const email = newEmail()
  return { name: 'Ada', email, owner: { email, password } }
}

test('where sign-up is open, a merchant and a consumer sign up and sign in', async () => {
  for (const name of ['createSignup', 'createConsumer']) {
    const body = signup()
    const made = await call(it, name, { body })
    assert.equal(made.status, 201, JSON.stringify(made.body))
    const { signedIn, userId } = await signIn(it, body.email, made.body.id)
    assert.equal(userId, made.body.ownerUserId)
    const params = { id: made.body.id }
    const own = await call(it, 'getOrganization', { headers: signedIn, params })
    assert.deepEqual(own.body.kinds, [made.body.object])
    assert.equal((await call(it, name, { body })).body.code, 'EMAIL_TAKEN')
  }
})

test('a merchant becomes a consumer as well, and is then both', async () => {
  const { key, organizationId: id } = await givenMerchant(it)
  assert.equal((await call(it, 'getConsumer', { key, params: { id } })).status, 404)
  const headers = { 'idempotency-key': 'both' }
  const attach = () =>
    call(it, 'createConsumer', { key, headers, body: { organizationId: id, phone: '5' } })
  const first = await attach()
  assert.equal(first.status, 201)
  assert.equal(first.body.phone, '5')
  assert.deepEqual((await attach()).body, first.body)
  const own = await call(it, 'getOrganization', { key, params: { id } })
  assert.deepEqual(own.body.kinds, ['merchant', 'consumer'])
  const changed = await call(it, 'updateConsumer', { key, params: { id }, body: { name: 'Both' } })
  assert.equal(changed.body.name, 'Both')
})

test('only a member with the permission makes an organization a consumer', async () => {
  const owner = await givenMerchant(it)
  const other = await givenMerchant(it)
  const viewer = await givenMember(it, owner, ['viewer'])
  const body = { organizationId: owner.organizationId }
  const attach = (as: object) => call(it, 'createConsumer', { ...as, body })
  assert.equal((await attach({})).status, 401)
  assert.equal((await attach({ headers: viewer.signedIn })).status, 403)
  const foreign = await attach({ key: other.key })
  assert.equal(foreign.status, 404)
  const { cookie = '' } = viewer.signedIn
  assert.equal((await attach({ headers: { cookie } })).status, 401)
})

test('another consumer is answered as one that never existed', async () => {
  const mine = await givenOrganization(it, 'consumer')
  const other = await givenOrganization(it, 'consumer')
  for (const name of ['getConsumer', 'updateConsumer', 'getOrganization', 'updateOrganization']) {
    const ask = (id: string) =>
      call(it, name, {
        key: mine.key,
        params: { id },
        ...(name.startsWith('update') && { body: { name: 'Mine' } }),
      })
    const foreign = await ask(other.organizationId)
    assert.equal(foreign.status, 404)
    assert.deepEqual(foreign.body, (await ask('org_00000000000000000000000000000000')).body)
    assert.equal((await ask(mine.organizationId)).status, 200)
  }
})
