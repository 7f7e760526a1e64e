import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenLink, linkOf, tokenOf } from '../../test/harness/links.ts'
import { call, product } from '../../test/harness/product.ts'
import { givenSeller, type Seller, subscribe } from '../../test/harness/subscribed.ts'
import { fromPortalToken } from '../access/portal-token.ts'

const it = product()

const list = (seller: Seller, id: string, query = {}) =>
  call(it, 'listPortalLinks', { key: seller.key, params: { id }, query })
const revoke = (seller: Seller, id: string, linkId: string) =>
  call(it, 'revokePortalLink', { key: seller.key, params: { id, linkId } })

/** A link to the portal of the subscription, with the id and the code in its address. */
async function given(seller: Seller, id: string, expiresIn?: string) {
  const { body } = await givenLink(it, seller, { id, ...(expiresIn && { expiresIn }) })
  it.clock.now = it.clock.now.add({ seconds: 1 })
  return { url: body.url as string, ...linkOf(body.url) }
}

test('links are listed with all but their secret, the newest first', async () => {
  const seller = await givenSeller(it)
  const { body } = await subscribe(it, seller)
  const { body: neighbour } = await subscribe(it, seller)
  const madeAt = it.clock.now
  const first = await given(seller, body.id)
  const second = await given(seller, body.id, 'PT1H')
  await given(seller, neighbour.id)
  it.clock.now = madeAt.add({ minutes: 5 })
  await tokenOf(it, second.url)
  const { status, body: links } = await list(seller, body.id)

  assert.equal(status, 200)
  assert.equal(links.pagination.total, 2)
  assert.deepEqual(links.data[1], {
    object: 'portalLink',
    id: first.id,
    subscriptionId: body.id,
    status: 'open',
    permissions: ['portal:read', 'portal:topup', 'portal:methods'],
    createdBy: seller.userId,
    createdAt: madeAt.toString(),
    expiresAt: madeAt.add({ minutes: 10 }).toString(),
  })
  assert.equal(links.data[0].lastUsedAt, it.clock.now.toString())
  const seen = JSON.stringify(links)
  for (const { code } of [first, second]) assert.ok(!seen.includes(code))

  const page = await list(seller, body.id, { limit: 1, offset: 1 })
  assert.deepEqual(page.body.data, [links.data[1]])
  it.clock.now = madeAt.add({ minutes: 10 })
  const later = await list(seller, body.id)
  assert.deepEqual(
    later.body.data.map((link: { status: string }) => link.status),
    ['open', 'expired'],
  )
})

test('a revoked link opens nothing, and what it opened ends at once; other links live on', async () => {
  const seller = await givenSeller(it)
  const { body } = await subscribe(it, seller)
  const link = await given(seller, body.id)
  const other = await given(seller, body.id)
  const tokens = [await tokenOf(it, link.url), await tokenOf(it, link.url)]
  const untouched = await tokenOf(it, other.url)
  const look = async (key: string) => (await call(it, 'getPortalOverview', { key })).status
  for (const key of tokens) assert.equal(await look(key), 200)

  const revokedAt = it.clock.now
  assert.equal((await revoke(seller, body.id, link.id)).status, 204)
  for (const key of tokens) assert.equal(await look(key), 401)
  assert.equal(await look(untouched), 200)
  const { id, code } = link
  assert.equal((await call(it, 'createPortalSession', { body: { id, code } })).status, 410)

  it.clock.now = it.clock.now.add({ minutes: 1 })
  assert.equal((await revoke(seller, body.id, link.id)).status, 204)
  const { body: links } = await list(seller, body.id)
  const revoked = links.data.find((one: { id: string }) => one.id === link.id)
  assert.equal(revoked.status, 'revoked')
  assert.equal(revoked.revokedAt, revokedAt.toString())
})

test('links are revoked by their merchant, under their own subscription', async () => {
  const seller = await givenSeller(it)
  const stranger = await givenSeller(it)
  const { body } = await subscribe(it, seller)
  const { body: neighbour } = await subscribe(it, seller)
  const { body: theirs } = await subscribe(it, stranger)
  const link = await given(seller, body.id)
  assert.equal((await revoke(seller, neighbour.id, link.id)).status, 404)
  assert.equal((await revoke(stranger, body.id, link.id)).status, 404)
  assert.equal((await revoke(stranger, theirs.id, link.id)).status, 404)
  assert.equal((await list(stranger, body.id)).status, 404)
  assert.equal((await list(seller, body.id)).body.data[0].status, 'open')
})

test('what a merchant switches off is gone from the sessions of its links at once', async () => {
  const seller = await givenSeller(it)
  const { body } = await subscribe(it, seller)
  const { key, organizationId: id } = seller
  const change = (customersMay: object) =>
    call(it, 'updatePortalSettings', { key, params: { id }, body: { customersMay } })
  await change({ cancel: true })
  const token = await tokenOf(it, (await given(seller, body.id)).url)
  const held = async () =>
    [...(await fromPortalToken(it.installation.workspace, token)).permissions].toSorted()
  assert.deepEqual(await held(), ['portal:cancel', 'portal:methods', 'portal:read', 'portal:topup'])

  await change({ cancel: false, topUp: false })
  assert.deepEqual(await held(), ['portal:methods', 'portal:read'])
  // On again, it holds where it was given, and a link that never had it does not get it.
  await change({ cancel: true, topUp: true, changePlan: true })
  assert.deepEqual(await held(), ['portal:cancel', 'portal:methods', 'portal:read', 'portal:topup'])
})
