import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenMember, password, signIn } from '../../../test/harness/people.ts'
import { call, givenMerchant, product } from '../../../test/harness/product.ts'

const it = product()
const newPassword = 'staple battery horse'

type As = { readonly key?: string; readonly headers?: Readonly<Record<string, string>> }

const change = (as: As, id: string, body: object = { currentPassword: password, newPassword }) =>
  call(it, 'changePassword', { ...as, params: { id }, body })

test('a changed password is the one to sign in with, and ends every other session, but no key', async () => {
  const { email, userId, signedIn } = await givenMember(it, await givenMerchant(it), ['developer'])
  const other = await signIn(it, email)
  const { body: made } = await call(it, 'createApiKey', { headers: signedIn, body: { name: 'k' } })

  const changed = await change({ headers: signedIn }, userId)

  assert.equal(changed.status, 204)
  assert.equal(changed.body, undefined)
  const current = async (headers: Readonly<Record<string, string>>) =>
    (await call(it, 'getCurrentSession', { headers })).status
  assert.equal(await current(signedIn), 200)
  assert.equal(await current(other.signedIn), 401)
  assert.equal((await call(it, 'listProducts', { key: made.key })).status, 200)
  const attempt = async (tried: string) =>
    (await call(it, 'createSession', { body: { email, password: tried } })).status
  assert.equal(await attempt(password), 401)
  assert.equal(await attempt(newPassword), 201)
})

test('the sessions of others are left alone', async () => {
  const owner = await givenMerchant(it)
  const one = await givenMember(it, owner, ['viewer'])
  const other = await givenMember(it, owner, ['viewer'])
  assert.equal((await change({ headers: one.signedIn }, one.userId)).status, 204)
  assert.equal((await call(it, 'getCurrentSession', { headers: other.signedIn })).status, 200)
})

test('without the current password nothing changes, and guessing at it is slowed down', async () => {
  const { email, userId, signedIn } = await givenMember(it, await givenMerchant(it), ['viewer'])
  const other = await signIn(it, email)
  const guess = () =>
    change({ headers: signedIn }, userId, { currentPassword: 'guess', newPassword })
  const first = await guess()
  assert.deepEqual([first.status, first.body.code], [403, 'WRONG_PASSWORD'])
  assert.equal((await call(it, 'getCurrentSession', { headers: other.signedIn })).status, 200)
  const statuses: number[] = []
  // A window may end in between, so it can take twice as many.
  while (statuses.length < 21 && statuses.at(-1) !== 429) statuses.push((await guess()).status)
  assert.equal(statuses.at(-1), 429)
})

test('a new password has twelve characters at least', async () => {
  const { userId, signedIn } = await givenMember(it, await givenMerchant(it), ['viewer'])
  const body = { currentPassword: password, newPassword: 'x'.repeat(11) }
  const { status, body: refused } = await change({ headers: signedIn }, userId, body)
  assert.equal(status, 400)
  assert.equal(refused.errors[0].field, 'newPassword')
})

test('nobody changes the password of somebody else, and a key not even that of its own user', async () => {
  const owner = await givenMerchant(it)
  const { userId, signedIn } = await givenMember(it, owner, ['admin'])
  const colleague = await change({ headers: signedIn }, owner.userId)
  assert.equal(colleague.status, 404)
  const never = await change({ headers: signedIn }, 'usr_00000000000000000000000000000000')
  assert.deepEqual(colleague.body, never.body)
  assert.equal((await change({ key: owner.key }, userId)).status, 404)
  const { body: made } = await call(it, 'createApiKey', { headers: signedIn, body: { name: 'k' } })
  assert.equal((await change({ key: made.key }, userId)).status, 403)
})

test('of two who change the same password at once, one is told that it is no longer right', async () => {
  const { email, userId, signedIn } = await givenMember(it, await givenMerchant(it), ['viewer'])
  const other = await signIn(it, email)
  const replies = await Promise.all([
    change({ headers: signedIn }, userId),
    change({ headers: other.signedIn }, userId),
  ])
  const statuses = replies.map(({ status }) => status).sort()
  assert.equal(statuses[0], 204)
  // The other one may have been signed out before it was even admitted.
  assert.ok([401, 403].includes(statuses[1] ?? 0), String(statuses[1]))
})
