import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newEmail, password, signIn } from '../../../test/harness/people.ts'
import {
  call,
  givenMerchant,
  givenOrganization,
  type Party,
  product,
} from '../../../test/harness/product.ts'

let platform: Party
const it = product({
  arrange: async (of) => {
    platform = await givenOrganization(of, 'platform')
  },
})

const newMerchant = (more: Readonly<Record<string, unknown>> = {}) => {
  const email = newEmail()
  return { name: 'Acme', email, owner: { email, password, firstName: 'Ann' }, ...more }
}

test('the platform creates a merchant whose owner signs in and owns it', async () => {
  const body = newMerchant({
    supportedCurrencies: ['EUR'],
    platformFee: { percent: '2.50', fixed: { EUR: '0.30' } },
  })
  const created = await call(it, 'createMerchant', { key: platform.key, body })
  assert.equal(created.status, 201)
  const { id, ownerUserId, platformFee, supportedCurrencies } = created.body
  assert.deepEqual(platformFee, { percent: '2.5', fixed: { EUR: '0.30' } })
  assert.deepEqual(supportedCurrencies, ['EUR'])
  const { signedIn, userId } = await signIn(it, body.email, id)
  assert.equal(userId, ownerUserId)
  const own = await call(it, 'getOrganization', { headers: signedIn, params: { id } })
  assert.deepEqual(own.body.kinds, ['merchant'])
  assert.deepEqual(own.body.platformFee, platformFee)
})

test('the same Idempotency-Key makes one merchant, and a taken address none', async () => {
  const body = newMerchant()
  const headers = { 'idempotency-key': 'once' }
  const first = await call(it, 'createMerchant', { key: platform.key, body, headers })
  const again = await call(it, 'createMerchant', { key: platform.key, body, headers })
  assert.deepEqual(again.body, first.body)
  const taken = await call(it, 'createMerchant', { key: platform.key, body })
  assert.equal(taken.status, 409)
  assert.equal(taken.body.code, 'EMAIL_TAKEN')
})

test('to everybody but the platform its endpoints do not exist', async () => {
  const { key, organizationId } = await givenMerchant(it)
  const consumer = await givenOrganization(it, 'consumer')
  for (const one of [key, consumer.key]) {
    const made = await call(it, 'createMerchant', { key: one, body: newMerchant() })
    assert.equal(made.status, 404)
    assert.equal((await call(it, 'listMerchants', { key: one })).status, 404)
    const params = { id: organizationId }
    const body = { platformFee: { percent: '0' } }
    assert.equal((await call(it, 'updateMerchant', { key: one, params, body })).status, 404)
  }
})

test('the platform alone sets its fee', async () => {
  const { key, organizationId: id } = await givenMerchant(it)
  const fee = { percent: '100', fixed: { USD: '1' } }
  const changed = await call(it, 'updateMerchant', {
    key: platform.key,
    params: { id },
    body: { platformFee: fee, supportedCurrencies: ['GBP'] },
  })
  assert.deepEqual(changed.body.platformFee, fee)
  const own = await call(it, 'updateOrganization', {
    key,
    params: { id },
    body: { platformFee: { percent: '0' }, phone: '12' },
  })
  assert.deepEqual(own.body.platformFee, fee)
  assert.deepEqual(own.body.supportedCurrencies, ['GBP'])
  assert.equal(own.body.phone, '12')
})

test('a merchant sells in currencies that money can be counted in, whoever names them', async () => {
  const { key, organizationId: id } = await givenMerchant(it)
  const body = { supportedCurrencies: ['EUR', 'XXX'] }
  const asked = { params: { id }, body }
  for (const reply of [
    await call(it, 'updateOrganization', { key, ...asked }),
    await call(it, 'updateMerchant', { key: platform.key, ...asked }),
  ]) {
    assert.equal(reply.status, 400)
    assert.equal(reply.body.errors[0].field, 'supportedCurrencies.1')
  }
})

test('merchants are found by their whole name in any case, also after they changed it', async () => {
  const { key, organizationId: id } = await givenMerchant(it, 'Quick Brown')
  const found = async (name: string) => {
    const { body } = await call(it, 'listMerchants', { key: platform.key, query: { name } })
    return body.data.map((one: { id: string }) => one.id)
  }
  assert.deepEqual(await found('quick brown'), [id])
  await call(it, 'updateOrganization', { key, params: { id }, body: { name: 'Lazy Dog' } })
  assert.deepEqual(await found('quick brown'), [])
  assert.deepEqual(await found('LAZY DOG'), [id])
  assert.deepEqual(await found('Lazy'), [])
})

test('a list past its end still says how many there are', async () => {
  const { body } = await call(it, 'listMerchants', { key: platform.key, query: { offset: 1000 } })
  assert.equal(body.data.length, 0)
  assert.ok(body.pagination.total > 0)
})

test('where sign-up is closed nobody signs up, and is told so', async () => {
  for (const name of ['createSignup', 'createConsumer']) {
    const reply = await call(it, name, { body: newMerchant() })
    assert.equal(reply.status, 403)
    assert.equal(reply.body.code, 'SIGNUP_CLOSED')
  }
  const body = newMerchant()
  const byPlatform = await call(it, 'createConsumer', { key: platform.key, body })
  assert.equal(byPlatform.status, 201)
})

test('a consumer becomes a merchant as well, by the platform; one that nobody knows does not', async () => {
  const { key, organizationId } = await givenOrganization(it, 'consumer')
  assert.equal((await call(it, 'listProducts', { key })).status, 403)
  const body = { organizationId, supportedCurrencies: ['USD'] }
  const made = await call(it, 'createMerchant', { key: platform.key, body })
  assert.equal(made.status, 201)
  assert.equal(made.body.id, organizationId)
  it.clock.now = it.clock.now.add({ seconds: 1 })
  assert.equal((await call(it, 'listProducts', { key })).status, 200)
  const nobody = await call(it, 'createMerchant', {
    key: platform.key,
    body: { organizationId: 'org_00000000000000000000000000000000' },
  })
  assert.equal(nobody.status, 404)
})
