import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenMember, password, signIn } from '../../../test/harness/people.ts'
import { call, givenMerchant, product } from '../../../test/harness/product.ts'

const it = product()

test('signing in sets a cookie that no script reads and no other host gets', async () => {
  const { email } = await givenMember(it, await givenMerchant(it), ['viewer'])
  const { status, headers, body } = await call(it, 'createSession', { body: { email, password } })
  assert.equal(status, 201)
  assert.match(
    String(headers['set-cookie']),
    /^__Host-tally_session=[0-9a-f]{64}; Max-Age=1209600; Path=\/; Secure; HttpOnly; SameSite=Lax$/,
  )
  assert.equal(body.user.email, email)
  assert.equal(body.expiresAt, it.clock.now.add({ hours: 14 * 24 }).toString())
})

test('an unknown address, a wrong password and a user without one are answered alike', async () => {
  const merchant = await givenMerchant(it)
  const { email } = await givenMember(it, merchant, ['viewer'])
  const { body: own } = await call(it, 'getUser', {
    key: merchant.key,
    params: { id: merchant.userId },
  })
  const replies = [
    await call(it, 'createSession', { body: { email, password: 'wrong' } }),
    await call(it, 'createSession', { body: { email: 'nobody@example.com', password } }),
    await call(it, 'createSession', { body: { email: own.email, password } }),
  ]
  for (const { status, body, headers } of replies) {
    assert.equal(status, 401)
    assert.equal(body.code, 'INVALID_CREDENTIALS')
    assert.deepEqual(body, replies[0]?.body)
    assert.equal(headers['set-cookie'], undefined)
  }
})

test('guessing at one login is slowed down, whether or not it exists', async () => {
  const { email } = await givenMember(it, await givenMerchant(it), ['viewer'])
  for (const address of [email, 'never-heard-of@example.com']) {
    const attempt = () => call(it, 'createSession', { body: { email: address, password: 'guess' } })
    const statuses: number[] = []
    // A window may end in between, so it can take twice as many.
    while (statuses.length < 21 && statuses.at(-1) !== 429) statuses.push((await attempt()).status)
    assert.ok(statuses.length >= 10)
    assert.equal(statuses.at(-1), 429)
  }
})

test('every tab is told the same CSRF token, and a change without it is refused', async () => {
  const merchant = await givenMerchant(it)
  const { signedIn, userId } = await givenMember(it, merchant, ['developer'])
  const { cookie = '', 'tally-csrf-token': csrfToken } = signedIn
  const current = await call(it, 'getCurrentSession', { headers: { cookie } })
  assert.equal(current.status, 200)
  assert.equal(current.body.csrfToken, csrfToken)

  const params = { id: userId }
  const body = { firstName: 'Eve' }
  for (const forged of ['', '0'.repeat(64)]) {
    const headers = { cookie, 'tally-csrf-token': forged }
    assert.equal((await call(it, 'updateUser', { headers, params, body })).status, 403)
  }
  assert.equal((await call(it, 'updateUser', { headers: signedIn, params, body })).status, 200)
})

test('signing out ends the session, and its cookie does not stand in the way of another', async () => {
  const { signedIn, email } = await givenMember(it, await givenMerchant(it), ['viewer'])
  const out = await call(it, 'deleteCurrentSession', { headers: signedIn })
  assert.equal(out.status, 204)
  assert.match(String(out.headers['set-cookie']), /^__Host-tally_session=; Max-Age=0;/)
  assert.equal((await call(it, 'getCurrentSession', { headers: signedIn })).status, 401)
  const again = await call(it, 'createSession', { headers: signedIn, body: { email, password } })
  assert.equal(again.status, 201)
})

test('a session ends when it was idle for a day, and after two weeks however busy', async () => {
  const { signedIn, email } = await givenMember(it, await givenMerchant(it), ['viewer'])
  const { cookie = '' } = signedIn
  const asks = async () => (await call(it, 'getCurrentSession', { headers: { cookie } })).status
  it.clock.now = it.clock.now.add({ hours: 23 })
  assert.equal(await asks(), 200)
  it.clock.now = it.clock.now.add({ hours: 25 })
  assert.equal(await asks(), 401)

  const busy = await signIn(it, email)
  const headers = { cookie: busy.signedIn['cookie'] ?? '' }
  for (let day = 0; day < 15; day += 1) {
    const { status } = await call(it, 'getCurrentSession', { headers })
    assert.equal(status, 200, `day ${day}`)
    it.clock.now = it.clock.now.add({ hours: 23 })
  }
  assert.equal((await call(it, 'getCurrentSession', { headers })).status, 401)
})

test('a session acts for the organization it names, if its user is an active member there', async () => {
  const merchant = await givenMerchant(it)
  const other = await givenMerchant(it)
  const { signedIn } = await givenMember(it, merchant, ['viewer'])
  assert.equal((await call(it, 'listProducts', { headers: signedIn })).status, 200)
  const elsewhere = { ...signedIn, 'tally-organization': other.organizationId }
  const nowhere = { ...signedIn, 'tally-organization': 'org_00000000000000000000000000000000' }
  const foreign = await call(it, 'listProducts', { headers: elsewhere })
  assert.equal(foreign.status, 404)
  assert.deepEqual(foreign.body, (await call(it, 'listProducts', { headers: nowhere })).body)
  const { cookie = '' } = signedIn
  assert.equal((await call(it, 'listProducts', { headers: { cookie } })).status, 403)
})

test('an API key is not a session, and names no other organization than its own', async () => {
  const { key } = await givenMerchant(it)
  const other = await givenMerchant(it)
  assert.equal((await call(it, 'getCurrentSession', { key })).status, 403)
  const headers = { 'tally-organization': other.organizationId }
  assert.equal((await call(it, 'listProducts', { key, headers })).status, 404)
})

test('a flood of sign-ins is turned away politely, and everybody else is served meanwhile', async () => {
  const merchant = await givenMerchant(it)
  let answered = 0
  const flood = Array.from({ length: 150 }, async (_, at) => {
    const headers = { 'x-forwarded-for': `203.0.113.${at}` }
    const body = { email: `flood${at}@example.com`, password: 'guess' }
    const reply = await call(it, 'createSession', { headers, body })
    answered += 1
    return reply
  })
  assert.equal((await call(it, 'listProducts', { key: merchant.key })).status, 200)
  assert.ok(answered < 150, 'the call waited for the whole flood')

  const replies = await Promise.all(flood)
  const refused = replies.filter(({ status }) => status === 503)
  assert.ok(refused.length > 0)
  for (const { headers, body } of refused) {
    assert.equal(headers['retry-after'], '2')
    assert.equal(body.code, 'UNAVAILABLE')
  }
  assert.ok(replies.every(({ status }) => status === 503 || status === 401))
})
