import type { Endpoint, FileReply } from '@tallystick/contract/endpoint.ts'
import { takesIdempotencyKey } from '@tallystick/contract/refusals.ts'
import { assert } from '@tallystick/core/assert.ts'
import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import type { Ctx } from '../ctx.ts'
import { retried } from '../db/retried.ts'
import { Problem } from '../problem.ts'
import { type Principal, transact } from '../workspace.ts'
import { admit, assertOwnOrganization } from './admit.ts'
import type { Call, Route } from './bind.ts'
import { readCloudEvents } from './cloud-events.ts'
import type { Edge } from './edge.ts'
import { type Attempt, type Kept, once } from './idempotency.ts'
import { takeCall } from './rate-limit.ts'
import { checksOf, type RawInput, replyCheck, validate } from './validate.ts'

type Serving = {
  readonly edge: Edge
  readonly route: Route
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly principal: Principal
  readonly input: RawInput
}

/** One route, in order: who, may they, is it valid, is it theirs, how often, then the work and its reply. */
export function serve(edge: Edge, route: Route): RouteOptions {
  const { endpoint } = route
  const checks = checksOf(endpoint)
  const check = edge.checkReplies ? replyChecks(endpoint) : undefined
  return {
    method: endpoint.method,
    url: endpoint.path.replaceAll(/\{(\w+)\}/g, ':$1'),
    config: { endpoint },
    // Before the body is read: strangers make us parse nothing.
    onRequest: async (request, reply) => {
      // First, so that refusals can be read there, too.
      if (endpoint.anyOrigin) reply.header('access-control-allow-origin', '*')
      const principal = admit(endpoint, await edge.authenticate(request))
      const { organizationId } = principal.scope
      if (organizationId) request.organizationId = organizationId
      request.principal = principal
    },
    handler: async (request, reply) => {
      const { principal } = request
      assert(principal, 'a request is admitted before it is handled')
      const body = endpoint.cloudEvents
        ? readCloudEvents(request.headers, request.body)
        : request.body
      const input = { params: request.params, query: request.query, body }
      validate(endpoint, checks, input)
      if (endpoint.access.kind === 'org') assertOwnOrganization(principal, input)
      await countCall(edge, endpoint, principal)
      const kept = await answer({ edge, route, request, reply, principal, input })
      if (endpoint.mediaTypes) return sendFile(reply, kept.body as FileReply)
      check?.(kept)
      return send(reply, kept)
    },
  }
}

function replyChecks(endpoint: Endpoint): (kept: Kept) => void {
  const checks = new Map(
    Object.entries(endpoint.replies).map(([status, schema]) => [
      Number(status),
      schema && replyCheck(schema, endpoint.inArrays?.reply),
    ]),
  )
  return ({ status, body }) => {
    assert(checks.has(status), `${endpoint.path} does not declare ${status}`)
    const wrong = checks.get(status)?.(asWritten(body))
    assert(
      !wrong,
      `${endpoint.method} ${endpoint.path} answers what its contract does not say: ${wrong}`,
    )
  }
}

/** What the client will read: numbers that are written digit by digit are none before. */
function asWritten(body: unknown): unknown {
  return body === undefined ? undefined : JSON.parse(JSON.stringify(body))
}

async function countCall(
  { workspace }: Edge,
  { rateLimit, method, path }: Endpoint,
  principal: Principal,
) {
  const who = principal.scope.organizationId
  if (!rateLimit || !who) return
  const { merchantMax, platformMax = merchantMax, windowSeconds, message } = rateLimit
  const max = principal.role === 'tally_platform' ? platformMax : merchantMax
  await takeCall(workspace, principal, {
    bucket: `${method} ${path}`,
    who,
    max,
    windowSeconds,
    message,
  })
}

