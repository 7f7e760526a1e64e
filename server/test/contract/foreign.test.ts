// Foreign ids: for every endpoint, an id of another organization is answered as an id that never existed, byte for byte,
// and nothing of the other organization shows anywhere: not in a reply, not in a log line.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { callPatiently } from '../harness/patience.ts'
import { call, type Party, product } from '../harness/product.ts'
import { canaryOf, givenEverything, type World } from '../harness/world.ts'
import { everyEndpoint, idFields, type Named } from './endpoints.ts'
import { neverExisted, sample } from './sample.ts'

let ours: World
let theirs: World
const it = product({
  arrange: async (of) => {
    ours = await givenEverything(of, 'ours')
    theirs = await givenEverything(of, 'theirs')
  },
})

/** A request that is right in every part, for objects of our own. */
function rightRequest({ endpoint }: Named) {
  const name = (field: string, { pattern }: { pattern?: string }) => ours.idFor(field, pattern)
  const part = (schema: Parameters<typeof sample>[0] | undefined) =>
    schema ? (sample(schema, name) as Record<string, string>) : {}
  return {
    params: part(endpoint.params),
    query: part(endpoint.query),
    body: endpoint.body ? part(endpoint.body) : undefined,
  }
}

const keyFor = ({ endpoint }: Named, { merchant, platform }: World): Party =>
  endpoint.access.kind === 'platform' ? platform : merchant

test('an id of another organization is answered as one that never existed', async () => {
  let probed = 0
  for (const named of everyEndpoint) {
    const { endpoint, name } = named
    if (endpoint.access.kind === 'portal' || endpoint.access.kind === 'open') continue
    if (endpoint.access.kind === 'platform') continue
    for (const { part, field, prefix } of idFields(endpoint)) {
      const foreign = theirs.idFor(field, `^${prefix}_`, endpoint.path)
      if (!foreign) continue
      const ask = (id: string) => {
        const request = rightRequest(named)
        const changed = { ...request, [part]: { ...(request[part] as object), [field]: id } }
        return callPatiently(it, name, { ...changed, key: keyFor(named, ours).key, headers: {} })
      }
      const never = await ask(neverExisted(prefix))
      const answered = await ask(foreign)
      assert.equal(answered.status, never.status, `${name}: ${part}.${field}`)
      assert.deepEqual(answered.body, never.body, `${name}: ${part}.${field}`)
      assertNothingOf(theirs, answered.body, name)
      probed += 1
    }
  }
  assert.ok(probed > 60, `only ${probed} ids were probed`)
})

test('no list shows anything of another organization', async () => {
  for (const named of everyEndpoint) {
    const { endpoint, name } = named
    if (endpoint.method !== 'GET' || endpoint.access.kind !== 'org') continue
    const { params, query } = rightRequest(named)
    const reply = await call(it, name, { params, query, key: ours.merchant.key })
    assertNothingOf(theirs, reply.body, name)
  }
})

test('a portal sees its own subscription and nothing of any other customer', async () => {
  for (const named of everyEndpoint) {
    const { endpoint, name } = named
    const { params, query, body } = rightRequest(named)
    const reply = await call(it, name, {
      params,
      query,
      ...(body && { body }),
      key: ours.portalToken,
    })
    assertNothingOf(theirs, reply.body, name)
    const text = JSON.stringify(reply.body ?? '')
    assert.ok(!text.includes(ours.neighbour), `${name} shows a portal another customer`)
    if (endpoint.access.kind === 'org' || endpoint.access.kind === 'platform') {
      assert.ok(
        reply.status === 403 || reply.status === 404,
        `${name} lets a portal in: ${reply.status}`,
      )
    }
  }
})

test('no log line holds what anybody entered, nor a secret', async () => {
  const lines = it.logged().join('\n')
  for (const world of [ours, theirs]) {
    assert.ok(!lines.includes(canaryOf(world.name)), 'a log line holds personal data')
    for (const secret of world.secrets)
      assert.ok(!lines.includes(secret), 'a log line holds a secret')
  }
})

function assertNothingOf({ name, merchant }: World, body: unknown, where: string) {
  const text = JSON.stringify(body ?? '')
  assert.ok(!text.includes(canaryOf(name)), `${where} shows data of another organization`)
  assert.ok(!text.includes(merchant.organizationId), `${where} names another organization`)
}
