import { execFile } from 'node:child_process'
import {
  chmod,
  lchown,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  statfs,
  writeFile,
} from 'node:fs/promises'
import { availableParallelism, totalmem } from 'node:os'
import { join } from 'node:path'
import { Refusal } from '../refusal.ts'
import { majorVersion } from './binaries.ts'
import { explain } from './explain.ts'
import { isAlive } from './lock-file.ts'
import { handOver, type Site } from './site.ts'

/** What an empty cluster and its first write-ahead log take, with room to begin. */
const leastFreeBytes = 128n * 1024n * 1024n

/** Makes the cluster on the first start; on later ones checks that it is one we can run. */
export async function readyCluster(site: Site): Promise<void> {
  const version = await clusterVersion(site)
  if (version === undefined) {
    await createCluster(site)
  } else if (version !== majorVersion) {
    throw new Refusal(
      `The database in ${site.cluster} was made by PostgreSQL ${version}, and this Tallystick brings PostgreSQL ${majorVersion}: run it with the Tallystick that made it, or set TALLY_DATA_DIR to another folder.`,
    )
  } else {
    await takeBackOwnership(site)
  }
}

async function clusterVersion(site: Site): Promise<string | undefined> {
  const text = await readFile(join(site.cluster, 'PG_VERSION'), 'utf8').catch((error) => {
    if (error.code !== 'ENOENT') throw error
  })
  if (text !== undefined) return text.trim()
  const found = await readdir(site.cluster).catch(() => [])
  if (found.length === 0) return undefined
  throw new Refusal(`${site.cluster} holds something that is not a PostgreSQL database.`)
}

/** Made beside its place and moved in when whole, so that a broken start leaves no half cluster. */
async function createCluster(site: Site): Promise<void> {
  await removeDrafts(site)
  const { bavail, bsize } = await statfs(site.root, { bigint: true })
  if (bavail * bsize < leastFreeBytes) {
    throw new Refusal(
      `There is no space left on the disk of ${site.root}: a new database needs at least 128 MB.`,
    )
  }
  const draft = `${site.cluster}.new-${process.pid}`
  const passwordFile = join(site.root, `.initdb-${process.pid}`)
  try {
    await writeFile(passwordFile, site.password, { mode: 0o600 })
    await handOver(passwordFile, site.account)
    await makeDraftFolder(draft, site)
    await initdb(site, draft, passwordFile)
    await rename(draft, site.cluster).catch((error) => {
      // Of two first starts at once, one moves its cluster in and both use it.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
    })
  } finally {
    await rm(passwordFile, { force: true })
    await rm(draft, { recursive: true, force: true })
  }
}

async function removeDrafts(site: Site): Promise<void> {
  const drafts = (await readdir(site.root)).filter((name) => name.startsWith('postgres.new-'))
  const dead = drafts.filter((name) => !isAlive(Number(name.slice('postgres.new-'.length))))
  for (const name of dead) await rm(join(site.root, name), { recursive: true, force: true })
}

async function makeDraftFolder(draft: string, site: Site): Promise<void> {
  await mkdir(draft, { mode: 0o700 })
  await handOver(draft, site.account)
}

async function initdb(site: Site, draft: string, passwordFile: string): Promise<void> {
  const settings = Object.entries(initialSettings()).flatMap(([name, value]) => [
    '--set',
    `${name}=${value}`,
  ])
  const args = [
    ...['-D', draft, '-U', 'tallystick', `--pwfile=${passwordFile}`, '--auth=scram-sha-256'],
    ...['-E', 'UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
    ...['--no-instructions', ...settings],
  ]
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  execFile(site.binaries.initdb, args, spawnOptions(site), (error, stdout, stderr) => {
    if (error) reject(new Refusal(explain(`${stderr}\n${stdout}`, site, error), { cause: error }))
    else resolve()
  })
  await promise
}

/**
 * Written to the cluster's postgresql.conf, where an operator may change them; what we promise
 * (durability, addresses) is set on the command line instead.
 */
function initialSettings(): Record<string, string> {
  const megabytes = Math.floor((process.constrainedMemory() || totalmem()) / 2 ** 20)
  const memory = Math.min(megabytes, Math.floor(totalmem() / 2 ** 20))
  return {
    max_wal_size: '4GB',
    min_wal_size: '256MB',
    shared_buffers: `${Math.max(128, Math.min(1024, Math.floor(memory / 8)))}MB`,
    max_parallel_workers: String(availableParallelism()),
    // Statements and their errors quote personal data: they stay out of the server's own log.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_checkpoints: 'off',
    log_timezone: 'UTC',
    timezone: 'UTC',
  }
}

export function spawnOptions(site: Site) {
  const { account } = site
  return {
    cwd: process.platform === 'win32' ? site.root : '/',
    ...(account ? { uid: account.uid, gid: account.gid } : {}),
    // An environment of its own: PGDATA and its like would change what is started.
    ...(process.platform === 'win32' ? {} : { env: { LC_ALL: 'C', PATH: '/usr/bin:/bin' } }),
  }
}

/** A folder that was copied by root belongs to root, and a copy may have lost its strict mode. */
async function takeBackOwnership(site: Site): Promise<void> {
  if (process.platform === 'win32') return
  await chmod(site.cluster, 0o700)
  if (!site.account) return
  const { uid, gid } = site.account
  const inside = await stat(join(site.cluster, 'PG_VERSION'))
  if (inside.uid === uid && (await stat(site.cluster)).uid === uid) return
  const names = await readdir(site.cluster, { recursive: true })
  for (const name of names) await lchown(join(site.cluster, name), uid, gid)
  await lchown(site.cluster, uid, gid)
}
