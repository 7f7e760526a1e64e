import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { payAt } from '../../test/harness/checkout.ts'
import { givenLink, givenViewer, linkOf, tokenOf } from '../../test/harness/links.ts'
import { call, product } from '../../test/harness/product.ts'
import { givenSeller, subscribe } from '../../test/harness/subscribed.ts'
import { transact } from '../platform/workspace.ts'

const it = product()

test('a link carries its code in the fragment, for ten minutes unless told otherwise', async () => {
  const seller = await givenSeller(it)
  const { body } = await subscribe(it, seller)
  const { status, body: link } = await givenLink(it, seller, { id: body.id })
  assert.equal(status, 200)
  assert.equal(link.expiresAt, it.clock.now.add({ minutes: 10 }).toString())
  assert.match(link.url, /\/p\/pl_[0-9a-f]{32}#[0-9a-f]{64}$/)

  const week = await givenLink(it, seller, { id: body.id, expiresIn: 'P7D' })
  assert.equal(week.body.expiresAt, it.clock.now.add({ hours: 168 }).toString())
  for (const expiresIn of ['P8D', 'P1M', 'PT0S']) {
    const refused = await givenLink(it, seller, { id: body.id, expiresIn })
    assert.equal(refused.status, 400)
    assert.equal(refused.body.errors[0].field, 'expiresIn')
  }
})

test('a link works again and again until it expires, and what it opened lives on', async () => {
  const seller = await givenSeller(it)
  const { body } = await subscribe(it, seller)
  const { body: link } = await givenLink(it, seller, { id: body.id })
  const first = await call(it, 'createPortalSession', { body: linkOf(link.url) })
  assert.equal(first.status, 201)
  assert.equal(first.body.kind, 'portal')
  assert.match(first.body.token, /^pts_[0-9a-f]{64}$/)
  const second = await tokenOf(it, link.url)
  assert.notEqual(second, first.body.token)

  it.clock.now = it.clock.now.add({ minutes: 11 })
  const late = await call(it, 'createPortalSession', { body: linkOf(link.url) })
  assert.equal(late.status, 410)
  for (const key of [first.body.token, second]) {
    assert.equal((await call(it, 'getPortalOverview', { key })).status, 200)
  }
})

test('only who holds the code of a link learns that it has expired or was withdrawn', async () => {
  const seller = await givenSeller(it)
  const { body } = await subscribe(it, seller)
  const { body: link } = await givenLink(it, seller, { id: body.id })
  const { body: gone } = await givenLink(it, seller, { id: body.id })
  const { id, code } = linkOf(link.url)
  const exchange = (wish: object) =>
    call(it, 'createPortalSession', { body: { id, code, ...wish } })
  const principal = {
    role: 'tally_app' as const,
    scope: { organizationId: seller.organizationId },
    actor: { kind: 'system' as const, id: 'tests' },
    permissions: new Set<never>(),
  }
  await transact(it.installation.workspace, principal, async ({ db, now }) => {
    await sql`update tally.portal_links set revoked_at = ${now}
      where portal_link_id = ${linkOf(gone.url).id}`.execute(db)
  })

  const replies = [
    await exchange({ id: 'pl_00000000000000000000000000000000' }),
    await exchange({ id: 'ps_00000000000000000000000000000000' }),
    await exchange({ code: '0'.repeat(64) }),
    await exchange({ code: 'x' }),
    await exchange({ id: linkOf(gone.url).id }),
  ]
  const withdrawn = await exchange(linkOf(gone.url))
  it.clock.now = it.clock.now.add({ hours: 1 })
  replies.push(await exchange({ code: '0'.repeat(64) }))
  for (const late of [withdrawn, await exchange({})]) {
    assert.equal(late.status, 410)
    assert.equal(late.body.code, 'LINK_EXPIRED')
  }
  for (const reply of replies) {
    assert.equal(reply.status, 404)
    assert.deepEqual(reply.body, replies[0]?.body)
  }
})

test('whoever guesses codes is soon told to wait', async () => {
  const body = { id: 'pl_00000000000000000000000000000000', code: 'guess' }
  const headers = { 'x-forwarded-for': '203.0.113.9' }
  const statuses: number[] = []
  for (let tries = 0; tries < 130 && !statuses.includes(429); tries += 1) {
    statuses.push((await call(it, 'createPortalSession', { body, headers })).status)
  }
  assert.equal(statuses.at(-1), 429)
  assert.ok(statuses.slice(0, -1).every((status) => status === 404))
})

test('a session that is used lives eight hours, an idle one a quarter of an hour', async () => {
  const seller = await givenSeller(it)
  const { body } = await subscribe(it, seller)
  const key = await givenViewer(it, seller, body.id)
  const look = async () => (await call(it, 'getPortalOverview', { key })).status
  for (let minutes = 0; minutes < 470; minutes += 10) {
    it.clock.now = it.clock.now.add({ minutes: 10 })
    assert.equal(await look(), 200)
  }
  it.clock.now = it.clock.now.add({ minutes: 11 })
  assert.equal(await look(), 401)

  const idle = await givenViewer(it, seller, body.id)
  it.clock.now = it.clock.now.add({ minutes: 16 })
  assert.equal((await call(it, 'getPortalOverview', { key: idle })).status, 401)
})

test('the checkout’s own link opens the checkout, and not the portal', async () => {
  const seller = await givenSeller(it)
  const { body } = await subscribe(it, seller, { prefundAmount: '20' })
  const key = await tokenOf(it, body.payment.checkoutUrl)
  assert.equal((await call(it, 'getCheckout', { key })).status, 200)
  for (const name of ['getPortalOverview', 'listPortalCharges']) {
    assert.equal((await call(it, name, { key })).status, 403)
  }
  await payAt(it, body.payment.checkoutUrl)
  const after = await call(it, 'getCheckout', { key })
  assert.equal(after.body.status, 'completed')

  const viewer = await givenViewer(it, seller, body.id)
  assert.equal((await call(it, 'getCheckout', { key: viewer })).status, 403)
  assert.equal((await call(it, 'getSubscription', { key, params: { id: body.id } })).status, 403)
})
