import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fastify, { type FastifyInstance } from 'fastify'
import { pageOptions } from '../../src/page-options.ts'
import { pageNames } from '../../src/platform/http/page-addresses.ts'
import { pages } from '../../src/platform/http/pages.ts'
import type { Product } from './product.ts'

/** The pages of the product as a server sends them, without the scripts that the web build makes. */
export type Pages = {
  readonly server: FastifyInstance
  readonly dist: string
  readonly close: () => Promise<void>
}

/** Documents with a place for their data, and nothing else. */
export async function emptyDist(): Promise<string> {
  const dist = await mkdtemp(join(tmpdir(), 'pages-'))
  await mkdir(join(dist, 'assets'))
  const data = '<script type="application/json" id="page-data" nonce="__CSP_NONCE__"></script>'
  for (const page of pageNames) {
    await writeFile(join(dist, `${page}.html`), `<title>${page}</title>${data}`)
  }
  return dist
}

export async function givenPages(of: Product): Promise<Pages> {
  const dist = await emptyDist()
  const server = fastify()
  await pages(server, { dist, ...pageOptions(of.installation) })
  return {
    server,
    dist,
    async close() {
      await server.close()
      await rm(dist, { recursive: true })
    },
  }
}

/** The path of the page that an address such as `…/p/{id}#{code}` leads to. */
export const pathOf = (url: string) => new URL(url).pathname

export type Shown = {
  readonly frameAncestors: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it freely.
  readonly data: any
  readonly headers: Readonly<Record<string, unknown>>
}

/** What a browser is sent that asks for a page, in a frame of another page or for itself. */
export async function show({ server }: Pages, path: string, framedBy?: string): Promise<Shown> {
  const { body, headers } = await server.inject({
    url: path,
    headers: framedBy ? { 'sec-fetch-dest': 'iframe', referer: `${framedBy}/` } : {},
  })
  const policy = String(headers['content-security-policy'])
  const told = /id="page-data"[^>]*>(.*?)<\/script>/.exec(body)?.[1] ?? '{}'
  return {
    frameAncestors: /frame-ancestors (.*)$/.exec(policy)?.[1] ?? '',
    data: JSON.parse(told),
    headers,
  }
}
