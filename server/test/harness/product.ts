import assert from 'node:assert/strict'
import { after, before } from 'node:test'
import { api } from '@tallystick/contract/api.ts'
import type { Endpoint } from '@tallystick/contract/endpoint.ts'
import { mistakesByReference } from '@tallystick/contract/reference.ts'
import type { FastifyInstance } from 'fastify'
import { createApiKey } from '../../src/access/create-api-key.ts'
import { founder, foundOrganization, type Kind } from '../../src/access/found.ts'
import type { Config } from '../../src/config.ts'
import { runDoctor } from '../../src/doctor/run.ts'
import type { Installation } from '../../src/installation.ts'
import { createLog } from '../../src/platform/log.ts'
import { transact } from '../../src/platform/workspace.ts'
import { edgeOf } from '../../src/wiring.ts'
import { freshInstallation, type Home, openHome } from './home.ts'

/** The product as a test meets it: an installation of its own, its HTTP edge, and a clock that only the test moves. */
export type Product = {
  readonly installation: Installation & { readonly databaseUrl: string }
  readonly http: FastifyInstance
  readonly clock: { now: Temporal.Instant }
  /** Every line that was logged so far. */
  readonly logged: () => readonly string[]
}

export type Reply<B = Record<string, never>> = {
  readonly status: number
  readonly body: B
  readonly headers: Readonly<Record<string, unknown>>
}

export type CallOptions = {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string | number>>
  readonly body?: unknown
  readonly key?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Starts the product before the tests of a file and removes it after them. */
export function product(
  options: {
    readonly config?: Partial<Config>
    /** Runs once before the first test. Hooks of a file do not wait for each other, so this is not one of its own. */
    readonly arrange?: (of: Product) => Promise<void>
    /** Rows that no business fact made: the doctor has nothing to say about them. */
    readonly madeUpRows?: true
  } = {},
): Product {
  const lines: string[] = []
  const state = {
    clock: { now: Temporal.Instant.from('2026-11-21T10:00:00Z') },
    logged: () => lines,
  } as unknown as {
    -readonly [K in keyof Product]: Product[K]
  }
  let home: Home | undefined
  before(async () => {
    home = await openHome()
    const clock = () => state.clock.now
    const log = createLog('debug', { write: (line) => void lines.push(line) })
    state.installation = await freshInstallation(home, { clock, log, ...options })
    state.http = await edgeOf(state.installation, { checkReplies: true })
    await options.arrange?.(state)
  })
  after(async () => {
    try {
      await state.http?.close()
      if (state.installation && !options.madeUpRows) await assertBooksHold(state.installation)
    } finally {
      // Whatever the doctor says: a server that is left running keeps the test process alive.
      await state.installation?.close()
      await home?.stop()
    }
  })
  return state
}

/** Whatever the tests of a file did, the books must hold at their end. */
async function assertBooksHold(installation: Installation) {
  const { checks } = await runDoctor(installation)
  const broken = checks.filter(({ ok }) => !ok)
  assert.deepEqual(broken, [], 'the doctor found broken books')
}

const endpoints: Readonly<Record<string, Endpoint>> = Object.assign({}, ...Object.values(api))

/** Calls an endpoint by its name, through HTTP. The body is whatever came back, for the test to look at. */
export async function call(
  of: Product,
  name: string,
  options: CallOptions = {},
  // biome-ignore lint/suspicious/noExplicitAny: tests look into replies freely; the edge has checked them.
): Promise<Reply<any>> {
  const endpoint = endpoints[name]
  if (!endpoint) throw new Error(`there is no endpoint ${name}`)
  const { params = {}, query = {}, body, key, headers = {} } = options
  const path = endpoint.path.replaceAll(/\{(\w+)\}/g, (_, part: string) =>
    encodeURIComponent(params[part] ?? ''),
  )
  const reply = await of.http.inject({
    method: endpoint.method,
    url: path,
    query: Object.fromEntries(
      Object.entries(query).map(([field, value]) => [field, String(value)]),
    ),
    headers: { ...(key && { authorization: `Bearer ${key}` }), ...headers },
    ...(body !== undefined && { payload: body as object }),
  })
  const isJson = String(reply.headers['content-type']).startsWith('application/json')
  const answered = isJson ? JSON.parse(reply.body) : reply.body || undefined
  // What is sent in arrays is answered in a form of our own.
  const isOfReference = reply.statusCode < 300 && !Array.isArray(body)
  const mistakes = isOfReference ? mistakesByReference(name, reply.statusCode, answered) : undefined
  assert.deepEqual(
    mistakes ?? [],
    [],
    `${name} answers what strict clients of the reference refuse`,
  )
  return { status: reply.statusCode, body: answered, headers: reply.headers }
}

export type Party = {
  readonly organizationId: string
  readonly userId: string
  readonly key: string
}

let parties = 0

/** An organization with an owner and an API key of that owner, made by the verbs that the product uses. */
export async function givenOrganization(
  of: Product,
  kind: Kind,
  name = `${kind} ${parties + 1}`,
): Promise<Party> {
  parties += 1
  const { workspace, loginKey } = of.installation
  const principal = founder(kind)
  const { organizationId, userId } = principal
  const email = `owner${parties}@example.com`
  await transact(workspace, principal, (ctx) =>
    foundOrganization(ctx, {
      organizationId,
      userId,
      kind,
      profile: { name, email },
      owner: { email },
      indexKey: loginKey,
    }),
  )
  const { text } = await transact(workspace, principal, (ctx) =>
    createApiKey(ctx, { userId, name: 'tests' }),
  )
  return { organizationId, userId, key: text }
}

export const givenMerchant = (of: Product, name?: string) => givenOrganization(of, 'merchant', name)
