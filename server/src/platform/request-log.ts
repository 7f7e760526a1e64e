import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'

type Observed = {
  readonly log: Log
  readonly metrics: Metrics
  /** The organization a request acted for, once that is known. */
  readonly organizationOf: (request: FastifyRequest) => string | undefined
}

/** Asked every few seconds by machines; their lines would bury the others. */
const probed = new Set(['/healthz', '/readyz', '/metrics'])

/**
 * One line and one measurement per request. The route's pattern stands for the address, which may
 * hold ids, e-mail addresses and secrets.
 */
export function observeRequests(server: FastifyInstance, observed: Observed): void {
  const { log, metrics, organizationOf } = observed
  server.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? '(no route)'
    const { method, id: requestId } = request
    const { statusCode: status, elapsedTime } = reply
    metrics.observeRequest({ method, route, status }, elapsedTime / 1000)
    const ms = Math.round(elapsedTime * 10) / 10
    const line = { method, route, status, ms, requestId, organizationId: organizationOf(request) }
    if (status >= 500) log.error(line, 'Failed.')
    else if (probed.has(route)) log.debug(line, 'Answered.')
    else log.info(line, 'Answered.')
  })
}
