// Bad input: every operation names the fields that are wrong, and nothing that anybody sends is a 500.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { call, givenMerchant, givenOrganization, type Party, product } from '../harness/product.ts'
import { everyEndpoint, type Named } from './endpoints.ts'
import { sample } from './sample.ts'

let merchant: Party
let platform: Party
const it = product({
  arrange: async () => {
    merchant = await givenMerchant(it)
    platform = await givenOrganization(it, 'platform')
  },
})

const keyFor = ({ endpoint }: Named) =>
  endpoint.access.kind === 'platform' ? platform.key : merchant.key

type Properties = {
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, { readonly default?: unknown }>>
}

/** What a client has to send: a field with a default is filled in. */
const requiredIn = ({ required = [], properties = {} }: Properties = {}) =>
  required.filter((field) => properties[field]?.default === undefined)

test('a body without its required fields is a 400 that names each of them', async () => {
  for (const named of everyEndpoint) {
    const { endpoint, name } = named
    const required = requiredIn(endpoint.body as Properties | undefined)
    if (required.length === 0 || endpoint.access.kind === 'portal') continue
    const params = endpoint.params ? (sample(endpoint.params) as Record<string, string>) : {}
    const reply = await call(it, name, { key: keyFor(named), params, body: {} })
    assert.equal(reply.status, 400, name)
    assert.equal(reply.body.error, 'validation_error', name)
    const fields = reply.body.errors.map(({ field }: { field: string }) => field)
    for (const field of required)
      assert.ok(fields.includes(field), `${name} does not name ${field}`)
  }
})

/** Values that break what was not thought of. */
const nasty = fc.oneof(
  fc.constantFrom(
    null,
    -1,
    0,
    1e308,
    '',
    ' ',
    '\u0000',
    '\ud800',
    '%',
    "'; drop table tally.postings; --",
    '2026-02-30T00:00:00Z',
    '+275760-09-13T00:00:00.001Z',
    '9'.repeat(60),
    '1e400',
    '__proto__',
    'org_1',
    [],
    {},
    [[]],
    true,
  ),
  fc.string({ maxLength: 12 }),
  fc.integer(),
  fc.double({ noNaN: true }),
)

test('whatever is sent, no answer is a 500', async () => {
  for (const named of everyEndpoint) {
    const { endpoint, name } = named
    const body = endpoint.body ? sample(endpoint.body) : undefined
    const fields = Object.keys(
      (endpoint.body as { properties?: object } | undefined)?.properties ?? {},
    )
    const broken = fc.tuple(fc.subarray(fields), fc.array(nasty, { minLength: 8, maxLength: 8 }))
    await fc.assert(
      fc.asyncProperty(broken, nasty, async ([chosen, values], loose) => {
        const sent = endpoint.body && {
          ...(body as object),
          ...Object.fromEntries(chosen.map((field, index) => [field, values[index % 8]])),
        }
        const query = Object.keys((endpoint.query as { properties?: object })?.properties ?? {})
        const reply = await call(it, name, {
          key: keyFor(named),
          params: { ...(endpoint.params && (sample(endpoint.params) as Record<string, string>)) },
          query: Object.fromEntries(query.slice(0, 3).map((field) => [field, String(loose)])),
          ...(sent !== undefined && { body: sent }),
        })
        assert.ok(reply.status < 500, `${name}: ${reply.status} ${JSON.stringify(sent)}`)
      }),
      { numRuns: 12, seed: 7 },
    )
  }
})

test('a body that is not JSON, not an object, or too large is refused in words', async () => {
  const send = (payload: string, type = 'application/json') =>
    it.http.inject({
      method: 'POST',
      url: '/v0/products',
      headers: { authorization: `Bearer ${merchant.key}`, 'content-type': type },
      payload,
    })
  assert.equal((await send('{')).statusCode, 400)
  assert.equal((await send('[]')).statusCode, 400)
  assert.equal((await send('"text"')).statusCode, 400)
  assert.equal((await send('')).statusCode, 400)
  assert.equal((await send('a=b', 'application/x-www-form-urlencoded')).statusCode, 415)
  assert.equal((await send(`"${'x'.repeat(9 * 1024 * 1024)}"`)).statusCode, 413)
})

test('a number with more digits than a double carries is refused instead of changed', async () => {
  const reply = await it.http.inject({
    method: 'POST',
    url: '/v0/plans',
    headers: { authorization: `Bearer ${merchant.key}`, 'content-type': 'application/json' },
    payload: '{"defaultTaxRate": 13.000000000000000001}',
  })
  assert.equal(reply.statusCode, 400)
  assert.equal(reply.json().errors[0].field, 'defaultTaxRate')
})
