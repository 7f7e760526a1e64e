import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type PageName, pageAddresses, pageNames } from './page-addresses.ts'
import { loadAssets, serveAsset } from './page-assets.ts'
import { documentHeaders, type ForeignSources } from './page-headers.ts'

/** Which page is asked for; `id` selects the merchant's policy and is no secret. */
export type PageRequest = {
  readonly page: PageName
  /** Of pages that belong to a merchant; empty for the others. */
  readonly id: string
  /** The origin of the page that shows this one in a frame, as far as the browser says; undefined without a frame. */
  readonly framedBy: string | undefined
}

/** What the server decides about one reply. */
export type PagePolicy = {
  /** The exact origins that may frame this page. */
  readonly frameAncestors: readonly string[]
  /** Of others; none when left out. */
  readonly foreign?: ForeignSources | undefined
  /** What the page is told by the server; written into the document, so never a secret. */
  readonly data: object
}

export type PagesOptions = {
  /** The folder that `node web/build.ts` fills. */
  readonly dist: string
  readonly policyOf: (request: PageRequest) => Promise<PagePolicy>
  /** A picture by its file name, in PNG; undefined when there is none. */
  readonly logoOf: (hash: string) => Promise<Buffer | undefined>
  /** Whether there is a page that shows the mails to customers: in the sandbox. */
  readonly hasOutbox?: boolean
}

const placeholder = /__CSP_NONCE__/g
const island = '<script type="application/json" id="page-data"'
const open = (reason: string) => ({ config: { access: { kind: 'open', reason } } }) as const

/** Serves the built pages: each document is written per request, their assets never change. */
export async function pages(server: FastifyInstance, options: PagesOptions): Promise<void> {
  const documents = await loadDocuments(options.dist)
  const assets = await loadAssets(join(options.dist, 'assets'))

  async function send(reply: FastifyReply, request: PageRequest): Promise<FastifyReply> {
    const { frameAncestors, foreign, data } = await options.policyOf(request)
    const nonce = randomBytes(18).toString('base64url')
    const told = JSON.stringify(data).replace(/</g, '\\u003c')
    return reply
      .headers(documentHeaders({ page: request.page, nonce, listed: frameAncestors, foreign }))
      .type('text/html; charset=utf-8')
      .send(documentFor(documents.get(request.page) ?? '', nonce, told))
  }

  for (const page of pageNames) {
    if (page === 'outbox' && !options.hasOutbox) continue
    const { path, reason } = pageAddresses[page]
    server.get<{ Params: { id?: string } }>(path, open(reason), (request, reply) => {
      const { id = '' } = request.params
      return send(reply, { page, id, framedBy: framedBy(request) })
    })
  }
  server.get<{ Params: { file: string } }>(
    '/assets/:file',
    open('Scripts, styles and fonts of the pages.'),
    (request, reply) => serveAsset(assets.get(request.params.file), request, reply),
  )
  server.get<{ Params: { file: string } }>(
    '/logos/:file',
    open('Logos are for everybody to see.'),
    async (request, reply) => {
      const [, hash] = /^([0-9a-f]{64})\.png$/.exec(request.params.file) ?? []
      const plain = hash === undefined ? undefined : await options.logoOf(hash)
      const logo = plain && { type: 'image/png', etag: `"${hash}"`, plain }
      return serveAsset(logo, request, reply)
    },
  )
}

/** Only the innermost of several frames is known here; the browser looks at all of them. */
function framedBy({ headers }: FastifyRequest): string | undefined {
  const isFramed = /^(iframe|frame|object|embed)$/.test(String(headers['sec-fetch-dest'] ?? ''))
  const from = isFramed ? URL.parse(headers.referer ?? '') : null
  return from?.origin
}

async function loadDocuments(dist: string): Promise<ReadonlyMap<PageName, string>> {
  const loaded = pageNames.map(async (name) => {
    const text = await readFile(join(dist, `${name}.html`), 'utf8')
    if (!text.includes(island)) throw new Error(`${name}.html has no place for its page data.`)
    return [name, text] as const
  })
  return new Map(await Promise.all(loaded))
}

function documentFor(template: string, nonce: string, told: string): string {
  const place = template.indexOf('>', template.indexOf(island)) + 1
  // Joined rather than replaced: a `$&` in the data must not mean anything.
  const filled = template.slice(0, place).concat(told, template.slice(place))
  return filled.replace(placeholder, nonce)
}
