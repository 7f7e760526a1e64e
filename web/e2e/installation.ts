import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const program = join(import.meta.dirname, '../../server/src/main.ts')
const patienceMs = 120_000

export type RunningInstallation = {
  readonly url: string
  readonly keys: { readonly merchantId: string; readonly merchantKey: string }
  /** What it has written so far: welcome and log. */
  readonly said: () => string
  readonly stop: () => Promise<void>
}

/** The whole program as its users start it, with a database of its own, until it says that it is up. */
export async function startInstallation(
  logLevel = 'error',
  settings: Readonly<Record<string, string>> = {},
): Promise<RunningInstallation> {
  const dir = await mkdtemp(join(tmpdir(), 'tallystick-e2e-'))
  // PostgreSQL runs as a user of its own when we are root, and must get through to its data.
  await chmod(dir, 0o755)
  const dataDir = join(dir, 'data')
  const port = await freePort()
  const child = spawn(process.execPath, [program, 'start'], {
    env: {
      PATH: process.env['PATH'],
      TALLY_DATA_DIR: dataDir,
      TALLY_PORT: String(port),
      TALLY_LOG_LEVEL: logLevel,
      ...settings,
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
    await sleep(100)
  }
  const keys = JSON.parse(await readFile(join(dataDir, 'sandbox-keys.json'), 'utf8'))
  return { url, keys, said: () => said, stop }
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    ({ ok }) => ok,
    () => false,
  )
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}
