import type { Socket } from 'node:net'
import cookie from '@fastify/cookie'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { uuidv7 } from '../ids.ts'
import type { Log } from '../log.ts'
import { notFound, Problem } from '../problem.ts'
import type { Principal } from '../workspace.ts'
import { assertBound } from './assert-bound.ts'
import type { Edge } from './edge.ts'
import { parseJson } from './json.ts'
import { refuse } from './refuse.ts'
import { serve } from './serve.ts'

/** The HTTP server with every route of the contract bound; health, metrics and pages are added by the wiring. */
export async function app(edge: Edge): Promise<FastifyInstance> {
  assertBound(edge.routes, edge.contract)
  const answer = answerError(edge.log)
  const server = fastify({
    bodyLimit: 8 * 1024 * 1024,
    trustProxy: edge.trustedProxies,
    forceCloseConnections: 'idle',
    // Who sends its headers or its body a drop at a time does not hold a connection for ever.
    requestTimeout: 60_000,
    http: { headersTimeout: 15_000 },
    genReqId: () => uuidv7(),
    frameworkErrors: (error, request, reply) => void answer(error, request, reply),
    clientErrorHandler,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 256 },
    logger: false,
  })
  await server.register(cookie)
  server.addHook(
    'onRequest',
    async (request, reply) => void reply.header('x-request-id', request.id),
  )
  readBodies(server)
  server.setErrorHandler(answer)
  server.setNotFoundHandler((request, reply) => answer(notFound(), request, reply))
  for (const route of edge.routes) server.route(serve(edge, route))
  return server
}

/** The text is kept beside the value: Idempotency-Key compares what was sent. */
function readBodies(server: FastifyInstance) {
  server.removeAllContentTypeParsers()
  server.decorateRequest('bodyText', '')
  server.addContentTypeParser(
    /^application\/(.+\+)?json/,
    { parseAs: 'string' },
    async (request: FastifyRequest, body: string) => {
      request.bodyText = body
      return body.trim() === '' ? undefined : parseJson(body)
    },
  )
  // A request without a body may still name a type; the official clients do.
  server.addContentTypeParser(
    '*',
    { parseAs: 'string' },
    async (_request: FastifyRequest, body: string) => {
      if (body.trim() === '') return undefined
      throw Object.assign(new Error('unsupported media type'), { statusCode: 415 })
    },
  )
}

function answerError(log: Log) {
  return (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
    const { status, body, retryAfterSeconds, ours } = refuse(error)
    if (ours) {
      log.error({ err: error, route: request.routeOptions.url, requestId: request.id }, 'failed')
    }
    reply.header('x-request-id', request.id).header('cache-control', 'no-store')
    if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds))
    if (status === 401) reply.header('www-authenticate', 'Bearer')
    return reply.status(status).send(body)
  }
}

/** What is not HTTP at all never becomes a request; it is answered in the same form, and hung up on. */
function clientErrorHandler(
  this: FastifyInstance,
  error: Error & { code: string },
  socket: Socket,
) {
  if (error.code === 'ECONNRESET' || !socket.writable) return socket.destroy()
  const { body } = refuse(new Problem('BAD_REQUEST', 'The request could not be read.'))
  const text = JSON.stringify(body)
  socket.end(
    `HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\ncontent-length: ${text.length}\r\n` +
      `connection: close\r\n\r\n${text}`,
  )
}

declare module 'fastify' {
  // biome-ignore lint/style/useConsistentTypeDefinitions: only an interface merges with Fastify's own.
  interface FastifyRequest {
    bodyText: string
    organizationId?: string
    /** Who calls, once that is known. */
    principal?: Principal
  }
}
