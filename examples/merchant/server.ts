/**
 * A merchant's application that shows Tallystick inside its own pages: `npm run example`.
 * Its back end alone holds the API key. Its pages get links, each for the customer who is signed in.
 */
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify'
import { build } from 'vite'

export type Shop = { readonly origin: string; readonly close: () => Promise<void> }

type Settings = {
  /** Where Tallystick runs, and the merchant's key. */
  readonly url: string
  readonly key: string
  /** 0 for any that is free. */
  readonly port: number
}

type Body = Readonly<Record<string, unknown>>
type Ask = <T>(door: string, body?: Body) => Promise<T>

const pagesDir = join(import.meta.dirname, 'pages')
const pageNames = ['index', 'portal', 'checkout', 'plain', 'react'] as const

/** Opens the shop: at 127.0.0.1, which is another site to a browser than localhost, where Tallystick is. */
export async function openShop({ url, key, port }: Settings): Promise<Shop> {
  const ask = client(url, key)
  const server = fastify()
  const { customerId, subscriptionId, merchantId } = await signUp(ask)
  const { origin: tally } = new URL(url)

  // In a shop with many customers, the session of the request says whose links these are.
  const portalLink = async () => {
    const door = `POST /v0/subscriptions/${subscriptionId}/portal`
    return (await ask<{ url: string }>(door, { expiresIn: 'PT10M' })).url
  }

  server.post('/api/portal-link', async () => ({ url: await portalLink() }))

  // What it costs is the shop's to say, never the page's.
  server.post('/api/orders', async () => {
    const lineItems = [{ description: '10,000 credits', amount: '19.00', quantity: 1 }]
    const order = { merchantId, customerId, amount: '19.00', currency: 'USD', lineItems }
    const payment = await ask<{ id: string; paymentUrl: string }>('POST /v0/payments', order)
    return { id: payment.id, url: payment.paymentUrl }
  })

  // A page can be told anything: what was paid is asked here, before anything is delivered.
  server.get<{ Params: { id: string } }>('/api/orders/:id', async ({ params }) => {
    const door = `GET /v0/payments/${encodeURIComponent(params.id)}`
    const { status, amount, currency } = await ask<Record<string, string>>(door)
    return { status, amount, currency }
  })

  for (const name of pageNames) {
    server.get(name === 'index' ? '/' : `/${name}`, async (_request, reply) => {
      const page = await readFile(join(pagesDir, `${name}.html`), 'utf8')
      const link = name === 'plain' ? await portalLink() : ''
      return document(reply, tally).send(page.replaceAll('{TALLY}', tally).replace('{LINK}', link))
    })
  }
  await servePageFiles(server)

  const origin = await server.listen({ host: '127.0.0.1', port })
  await ask(`POST /v0/organizations/${merchantId}/embedOrigins`, { origin })
  return { origin, close: () => server.close() }
}

/** The policy that a page needs for the embed script, and no more. */
function document(reply: FastifyReply, tally: string): FastifyReply {
  const policy = [
    "default-src 'none'",
    `script-src 'self' ${tally}`,
    `connect-src 'self' ${tally}`,
    `frame-src ${tally}`,
    "style-src 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ]
  return reply.type('text/html; charset=utf-8').headers({
    'content-security-policy': policy.join('; '),
    // The page of /plain holds a link, which is a secret.
    'cache-control': 'no-store',
    // The bank of a payer may have to ask in a window of its own.
    'cross-origin-opener-policy': 'same-origin-allow-popups',
  })
}

async function servePageFiles(server: FastifyInstance): Promise<void> {
  const script = 'text/javascript; charset=utf-8'
  const files: Record<string, { readonly type: string; readonly text: string }> = {
    'react.js': { type: script, text: await buildReactPage() },
  }
  for (const name of ['portal.js', 'checkout.js', 'shop.css']) {
    const type = name.endsWith('.css') ? 'text/css; charset=utf-8' : script
    files[name] = { type, text: await readFile(join(pagesDir, name), 'utf8') }
  }
  for (const [name, { type, text }] of Object.entries(files)) {
    server.get(`/${name}`, (_request, reply) => reply.type(type).send(text))
  }
}

/** A shop of its own would have its own build; it installs the package instead of reading our sources. */
async function buildReactPage(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    root: pagesDir,
    define: { 'process.env.NODE_ENV': '"production"' },
    resolve: { conditions: ['tallystick-source'] },
    build: { write: false, lib: { entry: join(pagesDir, 'react.tsx'), formats: ['es'] } },
  })
  const [bundle] = Array.isArray(built) ? built : []
  const [chunk] = bundle?.output ?? []
  if (chunk?.type !== 'chunk') throw new Error('The page in React could not be built.')
  return chunk.code
}

