import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Refusal } from '../refusal.ts'
import { spawnOptions } from './cluster.ts'
import { ask } from './connect.ts'
import { explain } from './explain.ts'
import { isAlive, readLockFile, runsHere } from './lock-file.ts'
import { newPort, rememberedPort, type Site } from './site.ts'

export type Postmaster = { readonly pid: number; readonly port: number; readonly adopted: boolean }

const pollMs = 10
const retryMs = 100
const mostAttempts = 100
const startTimeoutMs = 120_000
const stopTimeoutMs = 60_000
const longestLogBytes = 10 * 1024 * 1024

/**
 * A running server on this folder: the one that a killed Tallystick left behind, else a new one.
 * `fast` gives up durability and is for tests alone.
 */
export async function runPostmaster(site: Site, fast: boolean): Promise<Postmaster> {
  let port = await rememberedPort(site)
  let said = ''
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const live = await findLive(site)
    if (live) return { ...live, adopted: true }
    const started = await launch(site, port, fast)
    if (typeof started === 'number') return { pid: started, port, adopted: false }
    said = started
    port = await mend(site, port, said)
  }
  throw new Refusal(explain(said, site))
}

/** Clears what kept the server from starting and gives the port to try next, or refuses. */
async function mend(site: Site, port: number, said: string): Promise<number> {
  if (/could not bind|could not create any TCP/.test(said)) return newPort(site)
  if (!/lock file .* (already exists|is empty)|pre-existing shared memory/.test(said)) {
    throw new Refusal(explain(said, site))
  }
  await clearStaleLock(site)
  // Where the lock is not stale, the workers of a killed server are still on their way out.
  await sleep(retryMs)
  return port
}

/** Fast shutdown: open transactions are rolled back, everything is written, then it ends. */
export async function stopPostmaster(site: Site, pid: number): Promise<void> {
  const deadline = performance.now() + stopTimeoutMs
  signal(pid, 'SIGINT')
  while (isAlive(pid) && readLockFile(site.cluster)?.pid === pid) {
    if (performance.now() > deadline) {
      signal(pid, 'SIGQUIT')
      return
    }
    await sleep(pollMs)
  }
  // The lock file goes a moment before the process does.
  for (let tries = 0; isAlive(pid) && tries < 200; tries += 1) await sleep(pollMs)
}

/** The server that has this folder's lock, once it answers; waits while it starts or stops. */
async function findLive(site: Site): Promise<{ pid: number; port: number } | undefined> {
  const deadline = performance.now() + stopTimeoutMs
  while (performance.now() < deadline) {
    const lock = readLockFile(site.cluster)
    if (!lock) return undefined
    const answer = lock.port > 0 ? await ask(site, lock.port) : 'none'
    if (answer === 'up') return { pid: lock.pid, port: lock.port }
    if (answer === 'none' && !runsHere(lock, site.cluster)) return undefined
    await sleep(pollMs * 2)
  }
  throw new Refusal(
    `The PostgreSQL of ${site.root} is still starting or stopping: wait, and see ${site.logFile}`,
  )
}

/** Returns the process id when the server is ready, or what it said when it was not to be. */
async function launch(site: Site, port: number, fast: boolean): Promise<number | string> {
  const log = openLog(site.logFile)
  const child = spawn(site.binaries.postgres, serverArguments(site, port, fast), {
    ...spawnOptions(site),
    // Its own session: Ctrl-C reaches the whole group, and the server must outlive our last request.
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  })
  closeSync(log.fd)
  let failure: Error | undefined
  child.on('error', (error) => {
    failure = error
  })
  child.unref()
  const deadline = performance.now() + startTimeoutMs
  while (performance.now() < deadline && !failure && child.exitCode === null) {
    const lock = readLockFile(site.cluster)
    if (lock && lock.pid === child.pid && lock.status === 'ready') return lock.pid
    if (child.signalCode) break
    await sleep(pollMs)
  }
  child.kill('SIGQUIT')
  if (failure) throw new Refusal(explain('', site, failure), { cause: failure })
  return readFileSync(site.logFile, 'utf8').slice(log.length)
}

function serverArguments(site: Site, port: number, fast: boolean): string[] {
  const safe = fast ? 'off' : 'on'
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: site.socketDir ?? '',
    unix_socket_permissions: '0700',
    fsync: safe,
    synchronous_commit: safe,
    full_page_writes: safe,
  }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  return ['-D', site.cluster, ...flags]
}

function openLog(path: string): { fd: number; length: number } {
  const fd = openSync(path, 'a', 0o600)
  if (statSync(path).size > longestLogBytes) truncateSync(path)
  return { fd, length: readFileSync(path, 'utf8').length }
}

/**
 * The server refuses a lock file whose process id is taken. Nobody answered for this folder, so
 * the id has been given to some other program since.
 */
async function clearStaleLock(site: Site): Promise<void> {
  const lock = readLockFile(site.cluster)
  if (lock && (runsHere(lock, site.cluster) || (await ask(site, lock.port)) !== 'none')) return
  rmSync(join(site.cluster, 'postmaster.pid'), { force: true })
  if (!lock || !site.socketDir) return
  rmSync(join(site.socketDir, `.s.PGSQL.${lock.port}.lock`), { force: true })
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
