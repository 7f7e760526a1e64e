import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startTemporary } from '../../src/platform/embedded/temporary.ts'

const main = join(import.meta.dirname, '../../src/main.ts')
const patienceMs = 120_000

export type Running = {
  /** Of a process that answers requests; empty for a worker. */
  readonly url: string
  readonly stop: () => Promise<void>
  /** As by kill -9. */
  readonly kill: () => Promise<void>
}

export type House = {
  readonly dataDir: string
  readonly start: (role: 'http' | 'worker') => Promise<Running>
  readonly doctor: () => Promise<{ readonly code: number; readonly text: string }>
  readonly close: () => Promise<void>
}

/** One PostgreSQL with its keys, and as many real processes of each role on it as a test starts. */
export async function openHouse(): Promise<House> {
  const database = await startTemporary({ fast: true })
  const running: ChildProcess[] = []
  const environment = (port: number) => ({
    PATH: process.env['PATH'],
    DATABASE_URL: database.url,
    TALLY_DATA_DIR: database.dir,
    ...(port > 0 && { TALLY_PORT: String(port) }),
    TALLY_LOG_LEVEL: 'error',
    TALLY_POOL_SIZE: '4',
  })
  const launch = (command: readonly string[], port: number) => {
    const env = environment(port)
    const child = spawn(process.execPath, [main, ...command], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    running.push(child)
    return child
  }
  const migrated = await outcomeOf(launch(['migrate'], 0))
  if (migrated.code !== 0) {
    await database.stop()
    throw new Error(migrated.text)
  }
  return {
    dataDir: database.dir,
    async start(role) {
      const port = await freePort()
      const child = launch(['start', role], port)
      child.stdout?.resume()
      const url = role === 'http' ? `http://localhost:${port}` : ''
      if (url) await untilReady(child, url)
      return { url, stop: () => end(child, 'SIGTERM'), kill: () => end(child, 'SIGKILL') }
    },
    doctor: () => outcomeOf(launch(['doctor'], 0)),
    async close() {
      await Promise.all(running.map((child) => end(child, 'SIGTERM')))
      await database.stop()
    },
  }
}

async function outcomeOf(child: ChildProcess) {
  const said: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (text) => said.push(String(text)))
  }
  const [code] = await once(child, 'close')
  return { code: Number(code), text: said.join('') }
}

async function untilReady(child: ChildProcess, url: string): Promise<void> {
  const complaints: string[] = []
  child.stderr?.on('data', (text) => complaints.push(String(text)))
  const deadline = performance.now() + patienceMs
  while (!(await isReady(url))) {
    if (hasEnded(child) || performance.now() > deadline) {
      throw new Error(`A process did not come up.\n${complaints.join('')}`)
    }
    await sleep(20)
  }
}

function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/readyz`).then(
    (reply) => reply.ok,
    () => false,
  )
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess) =>
  exitCode !== null || signalCode !== null

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (hasEnded(child)) return
  child.kill(signal)
  await once(child, 'exit')
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  return typeof address === 'object' && address ? address.port : 0
}