type SignedUp = {
  readonly merchantId: string
  readonly customerId: string
  readonly subscriptionId: string
}

/** Done once per customer, when somebody signs up: here there is one, who is always signed in. */
async function signUp(ask: Ask): Promise<SignedUp> {
  type Plan = { readonly id: string; readonly name: string; readonly merchantId: string }
  const { data: plans } = await ask<{ data: readonly Plan[] }>('GET /v0/plans')
  const plan = plans.find(({ name }) => name === 'Pay as you go') ?? plans[0]
  if (!plan) throw new Error('The merchant has no plan that a customer could have.')
  const address = { line1: '12 Mill Lane', city: 'Cambridge', zipCode: 'CB1 2AB', country: 'GB' }
  const consumer = { name: 'Grace Hopper', email: 'grace@shop.example', address }
  const { merchantId } = plan
  const customer = { merchantId, consumer }
  const { customerId } = await ask<{ customerId: string }>('POST /v0/customers', customer)
  type Subscription = { readonly id: string; readonly status: string }
  const found = await ask<{ data: readonly Subscription[] }>(
    `GET /v0/subscriptions?customerId=${customerId}`,
  )
  const running = found.data.find(({ status }) => /^(active|pending_payment)$/.test(status))
  if (running) return { merchantId, customerId, subscriptionId: running.id }
  const { id } = await ask<Subscription>('POST /v0/subscriptions', {
    customerId,
    planId: plan.id,
    name: 'Assistant, pay as you go',
    startedAt: new Date().toISOString(),
    prefundAmount: '0.00',
  })
  return { merchantId, customerId, subscriptionId: id }
}

function client(url: string, key: string): Ask {
  return async <T>(door: string, body?: Body): Promise<T> => {
    const [method = 'GET', path = ''] = door.split(' ')
    const headers = {
      authorization: `Bearer ${key}`,
      ...(method === 'POST' && { 'idempotency-key': randomUUID() }),
      ...(body && { 'content-type': 'application/json' }),
    }
    const request = { method, headers, ...(body && { body: JSON.stringify(body) }) }
    const send = () =>
      fetch(url + path, request).catch((cause) => {
        throw new Error(`Nobody answers at ${url}.`, { cause })
      })
    let reply = await send()
    // Links to one portal are given out one a second.
    for (let tries = 1; reply.status === 429 && tries < 5; tries += 1) {
      await sleep(Number(reply.headers.get('retry-after') ?? 1) * 1000)
      reply = await send()
    }
    const text = await reply.text()
    if (!reply.ok) throw new Error(`${door}: ${reply.status} ${text}`)
    return JSON.parse(text) as T
  }
}

/** From TALLY_URL and TALLY_KEY, else of the sandbox that runs on this machine. */
async function readSettings(): Promise<Settings> {
  const { env } = process
  const port = Number(env['PORT'] ?? 4700)
  const url = env['TALLY_URL'] ?? 'http://localhost:4600'
  if (env['TALLY_KEY']) return { url, key: env['TALLY_KEY'], port }
  const usual = process.getuid?.() === 0 ? '/var/lib/tallystick' : resolve('.tallystick')
  const file = join(env['TALLY_DATA_DIR'] ?? usual, 'sandbox-keys.json')
  const keys = await readFile(file, 'utf8').catch((cause: Error) => {
    throw new Error('There is no sandbox here: run `npm start`, or set TALLY_URL and TALLY_KEY.', {
      cause,
    })
  })
  return { url, key: JSON.parse(keys).merchantKey, port }
}

async function main(): Promise<void> {
  const settings = await readSettings()
  const shop = await openShop(settings).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error
    // Another port is as good as this one, unless somebody asked for it.
    if (process.env['PORT']) throw new Error(`Port ${settings.port} is taken.`, { cause: error })
    return openShop({ ...settings, port: 0 })
  })
  console.log(`The shop is open: ${shop.origin}\nIt embeds ${settings.url}. Ctrl-C closes it.`)
}

if (import.meta.main) {
  await main().catch((error: Error) => {
    console.error(error.message)
    process.exitCode = 1
  })
}
