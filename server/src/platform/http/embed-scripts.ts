import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { assert } from '@tallystick/core/assert.ts'
import type { FastifyInstance } from 'fastify'
import { type Asset, serveAsset } from './page-assets.ts'

/** Long enough to be worth keeping, short enough that a mended script is everywhere within minutes. */
const newestMaxAgeSeconds = 300

const access = { kind: 'open', reason: 'Pages of merchants load it; it is the same for all.' }

/** Serves the script that pages of others load: each release for good, and the newest under a name of its own. */
export async function embedScripts(server: FastifyInstance, folder: string): Promise<void> {
  const manifest = JSON.parse(await readFile(join(folder, 'releases.json'), 'utf8'))
  const versions = Object.keys(manifest)
  const scripts = new Map<string, Asset>()
  for (const version of versions) {
    const plain = await readFile(join(folder, `${version}.js`))
    scripts.set(`${version}.js`, assetOf(plain, `"${version}"`))
  }
  // They are written down in the order in which they were released.
  const newest = scripts.get(`${versions.at(-1)}.js`)
  assert(newest, 'an embed script is released')
  const changing = {
    ...newest,
    headers: { ...newest.headers, 'cache-control': `public, max-age=${newestMaxAgeSeconds}` },
  }

  server.get('/embed.js', { config: { access } }, (request, reply) =>
    serveAsset(changing, request, reply),
  )
  server.get<{ Params: { file: string } }>(
    '/embed/:file',
    { config: { access } },
    (request, reply) => serveAsset(scripts.get(request.params.file), request, reply),
  )
}

function assetOf(plain: Buffer, etag: string): Asset {
  return {
    type: 'text/javascript; charset=utf-8',
    etag,
    plain,
    br: brotliCompressSync(plain),
    gzip: gzipSync(plain, { level: 9 }),
    headers: {
      // A page that names the hash must be able to read what it loads, wherever it is.
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
    },
  }
}
