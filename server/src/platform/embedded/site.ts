import { randomBytes } from 'node:crypto'
import { chmod, chown, link, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname, join, resolve } from 'node:path'
import { Refusal } from '../refusal.ts'
import { type Account, barredAt, serverAccount } from './account.ts'
import { type Binaries, installedPackage, readyBinaries } from './binaries.ts'

/** Everything one embedded server has on disk, and who runs it. Nothing in it names its own path. */
export type Site = {
  readonly root: string
  readonly cluster: string
  /** Undefined where no unix socket can be: on Windows, or when its path would be too long. */
  readonly socketDir: string | undefined
  readonly logFile: string
  readonly account: Account | undefined
  readonly binaries: Binaries
  readonly password: string
}

/** Kernels cut the path of a unix socket at about 104 bytes, file name included. */
const longestSocketDir = 104 - '/.s.PGSQL.65535 '.length

/** Makes the folder, its rights, the password and the programs ready; finds no server yet. */
export async function openSite(dataDir: string): Promise<Site> {
  const root = resolve(dataDir)
  const cluster = join(root, 'postgres')
  try {
    await makeFolder(root)
    const account = await serverAccount(cluster)
    // The server's user passes through to its own folders, and reads nothing beside them.
    if (account) await chmod(root, 0o711)
    await refuseBarredFolder(cluster, account)
    return {
      root,
      cluster,
      socketDir: await socketDir(root, account),
      logFile: join(root, 'postgres.log'),
      account,
      binaries: await readyBinaries(installedPackage(), join(root, 'runtime'), account),
      password: await password(root, cluster),
    }
  } catch (error) {
    throw sentence(error, root)
  }
}

/**
 * A folder that is closed to others, with those above it. Not by Node's own recursion, which never
 * ends where a file system answers that a new folder's parent is missing although it is there.
 */
export async function makeFolder(path: string): Promise<void> {
  const made = await mkdir(path, { mode: 0o700 }).catch((error) => error)
  if (made?.code === 'ENOENT') {
    await makeFolder(dirname(path))
    await mkdir(path, { mode: 0o700 }).catch((cause) => {
      if (cause.code === 'EEXIST') return
      throw new Refusal(`${path} cannot be made: set TALLY_DATA_DIR to another folder.`, { cause })
    })
  } else if (made && (made.code !== 'EEXIST' || !(await stat(path)).isDirectory())) throw made
}

/** Turns a failed file operation into words; anything else stays as it is. */
export function sentence(error: unknown, root: string): unknown {
  const code = (error as NodeJS.ErrnoException).code ?? ''
  const texts: Record<string, string> = {
    EACCES: `There are no rights to write to ${root}: change its owner, or set TALLY_DATA_DIR.`,
    EPERM: `There are no rights to change ${root}: change its owner, or set TALLY_DATA_DIR.`,
    EROFS: `${root} is on a read-only disk: set TALLY_DATA_DIR to a folder that can be written.`,
    ENOTDIR: `${root} is not a folder: set TALLY_DATA_DIR to one.`,
    EEXIST: `${root} is not a folder: set TALLY_DATA_DIR to one.`,
    ENOSPC: `There is no space left on the disk of ${root}.`,
    EDQUOT: `The disk quota of ${root} is used up.`,
  }
  return texts[code] ? new Refusal(texts[code], { cause: error }) : error
}

/** The port of the last start, so that tools keep their way in; a free one the first time. */
export async function rememberedPort(site: Site): Promise<number> {
  const text = await readFile(portFile(site), 'utf8').catch(() => '')
  return /^\d+\s*$/.test(text) ? Number(text) : newPort(site)
}

export async function newPort(site: Site): Promise<number> {
  const port = await freePort()
  await writeFile(portFile(site), `${port}\n`, { mode: 0o600 })
  return port
}

/** Gives a file or folder to the server's user. */
export async function handOver(path: string, account: Account | undefined): Promise<void> {
  if (account) await chown(path, account.uid, account.gid)
}

function portFile(site: Site): string {
  return join(site.root, 'postgres-port')
}

async function refuseBarredFolder(cluster: string, account: Account | undefined): Promise<void> {
  const barred = await barredAt(cluster, account)
  if (!account || !barred) return
  throw new Refusal(
    `PostgreSQL does not run as root, and the user it runs as (${account.name}) may not enter ${barred}: set TALLY_DATA_DIR to a folder that others can reach.`,
  )
}

async function socketDir(root: string, account: Account | undefined): Promise<string | undefined> {
  const path = join(root, 'run')
  if (process.platform === 'win32' || Buffer.byteLength(path) > longestSocketDir) return undefined
  await mkdir(path, { recursive: true, mode: 0o700 })
  await handOver(path, account)
  return path
}

/** The superuser's password: made once, readable by us alone, and moved along with the folder. */
async function password(root: string, cluster: string): Promise<string> {
  const file = join(root, 'postgres-password')
  const found = await readFile(file, 'utf8').catch((error) => {
    if (error.code !== 'ENOENT') throw error
  })
  if (found) return found.trim()
  if (await stat(cluster).catch(() => undefined)) {
    throw new Refusal(
      `The database in ${cluster} is there, but its password file ${file} is not: put it back.`,
    )
  }
  const draft = `${file}.${process.pid}`
  await writeFile(draft, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 })
  // Of two first starts at once, one makes the password and both read it.
  await link(draft, file).catch((error) => {
    if (error.code !== 'EEXIST') throw error
  })
  await rm(draft)
  return (await readFile(file, 'utf8')).trim()
}

async function freePort(): Promise<number> {
  const { promise, resolve: settle, reject } = Promise.withResolvers<number>()
  const probe = createServer().once('error', reject)
  probe.listen(0, '127.0.0.1', () => {
    const address = probe.address()
    probe.close(() => settle(typeof address === 'object' && address ? address.port : 0))
  })
  return promise
}
