import cookie from '@fastify/cookie'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Log } from '../log.ts'
import { notFound } from '../problem.ts'
import type { Edge } from './edge.ts'
import { parseJson } from './json.ts'
import { refuse } from './refuse.ts'
import { serve } from './serve.ts'

/** The HTTP server with every route of the contract bound; health, metrics and pages are added by the wiring. */
export async function app(edge: Edge): Promise<FastifyInstance> {
  const server = fastify({
    bodyLimit: 8 * 1024 * 1024,
    trustProxy: 'loopback',
    forceCloseConnections: 'idle',
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 256 },
    logger: false,
  })
  await server.register(cookie)
  readBodies(server)
  const answer = answerError(edge.log)
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
    if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds))
    if (status === 401) reply.header('www-authenticate', 'Bearer')
    return reply.status(status).send(body)
  }
}

declare module 'fastify' {
  // biome-ignore lint/style/useConsistentTypeDefinitions: only an interface merges with Fastify's own.
  interface FastifyRequest {
    bodyText: string
    organizationId?: string
  }
}
