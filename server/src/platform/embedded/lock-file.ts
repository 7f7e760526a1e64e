import { readFileSync, readlinkSync, realpathSync } from 'node:fs'
import { join } from 'node:path'

/** What the server writes into its folder about itself: postmaster.pid, line by line. */
export type LockFile = {
  readonly pid: number
  readonly port: number
  readonly status: 'starting' | 'stopping' | 'ready' | 'standby' | undefined
}

/** Undefined when there is none, or when it is not yet written in full. */
export function readLockFile(cluster: string): LockFile | undefined {
  let text: string
  try {
    text = readFileSync(join(cluster, 'postmaster.pid'), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  const lines = text.split('\n').map((line) => line.trim())
  const [pid, port] = [Number(lines[0]), Number(lines[3])]
  if (!(pid > 0)) return undefined
  return { pid, port: port || 0, status: lines[7] as LockFile['status'] }
}

/** Whether a process with this id is there; one that has ended and waits for its parent is not. */
export function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  return !isZombie(pid)
}

/**
 * Whether the process named in the lock file is a server on this folder, rather than a program
 * that was given the same id since. The server's working directory is its cluster.
 */
export function runsHere({ pid, status }: LockFile, cluster: string): boolean {
  if (!isAlive(pid)) return false
  if (process.platform !== 'linux') return status !== 'ready' && status !== 'standby'
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(cluster)
  } catch {
    return false
  }
}

/** In a container without an init, an adopted server that ended is never waited for. */
function isZombie(pid: number): boolean {
  if (process.platform !== 'linux') return false
  try {
    return / Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\)/s, ''))
  } catch {
    return true
  }
}
