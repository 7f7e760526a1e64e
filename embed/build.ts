/**
 * Builds the embed script: the same bytes from the same sources, whoever builds it.
 * `node build.ts package` writes embed/dist, what a package of it holds: modules and their types.
 */
import { execFileSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'vite'

const root = import.meta.dirname

/** The version that the source says it is. */
export async function sourceVersion(): Promise<string> {
  return JSON.parse(await readFile(join(root, 'package.json'), 'utf8')).version
}

/** The script as it is served, in one file for browsers since 2021. */
export async function buildScript(version: string): Promise<Buffer> {
  const built = await build({
    root,
    configFile: false,
    logLevel: 'warn',
    define: { embedVersion: JSON.stringify(version) },
    build: {
      write: false,
      target: 'es2021',
      lib: { entry: join(root, 'src/script.ts'), formats: ['iife'], name: 'tallystickEmbed' },
    },
  })
  const [bundle] = Array.isArray(built) ? built : []
  const [chunk, ...others] = bundle?.output ?? []
  if (chunk?.type !== 'chunk' || others.length > 0) throw new Error('It is no longer one file.')
  return Buffer.from(`/*! Tallystick embed ${version}, Apache-2.0 */\n${chunk.code}`)
}

/** Modules for bundlers, one per source: what they do is plain to see. */
async function buildPackage(): Promise<void> {
  const outDir = join(root, 'dist')
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2021',
      minify: false,
      lib: {
        entry: { mount: join(root, 'src/mount.ts'), react: join(root, 'src/react.tsx') },
        formats: ['es'],
      },
      rolldownOptions: { external: [/^react(\/|$)/] },
    },
  })
  const tsc = join(root, '../node_modules/.bin/tsc')
  execFileSync(tsc, ['-p', join(root, 'tsconfig.package.json')], { stdio: 'inherit' })
}

if (import.meta.main && process.argv[2] === 'package') await buildPackage()
