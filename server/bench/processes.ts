import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import type { Measured, Task } from './load.ts'

const root = join(import.meta.dirname, '../..')

export type Started = {
  readonly address: string
  readonly pid: number
  readonly secondsToFirstAnswer: number
  readonly stop: () => Promise<void>
}

export type Start = {
  readonly command: readonly [string, ...string[]]
  readonly env: Readonly<Record<string, string>>
}

/** Starts a server on a free port and waits until it says that it is ready. */
export async function startServer({ command, env }: Start): Promise<Started> {
  const port = await freePort()
  const address = `http://127.0.0.1:${port}`
  const begun = performance.now()
  const [program, ...args] = command
  const child = spawn(program, args, {
    cwd: root,
    env: { ...process.env, TALLY_PORT: String(port), TALLY_LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
    // A group of its own: npm and its shell do not pass signals on.
    detached: true,
  })
  while (!(await isReady(address))) {
    if (child.exitCode !== null) throw new Error('the server ended before it was ready')
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  return {
    address,
    pid: child.pid ?? 0,
    secondsToFirstAnswer: (performance.now() - begun) / 1000,
    stop: () => stop(child),
  }
}

async function isReady(address: string): Promise<boolean> {
  const reply = await fetch(`${address}/readyz`).catch(() => undefined)
  return reply?.status === 200
}

/** Ends the server with everything it runs through, and waits until all of it is gone. */
async function stop({ pid }: ChildProcess) {
  if (pid === undefined) return
  for (let signal: NodeJS.Signals | 0 = 'SIGTERM'; isThere(pid, signal); signal = 0) {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

function isThere(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-pid, signal)
  } catch {
    return false
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

/** Runs the load in a process of its own, as clients do. */
export async function runLoad(task: Task): Promise<Measured> {
  const child = fork(join(import.meta.dirname, 'load.ts'))
  child.send(task)
  const [measured] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => {
      throw new Error('the load generator ended early')
    }),
  ])) as [Measured]
  child.kill()
  return measured
}
