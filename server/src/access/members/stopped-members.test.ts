// What ends with a member: within a second, and for good.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenLink, givenViewer, linkOf, tokenOf } from '../../../test/harness/links.ts'
import { givenMember } from '../../../test/harness/people.ts'
import { call, givenOrganization, type Party, product } from '../../../test/harness/product.ts'
import { givenSeller, subscribe } from '../../../test/harness/subscribed.ts'

const it = product()

const stopped = {
  suspended: (owner: Party, userId: string) =>
    call(it, 'updateMember', {
      key: owner.key,
      params: { id: owner.organizationId, userId },
      body: { state: 'suspended' },
    }),
  removed: (owner: Party, userId: string) =>
    call(it, 'removeMember', { key: owner.key, params: { id: owner.organizationId, userId } }),
}

for (const [how, stop] of Object.entries(stopped)) {
  test(`the key, the session and the portal links of a member who is ${how} end within a second`, async () => {
    const seller = await givenSeller(it)
    const { body: subscription } = await subscribe(it, seller)
    const { signedIn, userId } = await givenMember(it, seller, ['developer'])
    const { body: made } = await call(it, 'createApiKey', {
      headers: signedIn,
      body: { name: 'laptop' },
    })
    const by = { ...seller, key: made.key as string }
    const { body: link } = await givenLink(it, by, { id: subscription.id })
    const opened = await tokenOf(it, link.url)
    const others = await givenViewer(it, seller, subscription.id)
    const look = async (key: string) => (await call(it, 'getPortalOverview', { key })).status
    assert.deepEqual([await look(opened), await look(others)], [200, 200])
    assert.equal((await call(it, 'listProducts', { headers: signedIn })).status, 200)

    assert.ok((await stop(seller, userId)).status < 300)

    // The edge may still know the key; nothing that lasts is made with it any more.
    const { status } = await call(it, 'generatePortalLink', {
      key: by.key,
      params: { id: subscription.id },
      body: {},
    })
    assert.ok(status === 401 || status === 429, String(status))
    const child = await call(it, 'createApiKey', { key: by.key, body: { name: 'child' } })
    assert.equal(child.status, 401)
    assert.deepEqual([await look(opened), await look(others)], [401, 200])
    const again = await call(it, 'createPortalSession', { body: linkOf(link.url) })
    assert.equal(again.status, 410)
    assert.equal((await call(it, 'listProducts', { headers: signedIn })).status, 404)
    it.clock.now = it.clock.now.add({ seconds: 1 })
    assert.equal((await call(it, 'listProducts', { key: by.key })).status, 401)
  })
}

test('links that a member made before it was suspended stay ended when it comes back', async () => {
  const seller = await givenSeller(it)
  const { body: subscription } = await subscribe(it, seller)
  const { signedIn, userId } = await givenMember(it, seller, ['support'])
  const { body: link } = await call(it, 'generatePortalLink', {
    headers: signedIn,
    params: { id: subscription.id },
    body: { expiresIn: 'P1D' },
  })
  await stopped.suspended(seller, userId)
  const params = { id: seller.organizationId, userId }
  await call(it, 'updateMember', { key: seller.key, params, body: { state: 'active' } })
  const { status } = await call(it, 'createPortalSession', { body: linkOf(link.url) })
  assert.equal(status, 410)
})

test('a consumer stops its members too, though it makes no links', async () => {
  const owner = await givenOrganization(it, 'consumer')
  for (const stop of Object.values(stopped)) {
    const { signedIn, userId } = await givenMember(it, owner, ['viewer'])
    assert.ok((await stop(owner, userId)).status < 300)
    const params = { id: owner.organizationId }
    const reply = await call(it, 'getOrganization', { headers: signedIn, params })
    assert.equal(reply.status, 404)
  }
})
