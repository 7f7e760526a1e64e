// Whose things a link reaches: whatever a request names, it is those of its own subscription and customer.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TSchema } from 'typebox'
import { fingerprintsOf } from '../harness/fingerprints.ts'
import {
  givenHolders,
  givenNeighbours,
  type Holder,
  type Subscribed,
} from '../harness/link-holders.ts'
import { call, product } from '../harness/product.ts'
import { everyEndpoint, idFields, type Named } from './endpoints.ts'
import { rightRequest } from './right-request.ts'
import { neverExisted } from './sample.ts'

const it = product({
  arrange: async (of) => {
    world = await givenNeighbours(of)
    const holders = await givenHolders(of, world)
    portal = named(holders, 'one who may everything')
    payer = named(holders, 'a payer')
  },
})
let world: Awaited<ReturnType<typeof givenNeighbours>>
let portal: Holder
let payer: Holder

function named(holders: readonly Holder[], wanted: string): Holder {
  const holder = holders.find(({ who }) => who === wanted)
  assert.ok(holder, wanted)
  return holder
}

const ofLinks = everyEndpoint.filter(({ endpoint }) => endpoint.access.kind === 'portal')

function keyFor({ endpoint: { access } }: Named): string {
  assert.ok(access.kind === 'portal')
  return portal.permissions.has(access.permission) ? portal.token : payer.token
}

