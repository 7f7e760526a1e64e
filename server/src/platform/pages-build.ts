import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Log } from './log.ts'
import { Refusal } from './refusal.ts'

const root = join(import.meta.dirname, '../../..')
const web = join(root, 'web')

/** Where the built pages are served from. */
export const pagesDir = join(web, 'dist')

/** Every release of the embed script, as it went out. */
export const releasedDir = join(root, 'embed/released')

/** What the pages are made of; the stamp among them says of which state of it. */
const sources = ['web/src', 'core/src', 'contract/src', 'package-lock.json']
const stamp = join(pagesDir, '.built-from')

/**
 * Builds the pages when their sources are newer than what is there. An image brings the pages
 * built, and no sources: then there is nothing to do.
 */
export async function readyPages(log: Log): Promise<void> {
  if (!existsSync(join(web, 'src'))) return
  const state = await fingerprint()
  if ((await readFile(stamp, 'utf8').catch(() => '')) === state) return
  const begun = performance.now()
  await build()
  await writeFile(stamp, state)
  log.info({ ms: Math.round(performance.now() - begun) }, 'The pages are built.')
}

/** Sizes and times rather than contents, and without loading Vite: it is asked at every start. */
async function fingerprint(): Promise<string> {
  const hash = createHash('sha256')
  const own = (await readdir(web, { withFileTypes: true })).filter((entry) => entry.isFile())
  const tops = [...sources, ...own.map(({ name }) => `web/${name}`)]
  for (const top of tops.filter((path) => existsSync(join(root, path)))) {
    for (const path of await filesIn(top)) {
      const { size, mtimeMs } = await stat(join(root, path))
      hash.update(`${path} ${size} ${mtimeMs}\n`)
    }
  }
  return hash.digest('hex')
}

async function filesIn(top: string): Promise<string[]> {
  if ((await stat(join(root, top))).isFile()) return [top]
  const entries = await readdir(join(root, top), { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && !entry.name.includes('.test.'))
  return files.map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1)).sort()
}

async function build(): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const output: Buffer[] = []
  const child = spawn(process.execPath, [join(web, 'build.ts')], {
    cwd: web,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  child.stdout.on('data', (text) => output.push(text))
  child.stderr.on('data', (text) => output.push(text))
  child.once('error', reject)
  child.once('close', (code) => {
    if (code === 0) resolve()
    else reject(new Refusal(`The pages could not be built:\n${Buffer.concat(output)}`))
  })
  await promise
}
