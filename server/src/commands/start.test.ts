import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { isAlive, readLockFile } from '../platform/embedded/lock-file.ts'

const main = fileURLToPath(new URL('../main.ts', import.meta.url))
let folder = ''
let dataDir = ''
let port = 0
let child: ChildProcess | undefined

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tallystick-test-'))
  await chmod(folder, 0o711)
  dataDir = join(folder, 'data')
  port = await freePort()
})

/** A test that fails half way must not leave its server to the next one. */
afterEach(async () => {
  if (!child || child.exitCode !== null || child.signalCode) return
  child.kill('SIGKILL')
  await once(child, 'exit')
})

after(async () => {
  const lock = readLockFile(join(dataDir, 'postgres'))
  if (lock && isAlive(lock.pid)) process.kill(lock.pid, 'SIGQUIT')
  await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
})

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  return typeof address === 'object' && address ? address.port : 0
}

function environment(more: Record<string, string> = {}): Record<string, string> {
  return { TALLY_DATA_DIR: dataDir, TALLY_PORT: String(port), PATH: '/usr/bin:/bin', ...more }
}

/** Starts the program and waits for the words that it says once it answers. */
async function started(more: Record<string, string> = {}) {
  const running = spawn(process.execPath, [main, 'start'], {
    env: environment(more),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  child = running
  const printed: string[] = []
  running.stdout.on('data', (text) => printed.push(String(text)))
  const said = () => printed.join('')
  for (let tries = 0; tries < 600 && !/Tallystick is up/.test(said()); tries += 1) {
    assert.equal(running.exitCode, null, said())
    await sleep(25)
  }
  return { running, said }
}

async function stopped(running: ChildProcess, signal: NodeJS.Signals): Promise<unknown> {
  running.kill(signal)
  return (await once(running, 'exit'))[0]
}

function refused(more: Record<string, string>) {
  return spawnSync(process.execPath, [main, 'start'], { env: environment(more), encoding: 'utf8' })
}

test('the first start answers, says where, and stops with 0 and no process left', async () => {
  const { running, said } = await started()
  assert.match(said(), RegExp(`API +http://localhost:${port}/v0\\n`))
  const ready = await fetch(`http://127.0.0.1:${port}/readyz`)
  assert.equal(ready.status, 200)
  assert.match(await ready.text(), /"status":"ready"/)
  const page = await (await fetch(`http://127.0.0.1:${port}/`)).text()
  assert.match(page, RegExp(`"apiUrl":"http://localhost:${port}"`))
  const lock = readLockFile(join(dataDir, 'postgres'))
  assert.equal(await stopped(running, 'SIGTERM'), 0)
  assert.equal(isAlive(Number(lock?.pid)), false)
})

test('what only we may read is closed to others', async () => {
  for (const name of ['postgres-password', 'root.key']) {
    assert.equal((await stat(join(dataDir, name))).mode & 0o077, 0, name)
  }
})

test('after kill -9 the next start is ready again', async () => {
  const first = await started()
  await stopped(first.running, 'SIGKILL')
  const { running } = await started()
  assert.equal(await stopped(running, 'SIGINT'), 0)
})

test('a port in use, and a folder in use, end the start with one sentence each', async () => {
  const { running } = await started()
  const samePort = refused({})
  assert.equal(samePort.status, 1)
  assert.match(samePort.stderr, RegExp(`^tallystick: Port ${port} on 127.0.0.1 is in use.*\\n$`))
  const sameFolder = refused({ TALLY_PORT: String(await freePort()) })
  assert.equal(sameFolder.status, 1)
  assert.match(
    sameFolder.stderr,
    RegExp(`^tallystick: Another Tallystick \\(process ${running.pid}\\)`),
  )
  assert.equal((await fetch(`http://127.0.0.1:${port}/readyz`)).status, 200)
  assert.equal(await stopped(running, 'SIGTERM'), 0)
})

test('a lost root key ends the start with one sentence, and leaves no server behind', async () => {
  await rm(join(dataDir, 'root.key'))
  const { status, stderr } = refused({})
  assert.equal(status, 1)
  assert.match(stderr, /^tallystick: .*root\.key.*\n$/)
  assert.equal(readLockFile(join(dataDir, 'postgres')), undefined)
})

test('a database that nobody runs ends the start with one sentence', async () => {
  const url = `postgres://nobody:secret@127.0.0.1:${await freePort()}/none`
  const { status, stderr } = refused({ DATABASE_URL: url, TALLY_DATA_DIR: join(folder, 'other') })
  assert.equal(status, 1)
  assert.match(stderr, /^tallystick: The database cannot be reached.*\n$/)
  assert.doesNotMatch(stderr, /secret/)
})
