// Who holds a link, at every endpoint of the contract: what the link allows is allowed, and nothing else in the house.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PortalPermission } from '@tallystick/contract/permissions.ts'
import { portalPermissions } from '@tallystick/contract/permissions.ts'
import { fingerprints } from '../harness/fingerprints.ts'
import { allow, givenHolders, givenNeighbours, type Holder } from '../harness/link-holders.ts'
import { givenLink, linkOf, tokenOf } from '../harness/links.ts'
import { callPatiently } from '../harness/patience.ts'
import { call, givenOrganization, type Party, product } from '../harness/product.ts'
import { everyEndpoint, type Named } from './endpoints.ts'
import { rightRequest } from './right-request.ts'
import { neverExisted } from './sample.ts'

const it = product({
  arrange: async (of) => {
    world = await givenNeighbours(of)
    platform = await givenOrganization(of, 'platform')
    holders = await givenHolders(of, world)
  },
})
let world: Awaited<ReturnType<typeof givenNeighbours>>
let platform: Party
let holders: readonly Holder[]

/** For objects of the holder's own merchant, its own where there is a choice. */
function requestFor({ endpoint }: Named) {
  const { own, merchant } = world
  return rightRequest(endpoint, (field, { pattern = '' }) => {
    if (field === 'merchantId' || field === 'organizationId') return merchant.organizationId
    if (field === 'id' && endpoint.path.startsWith('/v0/organizations/{id}')) {
      return merchant.organizationId
    }
    const prefix = /^\^\(?([a-z]+)[|_]/.exec(pattern)?.[1] ?? ''
    return own.byPrefix[prefix]
  })
}

const accessOf = ({ endpoint: { access } }: Named) => access
const ofLinks = everyEndpoint.filter((named) => accessOf(named).kind === 'portal')
const closed = everyEndpoint.filter((named) => accessOf(named).kind !== 'open')

/** 403, but that to everyone else the endpoints of the platform do not exist; undefined where the holder gets in. */
function refusalFor(named: Named, { permissions }: Holder): 403 | 404 | undefined {
  const access = accessOf(named)
  if (access.kind === 'platform') return 404
  if (access.kind !== 'portal') return 403
  return permissions.has(access.permission) ? undefined : 403
}

test('at every endpoint a link is refused whatever it does not allow, and that leaves no trace', async () => {
  const before = await fingerprints(it)
  let refused = 0
  for (const named of closed) {
    // What is no link's business is asked for by those who may most.
    const asking = accessOf(named).kind === 'portal' ? holders : holders.slice(-2)
    for (const holder of asking) {
      const expected = refusalFor(named, holder)
      if (expected === undefined) continue
      const { name } = named
      const reply = await call(it, name, { ...requestFor(named), key: holder.token })
      assert.equal(reply.status, expected, `${name} by ${holder.who}`)
      refused += 1
    }
  }
  assert.ok(refused > 350, `only ${refused} requests were refused`)
  assert.deepEqual(await fingerprints(it), before)
})

test('what a link allows gets in, for each permission that there is', async () => {
  const used = new Set<PortalPermission>()
  for (const named of ofLinks) {
    const access = accessOf(named)
    assert.ok(access.kind === 'portal')
    for (const holder of holders.filter(({ permissions }) => permissions.has(access.permission))) {
      // Of objects that never existed, so that each finds what the one before it found.
      const request = rightRequest(named.endpoint)
      const { status } = await call(it, named.name, { ...request, key: holder.token })
      assert.ok(status < 500 && status !== 401 && status !== 403, `${named.name}: ${status}`)
      used.add(access.permission)
    }
  }
  assert.deepEqual([...used].sort(), Object.keys(portalPermissions).sort())
})

test('where everybody may go, a link opens no more than no credentials at all', async () => {
  for (const named of everyEndpoint.filter((each) => accessOf(each).kind === 'open')) {
    const request = requestFor(named)
    const anonymous = await call(it, named.name, request)
    for (const { who, token } of holders.slice(-2)) {
      const reply = await call(it, named.name, { ...request, key: token })
      const isNoMore = reply.status === anonymous.status || reply.status === 403
      assert.ok(isNoMore, `${named.name} by ${who}: ${reply.status}, not ${anonymous.status}`)
    }
  }
})

test('nobody acts as a customer without its link: not its merchant, nor another, nor the platform', async () => {
  const before = await fingerprints(it)
  for (const named of ofLinks) {
    for (const { key } of [world.merchant, world.foreign, platform]) {
      const { status } = await call(it, named.name, { ...requestFor(named), key })
      assert.equal(status, 403, named.name)
    }
  }
  const { api_keys: _, ...rest } = await fingerprints(it)
  const { api_keys: __, ...unchanged } = before
  assert.deepEqual(rest, unchanged)
})

test('what the merchant switches off, no link allows any more, and what it switches on, again', async () => {
  const { merchant } = world
  const all = holders.find(({ who }) => who === 'one who may everything')
  assert.ok(all)
  const statusOf = async ({ endpoint, name }: Named) =>
    (await call(it, name, { ...rightRequest(endpoint), key: all.token })).status
  const switched = ofLinks.filter((named) => {
    const access = accessOf(named)
    return access.kind === 'portal' && !['portal:read', 'portal:pay'].includes(access.permission)
  })
  await allow(it, merchant, [])
  for (const named of switched) assert.equal(await statusOf(named), 403, named.name)
  await allow(it, merchant)
  for (const named of switched) assert.notEqual(await statusOf(named), 403, named.name)
})

test('a link opens nothing with the secret of another', async () => {
  const { merchant, foreign, own, other, neighbour, stranger } = world
  const links = []
  for (const [party, { id }] of [
    [merchant, own],
    [merchant, other],
    [merchant, neighbour],
    [foreign, stranger],
  ] as const) {
    links.push(linkOf((await givenLink(it, party, { id })).body.url))
  }
  for (const { id } of links) {
    const never = { id: neverExisted('pl'), code: links[0]?.code ?? '' }
    const { body: unknown } = await callPatiently(it, 'createPortalSession', { body: never })
    for (const { id: codeOf, code } of links) {
      const reply = await callPatiently(it, 'createPortalSession', { body: { id, code } })
      if (id === codeOf) assert.equal(reply.status, 201)
      else assert.deepEqual([reply.status, reply.body], [404, unknown])
    }
  }
})

test('who held a link that was revoked, or that nobody used for a quarter of an hour, is nobody', async () => {
  const { merchant, own } = world
  const { body } = await givenLink(it, merchant, { id: own.id })
  const token = await tokenOf(it, body.url)
  const params = { id: own.id, linkId: linkOf(body.url).id }
  const revoked = await call(it, 'revokePortalLink', { key: merchant.key, params })
  assert.equal(revoked.status, 204)
  const assertNobody = async (key: string, why: string) => {
    for (const named of closed) {
      const reply = await call(it, named.name, { ...requestFor(named), key })
      assert.equal(reply.status, 401, `${named.name} ${why}`)
    }
  }
  await assertNobody(token, 'by a revoked link')
  it.clock.now = it.clock.now.add({ minutes: 16 })
  for (const holder of holders.slice(-2)) await assertNobody(holder.token, `by ${holder.who}, idle`)
})
