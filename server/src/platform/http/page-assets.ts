import { readdir, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** A built file in every form it can be sent in. Its name holds a hash of what is in it. */
export type Asset = {
  readonly type: string
  readonly etag: string
  readonly plain: Buffer
  readonly br?: Buffer | undefined
  readonly gzip?: Buffer | undefined
  /** Where it is sent otherwise than to our own pages, to be kept for good. */
  readonly headers?: Readonly<Record<string, string>>
}

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
}

/** Reads the folder into memory, so that no request touches the disk or chooses a path on it. */
export async function loadAssets(folder: string): Promise<ReadonlyMap<string, Asset>> {
  const names = await readdir(folder)
  const present = new Set(names)
  const assets = new Map<string, Asset>()
  for (const name of names) {
    const type = types[extname(name)]
    if (type === undefined) continue
    const packed = async (suffix: string) =>
      present.has(name + suffix) ? await readFile(join(folder, name + suffix)) : undefined
    assets.set(name, {
      type,
      etag: `"${name}"`,
      plain: await readFile(join(folder, name)),
      br: await packed('.br'),
      gzip: await packed('.gz'),
    })
  }
  return assets
}

/** Sends an asset in the smallest form that the reader takes, to be kept for a year. */
export function serveAsset(
  asset: Asset | undefined,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  if (asset === undefined) {
    return reply
      .code(404)
      .header('cache-control', 'no-store')
      .type('text/plain')
      .send('Not found\n')
  }
  reply.headers({
    'cache-control': 'public, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    etag: asset.etag,
    vary: 'accept-encoding',
    ...asset.headers,
  })
  if (request.headers['if-none-match'] === asset.etag) return reply.code(304).send()
  const accepted = String(request.headers['accept-encoding'] ?? '')
  const { encoding, body } = smallest(asset, accepted)
  if (encoding !== undefined) reply.header('content-encoding', encoding)
  return reply.type(asset.type).send(body)
}

function smallest(asset: Asset, accepted: string) {
  if (asset.br && /\bbr\b/.test(accepted)) return { encoding: 'br', body: asset.br }
  if (asset.gzip && /\bgzip\b/.test(accepted)) return { encoding: 'gzip', body: asset.gzip }
  return { encoding: undefined, body: asset.plain }
}
