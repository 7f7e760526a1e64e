import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { invalidRequest, StripeRefusal } from './errors.ts'
import { type Form, readForm } from './form.ts'

export type Asked = {
  readonly method: string
  readonly path: string
  /** Those of the address and of the body together. */
  readonly params: Form
  /** The parts of the path that the pattern leaves open. */
  readonly ids: readonly string[]
  readonly account: string | undefined
}

export type Door = {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly path: RegExp
  /** The parameters that Stripe knows here; another one is refused. */
  readonly known: readonly string[]
  readonly answer: (asked: Asked) => unknown
}

type Reply = { readonly status: number; readonly body: string }

export type StripeHttp = {
  readonly url: string
  readonly asked: readonly Asked[]
  /** The next requests whose path matches are cut off: before anything happens, or after, so that the reply is lost. */
  readonly cut: (path: RegExp, when: 'before' | 'after', times?: number) => void
  /** What was kept under idempotency keys is forgotten, as Stripe does after a day. */
  readonly forgetKeys: () => void
  readonly close: () => Promise<void>
}

/** The HTTP manners of Stripe: bearer keys, form-encoded bodies, idempotency keys and error objects. */
export async function serveStripe(secretKey: string, doors: readonly Door[]): Promise<StripeHttp> {
  const asked: Asked[] = []
  const kept = new Map<string, { readonly print: string; readonly reply: Promise<Reply> | Reply }>()
  const cuts: { path: RegExp; when: 'before' | 'after'; times: number }[] = []

  const cutting = (path: string, when: 'before' | 'after') => {
    const cut = cuts.find((one) => one.when === when && one.times > 0 && one.path.test(path))
    if (cut) cut.times -= 1
    return cut !== undefined
  }

  function once(key: string | undefined, print: string, work: () => Reply): Reply {
    if (key === undefined) return work()
    const first = kept.get(key)
    if (first && first.print !== print) {
      const message = 'Keys for idempotent requests can only be used with the same parameters.'
      return refused(new StripeRefusal(400, { type: 'idempotency_error', message }))
    }
    if (first) return first.reply as Reply
    const reply = work()
    // What was refused before it was tried is not kept.
    if (reply.status !== 400) kept.set(key, { print, reply })
    return reply
  }

  async function handle(request: IncomingMessage, response: ServerResponse) {
    const url = new URL(request.url ?? '/', 'http://stripe')
    const body = await bodyOf(request)
    if (cutting(url.pathname, 'before')) return request.socket.destroy()
    const key = request.headers['idempotency-key']
    const account = request.headers['stripe-account']
    const one = {
      method: request.method ?? 'GET',
      path: url.pathname,
      params: { ...readForm(url.search.slice(1)), ...readForm(body) },
      ids: [],
      account: typeof account === 'string' ? account : undefined,
    }
    const isKnown = request.headers.authorization === `Bearer ${secretKey}`
    const work = () => (isKnown ? answer(doors, one, asked) : refused(unknownKey))
    const print = `${one.method} ${one.path} ${body}`
    const reply = once(typeof key === 'string' ? key : undefined, print, work)
    if (cutting(url.pathname, 'after')) return request.socket.destroy()
    response.writeHead(reply.status, {
      'content-type': 'application/json',
      'request-id': `req_${asked.length}`,
      // The client tries again where it may; what is refused for good it is told.
      'stripe-should-retry': reply.status >= 500 ? 'true' : 'false',
    })
    response.end(reply.body)
  }

  const server = createServer((request, response) => void handle(request, response))
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    cut: (path, when, times = 1) => void cuts.push({ path, when, times }),
    forgetKeys: () => kept.clear(),
    close: async () => {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}

const unknownKey = new StripeRefusal(401, {
  type: 'invalid_request_error',
  message: 'Invalid API Key provided.',
})

function answer(doors: readonly Door[], one: Asked, asked: Asked[]): Reply {
  try {
    for (const door of doors) {
      const match = door.method === one.method ? door.path.exec(one.path) : null
      if (!match) continue
      asked.push({ ...one, ids: match.slice(1) })
      const unknown = Object.keys(one.params).find((name) => !door.known.includes(name))
      if (unknown) {
        throw invalidRequest(`Received unknown parameter: ${unknown}`, {
          code: 'parameter_unknown',
          param: unknown,
        })
      }
      return { status: 200, body: JSON.stringify(door.answer({ ...one, ids: match.slice(1) })) }
    }
    throw new StripeRefusal(404, {
      type: 'invalid_request_error',
      message: `Unrecognized request URL (${one.method}: ${one.path}).`,
    })
  } catch (error) {
    if (error instanceof StripeRefusal) return refused(error)
    throw error
  }
}

function refused({ status, body }: StripeRefusal): Reply {
  return { status, body: JSON.stringify({ error: body }) }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString()
}
