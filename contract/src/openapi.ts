import type { TSchema } from 'typebox'
import type { Access, Endpoint } from './endpoint.ts'
import { headers, sessionCookie } from './headers.ts'
import { hasDefault, type Json, type JsonObject, show, titled } from './json-schema.ts'
import { type ProblemCode, problems } from './problems.ts'
import { refusalsOf, takesIdempotencyKey } from './refusals.ts'
import { ErrorBody, ValidationErrorBody } from './schemas.ts'

export type Api = Readonly<Record<string, Readonly<Record<string, Endpoint>>>>

/**
 * The whole contract as an OpenAPI 3.1 document. Pure: the same contract prints the same document.
 */
export function openapi(api: Api): JsonObject {
  const operations = Object.values(api).flatMap((resource) => Object.entries(resource))
  const paths: Record<string, Record<string, Json>> = {}
  for (const [operationId, endpoint] of operations) {
    paths[endpoint.path] = {
      ...paths[endpoint.path],
      [endpoint.method.toLowerCase()]: operation(operationId, endpoint),
    }
  }
  const tags = [...new Set(operations.map(([, endpoint]) => endpoint.tag))]
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tallystick',
      version: '0.1.0',
      description: 'Usage-based billing with exact money. Amounts are decimal strings.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/', description: 'This installation.' }],
    security: [{ BearerAuth: [] }],
    tags: tags.map((name) => ({ name })),
    paths,
    components: { securitySchemes, schemas: named(operations.map(([, endpoint]) => endpoint)) },
  }
}

function named(endpoints: readonly Endpoint[]): JsonObject {
  const sent = endpoints
    .flatMap(({ replies, inArrays }) => [...Object.values(replies), inArrays?.reply])
    .filter((each) => !!each)
  const received = endpoints.flatMap(({ body }) => body ?? [])
  const shapes = titled([...sent, ErrorBody, ValidationErrorBody], 'out')
  for (const [title, shape] of titled(received, 'in')) shapes.set(title, shape)
  return Object.fromEntries([...shapes].sort(([left], [right]) => (left < right ? -1 : 1)))
}

const securitySchemes = {
  BearerAuth: { type: 'http', scheme: 'bearer', description: 'An API key: `sk_test_…`.' },
  SessionCookie: {
    type: 'apiKey',
    in: 'cookie',
    name: sessionCookie,
    description: `Set by signing in; changes need the ${headers.csrfToken} header as well.`,
  },
  LinkToken: {
    type: 'http',
    scheme: 'bearer',
    description: 'The token that a portal or checkout link was exchanged for.',
  },
}

function operation(operationId: string, endpoint: Endpoint): JsonObject {
  const { access, body, bodyOptional, inArrays, rateLimit } = endpoint
  return {
    operationId,
    summary: endpoint.summary,
    tags: [endpoint.tag],
    security: security(access),
    'x-access': access.kind,
    ...('permission' in access && { 'x-permission': access.permission }),
    ...('reason' in access && { 'x-open-because': access.reason }),
    ...(rateLimit && { 'x-rate-limit': { ...rateLimit } }),
    parameters: parameters(endpoint),
    ...(body && {
      requestBody: { required: !bodyOptional, content: bodyContent(endpoint, show(body, 'in')) },
    }),
    ...(inArrays && {
      'x-array': { maxItems: inArrays.maxItems, reply: show(inArrays.reply, 'out') },
    }),
    responses: { ...replies(endpoint), ...refusals(endpoint) },
  }
}

function bodyContent({ cloudEvents }: Endpoint, schema: JsonObject): JsonObject {
  const cloudEvent = { type: 'object', required: ['specversion', 'id', 'source', 'type'] }
  return {
    ...content(schema),
    ...(cloudEvents && {
      'application/cloudevents+json': { schema: cloudEvent },
      'application/cloudevents-batch+json': { schema: { type: 'array', items: cloudEvent } },
    }),
  }
}

