import type { FastifyInstance } from 'fastify'

export type Probes = {
  /** True from the first moment of a stop, so that no new requests are sent here. */
  readonly stopping: () => boolean
  /** By name; each resolves when all is well and rejects with the reason when it is not. */
  readonly checks: Readonly<Record<string, () => Promise<unknown>>>
}

const checkTimeoutMs = 2000

/** `/healthz`: the process runs. `/readyz`: it can do its work, else 503 and what is missing. */
export function healthRoutes(server: FastifyInstance, probes: Probes): void {
  server.get('/healthz', async (_, reply) => {
    reply.header('cache-control', 'no-store')
    return { status: 'ok' }
  })

  server.get('/readyz', async (_, reply) => {
    const checks = await Promise.all(
      Object.entries(probes.checks).map(async ([name, check]) => [name, await outcome(check)]),
    )
    const ready = !probes.stopping() && checks.every(([, result]) => result === 'ok')
    const failing = probes.stopping() ? 'stopping' : 'not ready'
    reply.code(ready ? 200 : 503).header('cache-control', 'no-store')
    return { status: ready ? 'ready' : failing, checks: Object.fromEntries(checks) }
  })
}

/** The reason goes to the log of whoever failed; the open answer says only that it did. */
async function outcome(check: () => Promise<unknown>): Promise<'ok' | 'failed'> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error('It took too long.')), checkTimeoutMs)
  try {
    await Promise.race([check(), late])
    return 'ok'
  } catch {
    return 'failed'
  } finally {
    clearTimeout(timer)
  }
}
