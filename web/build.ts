/**
 * Builds the pages into web/dist when their sources changed: `node web/build.ts`.
 * The documents keep a placeholder where the server writes the nonce of each reply.
 */
import { createHash } from 'node:crypto'
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { build, type HtmlTagDescriptor, type Plugin } from 'vite'

const root = import.meta.dirname
const dist = join(root, 'dist')
const pages = ['start', 'checkout', 'challenge', 'portal', 'outbox', 'claim']
const sources = [
  'src',
  'build.ts',
  '../contract/src',
  '../core/src',
  ...pages.map((page) => `${page}.html`),
]

/** The fonts that every page needs at once; the other alphabets load when a text has them. */
const firstFonts = /ibm-plex-(sans-latin-wght-normal|mono-latin-(400|500)-normal)-[\w-]+\.woff2$/

/** Builds unless what is there came from these very sources. Says whether it built. */
export async function buildPages(): Promise<boolean> {
  const stamp = await stampOfSources()
  if ((await readIfThere(join(dist, 'stamp'))) === stamp) return false
  const fresh = join(root, `dist.${process.pid}`)
  await runVite(fresh)
  await compressAssets(join(fresh, 'assets'))
  await writeFile(join(fresh, 'stamp'), stamp)
  // Others may be reading or building at the same time: they see the old pages or the new ones.
  await rm(dist, { recursive: true, force: true })
  await rename(fresh, dist)
  return true
}

async function runVite(outDir: string): Promise<void> {
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    plugins: [react(), preloadFonts()],
    html: { cspNonce: '__CSP_NONCE__' },
    build: {
      outDir,
      emptyOutDir: true,
      // A data: address would need a hole in the content security policy.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: Object.fromEntries(pages.map((page) => [page, join(root, `${page}.html`)])),
      },
    },
  })
}

function preloadFonts(): Plugin {
  return {
    name: 'preload-fonts',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle = {} }): HtmlTagDescriptor[] {
        const fonts = Object.keys(bundle).filter((file) => firstFonts.test(file))
        return fonts.map((file) => ({
          tag: 'link',
          injectTo: 'head-prepend',
          attrs: {
            rel: 'preload',
            as: 'font',
            type: 'font/woff2',
            href: `/${file}`,
            crossorigin: true,
          },
        }))
      },
    },
  }
}

/** Fonts are compressed already; everything else is packed once here instead of per request. */
async function compressAssets(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!/\.(js|css|svg)$/.test(name)) continue
    const bytes = await readFile(join(folder, name))
    await writeFile(join(folder, `${name}.br`), brotliCompressSync(bytes))
    await writeFile(join(folder, `${name}.gz`), gzipSync(bytes, { level: 9 }))
  }
}

async function stampOfSources(): Promise<string> {
  const hash = createHash('sha256')
  hash.update(await readFile(join(root, '..', 'package-lock.json')))
  for (const source of sources) await addTo(hash, join(root, source))
  return hash.digest('hex')
}

async function addTo(hash: ReturnType<typeof createHash>, path: string): Promise<void> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => undefined)
  if (entries === undefined) {
    hash.update(path.slice(root.length)).update(await readFile(path))
    return
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const { name } of entries) if (!name.includes('.test.')) await addTo(hash, join(path, name))
}

async function readIfThere(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined)
}

if (import.meta.main) {
  const built = await buildPages()
  process.stdout.write(built ? 'The pages are built.\n' : 'The pages are up to date.\n')
}