function security(access: Access): Json {
  switch (access.kind) {
    case 'open':
      return []
    case 'portal':
      return [{ LinkToken: [] }]
    default:
      return [{ BearerAuth: [] }, { SessionCookie: [] }]
  }
}

function parameters(endpoint: Endpoint): JsonObject[] {
  const inPath = Object.entries(endpoint.params?.properties ?? {}).map(([name, schema]) =>
    parameter({ name, place: 'path', required: true, schema }),
  )
  const needed = new Set(endpoint.query?.required ?? [])
  const inQuery = Object.entries(endpoint.query?.properties ?? {}).map(([name, schema]) =>
    parameter({
      name,
      place: 'query',
      required: needed.has(name) && !hasDefault(schema),
      schema,
    }),
  )
  return [...inPath, ...inQuery, ...headersOf(endpoint)]
}

function headersOf(endpoint: Endpoint): JsonObject[] {
  const { access } = endpoint
  return [
    ...(takesIdempotencyKey(endpoint) ? [idempotencyKey] : []),
    ...(access.kind === 'org' || access.kind === 'platform' ? [organization] : []),
  ]
}

const organization = {
  name: headers.organization,
  in: 'header',
  required: false,
  description: 'The organization to act for; needed with a session, whose user may have several.',
  schema: { type: 'string' },
}

const idempotencyKey = {
  name: headers.idempotencyKey,
  in: 'header',
  required: false,
  description: 'A second request with this key and the same body has no second effect.',
  schema: { type: 'string', maxLength: 255 },
}

type Parameter = {
  readonly name: string
  readonly place: 'path' | 'query'
  readonly required: boolean
  readonly schema: TSchema
}

function parameter({ name, place, required, schema }: Parameter): JsonObject {
  const { description = '', ...rest } = show(schema, 'in')
  return { name, in: place, required, description, schema: rest }
}

function replies(endpoint: Endpoint): JsonObject {
  return Object.fromEntries(
    Object.entries(endpoint.replies).map(([status, schema]) => [
      status,
      schema
        ? {
            description: replyTitles[status] ?? '',
            content: content(show(schema, 'out'), endpoint.mediaTypes),
          }
        : { description: 'Done; the body is empty.' },
    ]),
  )
}

const replyTitles: Readonly<Record<string, string>> = {
  200: 'Done.',
  201: 'Created.',
  202: 'Stored; to be worked on.',
  207: 'Some or all parts failed.',
}

/** Refusals by status: the document names the codes that can occur with each. */
function refusals(endpoint: Endpoint): JsonObject {
  const byStatus = Map.groupBy(refusalsOf(endpoint), (code) => problems[code].status)
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      String(status),
      {
        description: `Refused: ${codes.join(', ')}.`,
        ...(status === problems.RATE_LIMITED.status && { headers: { 'Retry-After': retryAfter } }),
        content: content(refusalBody(endpoint, codes)),
      },
    ]),
  )
}

const retryAfter = {
  description: 'Seconds to wait.',
  schema: { type: 'integer', minimum: 0 },
}

function refusalBody({ details }: Endpoint, codes: readonly ProblemCode[]): JsonObject {
  const shapes = codes.flatMap((code) => details?.[code] ?? []).map((shape) => show(shape, 'out'))
  const plain = { $ref: '#/components/schemas/Error' }
  const error =
    shapes.length > 0
      ? { allOf: [plain, { type: 'object', properties: { details: { anyOf: shapes } } }] }
      : plain
  const validation = { $ref: '#/components/schemas/ValidationError' }
  return codes.includes('VALIDATION_ERROR') ? { anyOf: [validation, error] } : error
}

function content(
  schema: JsonObject,
  mediaTypes: readonly string[] = ['application/json'],
): JsonObject {
  return Object.fromEntries(mediaTypes.map((mediaType) => [mediaType, { schema }]))
}
