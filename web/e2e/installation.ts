import { spawn } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const program = join(import.meta.dirname, '../../server/src/main.ts')
const patienceMs = 120_000

export type RunningInstallation = { readonly url: string; readonly stop: () => Promise<void> }

/** The whole program as its users start it, with a database of its own, until it says that it is up. */
export async function startInstallation(): Promise<RunningInstallation> {
  const dir = await mkdtemp(join(tmpdir(), 'tallystick-e2e-'))
  // PostgreSQL runs as a user of its own when we are root, and must get through to its data.
  await chmod(dir, 0o755)
  const port = await freePort()
  const child = spawn(process.execPath, [program, 'start'], {
    env: {
      PATH: process.env['PATH'],
      TALLY_DATA_DIR: join(dir, 'data'),
      TALLY_PORT: String(port),
      TALLY_LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
    await rm(dir, { recursive: true, force: true })
  }
  const url = `http://localhost:${port}`
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text))
  const deadline = Date.now() + patienceMs
  while (!(await answers(`${url}/readyz`))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop()
      throw new Error(`The installation did not come up:\n${said}`)
    }
  }
  return { url, stop }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok
  } catch {
    await new Promise((resolve) => setTimeout(resolve, 100))
    return false
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      const port = typeof address === 'object' && address !== null ? address.port : 0
      probe.close(() => resolve(port))
    })
  })
}