async function answer(serving: Serving): Promise<Kept> {
  const { edge, route, request, principal, input } = serving
  const { endpoint, handle } = route
  if (typeof handle !== 'function')
    return asKept(endpoint, await handle.freestanding(callOf(serving), input))

  const work = async (ctx: Ctx) => asKept(endpoint, await handle(ctx, input))
  const attempt = keepsReplies(principal) ? attemptOf(request, endpoint) : undefined
  return retried(() =>
    transact(edge.workspace, principal, async (ctx) => {
      if (!attempt) return work(ctx)
      const { replayed, ...kept } = await once(ctx, attempt, () => work(ctx))
      return replayed && kept.status === 201 && 200 in endpoint.replies
        ? { ...kept, status: 200 }
        : kept
    }),
  )
}

/** Replies are kept by organizations. Who holds a link has one payment to make, and that is made once anyway. */
function keepsReplies({ role, scope }: Principal): boolean {
  return scope.organizationId !== undefined && role !== 'tally_portal'
}

function attemptOf(request: FastifyRequest, endpoint: Endpoint): Attempt | undefined {
  const { method, path } = endpoint
  const key = request.headers['idempotency-key']
  if (!takesIdempotencyKey(endpoint) || typeof key !== 'string') return undefined
  if (key.length === 0 || key.length > 255) {
    throw new Problem('VALIDATION_ERROR', 'The Idempotency-Key header is not valid.', {
      errors: [
        {
          field: 'Idempotency-Key',
          message: 'must have 1 to 255 characters',
          code: 'out_of_range',
        },
      ],
    })
  }
  return {
    key,
    operation: `${method} ${path} ${JSON.stringify(request.params)}`,
    payload: request.bodyText,
  }
}

function callOf({ edge, route, request, reply, principal }: Serving): Call {
  const now = edge.workspace.clock()
  // However many transactions it takes, a request happens at one time.
  const workspace = { ...edge.workspace, clock: () => now }
  const attempt = attemptOf(request, route.endpoint)
  const own = attempt && { ...attempt, key: ownKey(principal, attempt.key) }
  return {
    principal,
    now,
    address: request.ip,
    origin: request.headers.origin,
    idempotencyKey: attempt?.key,
    cookie: (name) => request.cookies[name],
    setCookie: (header) => void reply.header('set-cookie', header),
    within: (work) => transact(workspace, principal, work),
    as: (other, work) => transact(workspace, other, work),
    async once<T>(ctx: Ctx, work: () => Promise<T>, payload = request.bodyText) {
      if (!own) return work()
      const kept = async () => ({ status: 200, body: await work() })
      const { body } = await once(ctx, { ...own, payload }, kept)
      return body as T
    },
    // Counted outside any organization: strangers share one count with those who signed in.
    limit: (limit) => takeCall(workspace, { role: principal.role, scope: {} }, limit),
  }
}

/** Replies are kept for the merchant whose hand it is: a key means nothing to the holder of another link. */
function ownKey({ role, scope }: Principal, key: string): string {
  return role === 'tally_portal' && scope.subjectId !== undefined
    ? `${scope.subjectId} ${key}`
    : key
}

/** With several success statuses the handler says which; with one, its value is the body. */
function asKept({ replies }: Endpoint, answered: unknown): Kept {
  const statuses = Object.keys(replies).map(Number)
  const [only] = statuses
  if (statuses.length === 1 && only !== undefined) return { status: only, body: answered }
  return answered as Kept
}

function send(reply: FastifyReply, { status, body }: Kept) {
  reply.status(status).header('cache-control', 'no-store')
  return body === undefined
    ? reply.send()
    : reply.type('application/json').send(JSON.stringify(body))
}

/** Never run as a page: what is in it was partly written by others. */
/** Browsers show no PDF in a sandbox, and nothing in one acts in the name of the page. */
function policyOf(mediaType: string): string {
  const policy = "default-src 'none'; style-src 'unsafe-inline'"
  return mediaType === 'application/pdf' ? policy : `${policy}; sandbox`
}

function sendFile(reply: FastifyReply, { mediaType, fileName, disposition, content }: FileReply) {
  return reply
    .status(200)
    .header('cache-control', 'private, no-store')
    .header('content-disposition', `${disposition}; filename="${fileName}"`)
    .header('content-security-policy', policyOf(mediaType))
    .header('x-content-type-options', 'nosniff')
    .type(mediaType)
    .send(typeof content === 'string' ? content : Buffer.from(content))
}
