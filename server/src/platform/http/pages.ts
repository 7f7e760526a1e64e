import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { assert } from '@tallystick/core/assert.ts'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { loadAssets, serveAsset } from './page-assets.ts'

/** Which page is asked for; `id` selects the merchant's policy and is no secret. */
export type PageRequest =
  | { readonly page: 'start' }
  | { readonly page: 'outbox' }
  | { readonly page: 'checkout'; readonly id: string }
  | { readonly page: 'portal'; readonly id: string }

export type PagesOptions = {
  /** The folder that `node web/build.ts` fills. */
  readonly dist: string
  /** The exact origins that may frame this page; none when left out. */
  readonly frameAncestors?: (request: PageRequest) => Promise<readonly string[]>
  /** What the page is told by the server; written into the document, so never a secret. */
  readonly pageData?: (request: PageRequest) => object
  /** Whether there is a page that shows the mails to customers: in the sandbox. */
  readonly hasOutbox?: boolean
}

const placeholder = /__CSP_NONCE__/g
const island = '<script type="application/json" id="page-data"'
const origin = /^https?:\/\/[a-z0-9.-]+(:\d{1,5})?$/
const pageNames = ['start', 'checkout', 'portal', 'outbox'] as const
const open = (reason: string) => ({ config: { access: { kind: 'open', reason } } }) as const

/** Serves the built pages: each document is written per request, their assets never change. */
export async function pages(server: FastifyInstance, options: PagesOptions): Promise<void> {
  const documents = await loadDocuments(options.dist)
  const assets = await loadAssets(join(options.dist, 'assets'))

  async function send(reply: FastifyReply, request: PageRequest): Promise<FastifyReply> {
    const ancestors = (await options.frameAncestors?.(request)) ?? []
    const nonce = randomBytes(18).toString('base64url')
    const told = JSON.stringify(options.pageData?.(request) ?? {}).replace(/</g, '\\u003c')
    return reply
      .headers(documentHeaders(request, nonce, ancestors))
      .type('text/html; charset=utf-8')
      .send(documentFor(documents[request.page], nonce, told))
  }

  server.get('/', open('The start page names no one.'), (_request, reply) =>
    send(reply, { page: 'start' }),
  )
  if (options.hasOutbox) {
    server.get(
      '/outbox',
      open('The document is the same for all; what it shows takes a key.'),
      (_request, reply) => send(reply, { page: 'outbox' }),
    )
  }
  server.get<{ Params: { id: string } }>(
    '/checkout/:id',
    open('The document is the same for all; the secret is in the fragment.'),
    (request, reply) => send(reply, { page: 'checkout', id: request.params.id }),
  )
  server.get<{ Params: { id: string } }>(
    '/p/:id',
    open('The document is the same for all; the secret is in the fragment.'),
    (request, reply) => send(reply, { page: 'portal', id: request.params.id }),
  )
  server.get<{ Params: { file: string } }>(
    '/assets/:file',
    open('Scripts, styles and fonts of the pages.'),
    (request, reply) => serveAsset(assets.get(request.params.file), request, reply),
  )
}

type Documents = Readonly<Record<PageRequest['page'], string>>

async function loadDocuments(dist: string): Promise<Documents> {
  const [start, checkout, portal, outbox] = await Promise.all(
    pageNames.map(async (name) => {
      const text = await readFile(join(dist, `${name}.html`), 'utf8')
      if (!text.includes(island)) throw new Error(`${name}.html has no place for its page data.`)
      return text
    }),
  )
  return {
    start: start ?? '',
    checkout: checkout ?? '',
    portal: portal ?? '',
    outbox: outbox ?? '',
  }
}

function documentFor(template: string, nonce: string, told: string): string {
  const place = template.indexOf('>', template.indexOf(island)) + 1
  // Joined rather than replaced: a `$&` in the data must not mean anything.
  const filled = template.slice(0, place).concat(told, template.slice(place))
  return filled.replace(placeholder, nonce)
}

function documentHeaders(
  { page }: PageRequest,
  nonce: string,
  ancestors: readonly string[],
): Record<string, string> {
  // One origin with a space or a semicolon could write the rest of the policy.
  for (const ancestor of ancestors) assert(origin.test(ancestor), 'a frame ancestor is an origin')
  const framed = ancestors.length === 0 ? "'none'" : ancestors.join(' ')
  return {
    'content-security-policy': [
      "default-src 'none'",
      `script-src 'self' 'nonce-${nonce}'`,
      `style-src 'self' 'nonce-${nonce}'`,
      // Mails carry their looks in attributes, and a mail that is shown is bound by the policy of the page.
      ...(page === 'outbox' ? ["style-src-attr 'unsafe-inline'"] : []),
      "font-src 'self'",
      "img-src 'self'",
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "require-trusted-types-for 'script'",
      `frame-ancestors ${framed}`,
    ].join('; '),
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy':
      'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
    // Read by browsers that do not know frame-ancestors; it cannot name an origin.
    ...(ancestors.length === 0 ? { 'x-frame-options': 'DENY' } : {}),
  }
}
