import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TSchema } from 'typebox'
import { api } from './api.ts'
import type { Endpoint } from './endpoint.ts'
import { organizationPermissions, platformPermissions, portalPermissions } from './permissions.ts'
import { type ProblemCode, problems } from './problems.ts'
import { refusalsOf } from './refusals.ts'

const endpoints = Object.values(api).flatMap((resource) =>
  Object.entries<Endpoint>(resource as Record<string, Endpoint>),
)

const permissions = { ...organizationPermissions, ...platformPermissions, ...portalPermissions }

test('every endpoint says who may call it, and an open one says why', () => {
  for (const [operationId, { access }] of endpoints) {
    if (access.kind === 'open') assert.match(access.reason, /^[A-Z].{15,}\.$/, operationId)
    else if (access.kind !== 'self') assert.ok(access.permission in permissions, operationId)
  }
})

test('every permission is asked for by some endpoint', () => {
  const asked = new Set(
    endpoints.map(([, { access }]) => ('permission' in access ? access.permission : '')),
  )
  assert.deepEqual(
    Object.keys(permissions).filter((permission) => !asked.has(permission as never)),
    [],
  )
})

test('an operation id names one endpoint, and a method and path lead to one', () => {
  const ids = endpoints.map(([operationId]) => operationId)
  const places = endpoints.map(
    ([, { method, path }]) => `${method} ${path.replaceAll(/\{[^}]+\}/g, '{}')}`,
  )
  assert.equal(new Set(ids).size, ids.length)
  assert.equal(new Set(places).size, places.length)
})

test('the parameters of a path are those that the endpoint declares', () => {
  for (const [operationId, { path, params }] of endpoints) {
    const inPath = [...path.matchAll(/\{([^}]+)\}/g)].map((match) => match[1])
    assert.deepEqual(Object.keys(params?.properties ?? {}), inPath, operationId)
  }
})

test('only operations that send something take a body, and only a 204 answers without one', () => {
  for (const [operationId, { method, body, replies }] of endpoints) {
    if (method === 'GET' || method === 'DELETE') assert.equal(body, undefined, operationId)
    assert.ok(Object.keys(replies).length > 0, operationId)
    for (const [status, reply] of Object.entries(replies)) {
      assert.equal(reply === null, status === '204', `${operationId} ${status}`)
    }
  }
})

test('every list is paged', () => {
  for (const [operationId, { query, replies }] of endpoints) {
    const { pagination } =
      (replies[200] as { properties?: Record<string, unknown> })?.properties ?? {}
    if (!pagination) continue
    const { limit, offset } = (query?.properties ?? {}) as Record<string, { default?: number }>
    const expected = operationId === 'listBillableMetricEvents' ? 20 : 10
    assert.deepEqual([limit?.default, offset?.default], [expected, 0], operationId)
  }
})

test('every field has a description', () => {
  for (const [operationId, { params, query, body, replies }] of endpoints) {
    for (const schema of [params, query, body, ...Object.values(replies)]) {
      if (schema) assert.deepEqual(undescribed(schema, operationId), [])
    }
  }
})

/** The paths of properties without a description. */
function undescribed(schema: TSchema, path: string): string[] {
  const {
    properties = {},
    items,
    anyOf = [],
  } = schema as {
    properties?: Record<string, TSchema & { description?: string }>
    items?: TSchema
    anyOf?: TSchema[]
  }
  const inside = [...(items ? [items] : []), ...anyOf]
  return [
    ...Object.entries(properties).flatMap(([name, property]) => [
      ...(property.description ? [] : [`${path}.${name}`]),
      ...undescribed(property, `${path}.${name}`),
    ]),
    ...inside.flatMap((each) => undescribed(each, `${path}[]`)),
  ]
}

test('every problem of the catalogue can occur somewhere', () => {
  const possible = new Set(endpoints.flatMap(([, endpoint]) => refusalsOf(endpoint)))
  assert.deepEqual(
    Object.keys(problems).filter((code) => !possible.has(code as ProblemCode)),
    [],
  )
})
