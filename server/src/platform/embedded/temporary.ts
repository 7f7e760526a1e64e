import { readdirSync, rmSync } from 'node:fs'
import { chmod, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLog, type Log } from '../log.ts'
import { isAlive, readLockFile } from './lock-file.ts'
import { startEmbedded } from './start.ts'

export type Temporary = {
  readonly url: string
  /** The data folder; keys and the key store of a temporary installation may live here, too. */
  readonly dir: string
  readonly pid: number
  stop(): Promise<void>
}

const prefix = 'tallystick-temporary-'

/** A server in a fresh folder under the system's temporary one; `stop` removes every trace. */
export async function startTemporary(
  options: { readonly fast?: boolean; readonly log?: Log } = {},
): Promise<Temporary> {
  removeAbandoned()
  const dir = await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`))
  await chmod(dir, 0o711)
  const removeNow = () => remove(dir)
  process.once('exit', removeNow)
  try {
    const log = options.log ?? createLog('warn')
    const server = await startEmbedded({ dataDir: dir, log, fast: options.fast ?? false })
    return {
      url: server.url,
      dir,
      get pid() {
        return server.pid
      },
      async stop() {
        await server.stop()
        process.off('exit', removeNow)
        remove(dir)
      },
    }
  } catch (error) {
    process.off('exit', removeNow)
    remove(dir)
    throw error
  }
}

/** What test runs that were killed left behind: nobody will come back for it. */
function removeAbandoned(): void {
  for (const name of readdirSync(tmpdir())) {
    const [, pid] = name.match(RegExp(`^${prefix}(\\d+)-`)) ?? []
    if (pid && !isAlive(Number(pid))) remove(join(tmpdir(), name))
  }
}

function remove(dir: string): void {
  const lock = readLockFile(join(dir, 'postgres'))
  try {
    if (lock && isAlive(lock.pid)) process.kill(lock.pid, 'SIGQUIT')
    rmSync(dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 20 })
  } catch (error) {
    // Somebody else's, or gone meanwhile: not ours to remove.
    if (!['EPERM', 'EACCES', 'ESRCH', 'ENOTEMPTY'].includes(String(Object(error).code))) throw error
  }
}
