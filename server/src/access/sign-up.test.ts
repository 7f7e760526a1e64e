// What a lost reply costs whoever signs up or answers an invitation: nothing, when the same is sent again.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asAdministrator } from '../../test/harness/database.ts'
import { givenMember, invite, newEmail, password, signIn } from '../../test/harness/people.ts'
import { call, givenMerchant, product } from '../../test/harness/product.ts'

const it = product({ config: { openSignup: true } })

const signup = () => {
  const email = newEmail()
  return { name: 'Ada', email, owner: { email, password } }
}

/** From a network of its own: sign-ups are few per network. */
let networks = 0
function sent(key: string) {
  networks += 1
  return { 'idempotency-key': key, 'x-forwarded-for': `198.51.100.${networks}` }
}

test('a sign-up that is sent again is answered as the first time, and founds nothing more', async () => {
  for (const name of ['createSignup', 'createConsumer']) {
    const body = signup()
    const first = await call(it, name, { headers: sent('lost'), body })
    assert.equal(first.status, 201, JSON.stringify(first.body))
    const again = await call(it, name, { headers: sent('lost'), body })
    assert.equal(again.status, 201)
    assert.deepEqual(again.body, first.body)
    const { signedIn, userId } = await signIn(it, body.email, first.body.id)
    assert.equal(userId, first.body.ownerUserId)
    const own = await call(it, 'getUser', { headers: signedIn, params: { id: userId } })
    assert.equal(own.body.organizations.length, 1)
  }
})

test('two sign-ups of one key at once found one organization', async () => {
  const body = signup()
  const replies = await Promise.all(
    [1, 2].map(() => call(it, 'createSignup', { headers: sent('twice'), body })),
  )
  const ids = new Set(
    replies.flatMap((reply) => (reply.status === 201 ? [reply.body.id as string] : [])),
  )
  assert.equal(ids.size, 1)
  assert.ok(replies.every(({ status }) => status === 201 || status === 409))
})

test('who does not know the password learns nothing from the key of a sign-up', async () => {
  const body = signup()
  const headers = sent('secret')
  assert.equal((await call(it, 'createSignup', { headers, body })).status, 201)
  const stranger = { ...body, owner: { ...body.owner, password: 'a guess of twelve' } }
  const withKey = await call(it, 'createSignup', { headers, body: stranger })
  const without = await call(it, 'createSignup', { headers: sent('another'), body: stranger })
  assert.deepEqual([withKey.status, withKey.body.code], [409, 'EMAIL_TAKEN'])
  assert.deepEqual(without.body, withKey.body)
})

test('the key of a sign-up with another payload is refused', async () => {
  const body = signup()
  const headers = sent('changed')
  assert.equal((await call(it, 'createSignup', { headers, body })).status, 201)
  const { status, body: refused } = await call(it, 'createSignup', {
    headers,
    body: { ...body, name: 'Bea' },
  })
  assert.deepEqual([status, refused.code], [422, 'IDEMPOTENCY_KEY_REUSED'])
})

test('no fast hash of a payload with a password in it is kept', async () => {
  const body = signup()
  await call(it, 'createSignup', { headers: sent('slow'), body })
  const { id, code } = await invite(it, await givenMerchant(it), [newEmail(), 'viewer'])
  const answer = { code, password }
  const accepted = { headers: sent('slow too'), params: { id }, body: answer }
  assert.equal((await call(it, 'acceptInvitation', accepted)).status, 200)
  for (const payload of [body, answer].map((each) => JSON.stringify(each))) {
    const kept = await asAdministrator(it, async (client) => {
      const { rows } = await client.query<{ kept: number }>(
        `select count(*)::int as kept from tally.idempotency_keys
         where fingerprint = sha256(convert_to($1, 'UTF8'))`,
        [payload],
      )
      return rows[0]?.kept
    })
    assert.equal(kept, 0)
  }
})

test('an answer to an invitation that is sent again is answered as the first time', async () => {
  const owner = await givenMerchant(it)
  const joined = await invite(it, owner, [newEmail(), 'viewer'])
  const declined = await invite(it, owner, [newEmail(), 'viewer'])
  for (const [name, { id, code }, more] of [
    ['acceptInvitation', joined, { password, firstName: 'New' }],
    ['declineInvitation', declined, {}],
  ] as const) {
    const answer = (body: object) =>
      call(it, name, { headers: sent(name), params: { id }, body: { code, ...more, ...body } })
    const first = await answer({})
    assert.equal(first.status, 200)
    assert.deepEqual((await answer({})).body, first.body)
    assert.equal((await answer({ firstName: 'Else' })).body.code, 'IDEMPOTENCY_KEY_REUSED')
  }
  const params = { id: owner.organizationId }
  const members = await call(it, 'listMembers', { key: owner.key, params })
  assert.equal(members.body.pagination.total, 2)
})

test('a kept answer to an invitation is shown to nobody else who is signed in', async () => {
  const owner = await givenMerchant(it)
  const invited = await givenMember(it, await givenMerchant(it), ['viewer'])
  const other = await givenMember(it, await givenMerchant(it), ['viewer'])
  const { id, code } = await invite(it, owner, [invited.email, 'viewer'])
  const accept = (signedIn: object) =>
    call(it, 'acceptInvitation', {
      headers: { ...signedIn, ...sent('mine') },
      params: { id },
      body: { code },
    })
  const first = await accept(invited.signedIn)
  assert.equal(first.status, 200)
  assert.deepEqual((await accept(invited.signedIn)).body, first.body)
  assert.equal((await accept(other.signedIn)).status, 403)
  assert.equal((await accept({})).status, 401)
})

test('signing in takes no key: each time it opens a session of its own', async () => {
  const { email } = await givenMember(it, await givenMerchant(it), ['viewer'])
  const attempt = () =>
    call(it, 'createSession', { headers: sent('session'), body: { email, password } })
  const [first, second] = [await attempt(), await attempt()]
  assert.deepEqual([first.status, second.status], [201, 201])
  assert.notEqual(first.headers['set-cookie'], second.headers['set-cookie'])
})
