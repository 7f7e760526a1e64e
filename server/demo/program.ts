import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findSandboxKeys, type SandboxKeys } from '../src/sandbox-keys.ts'

const main = join(import.meta.dirname, '../src/main.ts')
const patienceMs = 120_000

/** The whole program, as its users start it, in a process of its own. */
export type Program = {
  readonly url: string
  readonly keys: SandboxKeys
  readonly process: ChildProcess
}

export type Place = { readonly dataDir: string; readonly port: number }

/** A folder of its own and a free port; PostgreSQL's user must be able to pass through the folder. */
export async function temporaryPlace(): Promise<Place & { readonly remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'tallystick-demo-'))
  await chmod(folder, 0o711)
  return {
    dataDir: join(folder, 'data'),
    port: await freePort(),
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 }),
  }
}

/** Starts the program and waits until it answers; leaves nothing behind when it does not, or is told to stop. */
export async function startProgram(place: Place, signal?: AbortSignal): Promise<Program> {
  const { dataDir, port } = place
  const child = spawn(process.execPath, [main, 'start'], {
    env: environment(place),
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const complaints: string[] = []
  child.stderr.on('data', (text) => complaints.push(String(text)))
  const url = `http://localhost:${port}`
  const deadline = performance.now() + patienceMs
  while (!(await isReady(url))) {
    if (hasEnded(child) || signal?.aborted || performance.now() > deadline) {
      await stopped(child)
      throw new Error(`The installation did not come up.\n${complaints.join('')}`)
    }
    await sleep(20)
  }
  const keys = await findSandboxKeys(dataDir)
  if (!keys) throw new Error(`There are no sandbox keys in ${dataDir}.`)
  return { url, keys, process: child }
}

export function stopProgram({ process: child }: Program): Promise<void> {
  return stopped(child)
}

async function stopped(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return
  child.kill('SIGTERM')
  await once(child, 'exit')
}

export type Verdict = { readonly content: boolean; readonly text: string }

/** What `tallystick doctor` says of the place. */
export async function askDoctor(place: Place): Promise<Verdict> {
  const child = spawn(process.execPath, [main, 'doctor'], {
    env: environment(place),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => said.push(String(text)))
  }
  const [code] = await once(child, 'close')
  return { content: code === 0, text: said.join('').trim() }
}

export function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null
}

function environment({ dataDir, port }: Place) {
  return {
    PATH: process.env['PATH'],
    TALLY_DATA_DIR: dataDir,
    TALLY_PORT: String(port),
    TALLY_LOG_LEVEL: 'error',
  }
}

async function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/readyz`).then(
    (reply) => reply.ok,
    () => false,
  )
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  return typeof address === 'object' && address ? address.port : 0
}