/** A request that is right in every part, for what the holder's own subscription has. */
function ownRequest({ endpoint }: Named) {
  return rightRequest(endpoint, (field, { pattern = '' }) => {
    if (field === 'from') return it.clock.now.subtract({ hours: 48 }).toString()
    if (field === 'to') return it.clock.now.toString()
    return world.own.byPrefix[/^\^\(?([a-z]+)[|_]/.exec(pattern)?.[1] ?? '']
  })
}

/** A body that is one of several is looked at form by form. */
function forms({ name, endpoint }: Named): readonly Named[] {
  const { body, ...rest } = endpoint
  const several = (body as { readonly anyOf?: readonly TSchema[] } | undefined)?.anyOf
  return several
    ? several.map((form) => ({ name, endpoint: { ...rest, body: form } }))
    : [{ name, endpoint }]
}

/** By the prefix of an id, those that the link must not reach. */
function foreignIds(prefix: string): readonly string[] {
  const { own, other, neighbour, stranger } = world
  // Plans are the merchant's, and methods the customer's: another of its subscriptions has the same.
  const theirs: Readonly<Record<string, readonly Subscribed[]>> = {
    inv: [other, neighbour, stranger],
    pm: [neighbour, stranger],
    plan: [stranger],
  }
  const ids = (theirs[prefix] ?? []).flatMap(({ byPrefix }) => byPrefix[prefix] ?? [])
  assert.ok(!ids.includes(own.byPrefix[prefix] ?? ''), `${prefix} is the link's own`)
  return ids
}

test('what belongs to another subscription, customer or merchant is answered as what never existed', async () => {
  const probed: string[] = []
  for (const of of ofLinks.flatMap(forms)) {
    for (const { part, field, prefix } of idFields(of.endpoint)) {
      const ask = (id: string) => {
        const request = ownRequest(of)
        const body = { ...request[part], [field]: id }
        return call(it, of.name, { ...request, [part]: body, key: keyFor(of) })
      }
      const never = await ask(neverExisted(prefix))
      assert.ok(never.status >= 400, `${of.name} takes what never existed`)
      for (const id of foreignIds(prefix)) {
        const { status, body } = await ask(id)
        assert.deepEqual([status, body], [never.status, never.body], `${of.name}: ${field} ${id}`)
        probed.push(of.name)
      }
    }
  }
  for (const name of [
    'getPortalInvoice',
    'choosePortalPaymentMethod',
    'deletePortalPaymentMethod',
    'changePortalPlan',
    'previewPortalPlanChange',
    'payCheckout',
  ]) {
    assert.ok(probed.includes(name), `${name} was not probed`)
  }
})

test('a portal shows its own subscription, and nothing of another one', async () => {
  const { own } = world
  for (const of of ofLinks.filter(({ endpoint }) => endpoint.method === 'GET')) {
    const { status, body } = await call(it, of.name, { ...ownRequest(of), key: keyFor(of) })
    assert.equal(status, 200, `${of.name}: ${JSON.stringify(body)}`)
    assertNothingOfOthers(body, of.name)
  }
  const { body: overview } = await call(it, 'getPortalOverview', { key: portal.token })
  assert.deepEqual([overview.subscription.id, overview.subscription.name], [own.id, own.canary])
})

/** Of its customer's other subscription a link may tell what is the customer's: its funds and what it pays with. */
function assertNothingOfOthers(body: unknown, where: string) {
  const text = JSON.stringify(body)
  const { other, neighbour, stranger } = world
  const theirs = [other, neighbour, stranger].flatMap(({ id, canary, byPrefix }) => [
    ...[id, canary, byPrefix['inv']],
  ])
  const customers = [neighbour, stranger].flatMap(({ customerId, byPrefix }) => [
    ...[customerId, byPrefix['pm']],
  ])
  for (const each of [...theirs, ...customers]) {
    assert.ok(each && !text.includes(each), `${where} shows ${each}`)
  }
}

/** Every name under which a request could say whose things it means. */
function claims({ id, customerId, byPrefix }: Subscribed) {
  const organizationId = world.foreign.organizationId
  const invoice = { invoiceId: byPrefix['inv'] ?? '', subjectId: id }
  const owner = { merchantId: organizationId, organizationId, consumerId: organizationId }
  return { ...invoice, ...owner, customerId, subscriptionId: id, entityId: id }
}

test('what a request says of whose things it means changes nothing of what a link reads', async () => {
  for (const of of ofLinks.filter(({ endpoint }) => endpoint.method === 'GET')) {
    const request = ownRequest(of)
    const key = keyFor(of)
    const plain = await call(it, of.name, { ...request, key })
    for (const theirs of [world.other, world.neighbour, world.stranger]) {
      const query = { ...claims(theirs), ...request.query }
      const headers = { 'Tally-Organization': world.foreign.organizationId }
      const reply = await call(it, of.name, { ...request, query, headers, key })
      assert.deepEqual(reply.body, plain.body, of.name)
    }
  }
})

/** Whatever a link does. Paying comes first: the method with which it is paid is removed on the way. */
function acting(): readonly Named[] {
  const acts = ofLinks.filter(({ endpoint }) => endpoint.method !== 'GET').flatMap(forms)
  return acts.toSorted((one, two) => Number(isPaying(two)) - Number(isPaying(one)))
}

const isPaying = (of: Named) => keyFor(of) === payer.token

test('what a link does, whatever it says, leaves what is not its own as it was', async () => {
  const { other, neighbour, stranger } = world
  const ids = [other.id, neighbour.id, neighbour.customerId, stranger.id, stranger.customerId]
  const before = await fingerprintsOf(it, ids)
  const done = new Set<string>()
  for (const of of acting()) {
    for (const theirs of [other, neighbour, stranger]) {
      const request = ownRequest(of)
      const said = claims(theirs)
      const reply = await call(it, of.name, {
        ...request,
        query: { ...said, ...request.query },
        ...(request.body && { body: { ...said, ...request.body } }),
        key: keyFor(of),
      })
      assert.ok(reply.status < 500, of.name)
      if (reply.status < 300) done.add(of.name)
    }
  }
  assert.deepEqual(await fingerprintsOf(it, ids), before)
  for (const name of [
    'createPortalPaymentMethod',
    'createPortalTopup',
    'setPortalAutoTopUp',
    'updatePortalBillingDetails',
    'cancelPortalSubscription',
    'payCheckout',
  ]) {
    assert.ok(done.has(name), `${name} did nothing`)
  }
})
