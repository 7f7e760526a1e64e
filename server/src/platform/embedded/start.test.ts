import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, cp, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { createLog } from '../log.ts'
import { isAlive, readLockFile } from './lock-file.ts'
import { type Embedded, startEmbedded } from './start.ts'

const log = createLog('silent')
let folder = ''
let dataDir = ''

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tallystick-test-'))
  await chmod(folder, 0o711)
  dataDir = join(folder, 'first')
})

after(async () => {
  const lock = readLockFile(join(dataDir, 'postgres'))
  if (lock && isAlive(lock.pid)) process.kill(lock.pid, 'SIGQUIT')
  await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
})

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

async function withServer<T>(use: (server: Embedded) => Promise<T>, dir = dataDir): Promise<T> {
  const server = await startEmbedded({ dataDir: dir, log })
  try {
    return await use(server)
  } finally {
    await server.stop()
  }
}

/** A Tallystick of its own: a process that starts the server, says its url, and stays. */
async function otherProcess(): Promise<{ child: ChildProcess; url: string }> {
  const code = `
    import { startEmbedded } from '${new URL('./start.ts', import.meta.url)}'
    import { createLog } from '${new URL('../log.ts', import.meta.url)}'
    const server = await startEmbedded({ dataDir: '${dataDir}', log: createLog('silent') })
    process.on('SIGTERM', () => server.stop().then(() => process.exit(0)))
    console.log(server.url)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [url] = await once(child.stdout, 'data')
  return { child, url: String(url).trim() }
}

test('the first start makes a durable database, and a stop leaves no process', async () => {
  const { pid } = await withServer(async ({ url, pid }) => {
    const rows = await query(
      url,
      `select current_setting('fsync') as fsync, current_setting('max_wal_size') as wal,
         current_setting('synchronous_commit') as commit, current_database() as database,
         current_setting('password_encryption') as passwords,
         left(current_setting('server_version'), 3) as version`,
    )
    const expected = { fsync: 'on', wal: '4GB', commit: 'on', database: 'tallystick' }
    assert.deepEqual(rows, [{ ...expected, passwords: 'scram-sha-256', version: '18.' }])
    await query(url, "create table kept (word text); insert into kept values ('one')")
    return { pid }
  })
  assert.equal(isAlive(pid), false)
})

test('a second start finds everything as it was, at the same address', async () => {
  const first = await withServer(async ({ url }) => url)
  await withServer(async ({ url }) => {
    assert.equal(url, first)
    assert.deepEqual(await query(url, 'select word from kept'), [{ word: 'one' }])
  })
})

test('the password is ours alone, and no connection gets in without it', async () => {
  const file = await stat(join(dataDir, 'postgres-password'))
  assert.equal(file.mode & 0o777, 0o600)
  await withServer(async ({ url }) => {
    const wrong = new URL(url)
    wrong.password = 'guess'
    await assert.rejects(query(wrong.href, 'select 1'), { code: '28P01' })
    wrong.searchParams.delete('host')
    await assert.rejects(query(wrong.href, 'select 1'), { code: '28P01' })
  })
})

test('started by root, the server runs as somebody else', {
  skip: process.getuid?.() !== 0 || process.platform !== 'linux',
}, async () => {
  await withServer(async ({ pid }) => {
    const status = await readFile(`/proc/${pid}/status`, 'utf8')
    assert.match(status, /^Uid:\s+[1-9]/m)
    assert.match(status, /^Gid:\s+[1-9]/m)
  })
})

test('the server is in a session of its own, where Ctrl-C does not reach it', {
  skip: process.platform !== 'linux',
}, async () => {
  await withServer(async ({ pid }) => {
    const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).replace(/^.*\) /s, '').split(' ')
    assert.equal(Number(fields[3]), pid)
  })
})

test('a server that a killed process left behind is adopted, with what it had acknowledged', async () => {
  const { child, url } = await otherProcess()
  const pid = readLockFile(join(dataDir, 'postgres'))?.pid
  await query(url, "insert into kept values ('two')")
  child.kill('SIGKILL')
  await once(child, 'exit')
  await withServer(async (server) => {
    assert.equal(server.pid, pid)
    assert.equal(server.url, url)
    assert.equal((await query(server.url, 'select word from kept')).length, 2)
  })
  assert.equal(isAlive(Number(pid)), false)
})

test('after both were killed, the next start recovers what was acknowledged', async () => {
  const { child, url } = await otherProcess()
  await query(url, "insert into kept values ('three')")
  child.kill('SIGKILL')
  process.kill(Number(readLockFile(join(dataDir, 'postgres'))?.pid), 'SIGKILL')
  await once(child, 'exit')
  await withServer(async (server) => {
    assert.equal((await query(server.url, 'select word from kept')).length, 3)
  })
})

test('a server that crashes while we run is started again at the same address', async () => {
  await withServer(async (server) => {
    const before = server.pid
    process.kill(before, 'SIGKILL')
    for (let tries = 0; tries < 200 && server.pid === before; tries += 1) await sleep(25)
    assert.notEqual(server.pid, before)
    assert.equal((await query(server.url, 'select word from kept')).length, 3)
  })
})

test('a second process on the same folder is refused by name, and the first goes on', async () => {
  const { child, url } = await otherProcess()
  await assert.rejects(startEmbedded({ dataDir, log }), {
    name: 'Refusal',
    message: RegExp(`Another Tallystick \\(process ${child.pid}\\) is running on ${dataDir}`),
  })
  const guest = await startEmbedded({ dataDir, log, shared: true })
  assert.equal(guest.url, url)
  await guest.stop()
  assert.equal((await query(url, 'select word from kept')).length, 3)
  child.kill('SIGTERM')
  assert.deepEqual(await once(child, 'exit'), [0, null])
})

test('a lock file whose process id now belongs to another program does not stop the start', async () => {
  const owner = await stat(join(dataDir, 'postgres'))
  const ids = process.getuid?.() === 0 ? { uid: owner.uid, gid: owner.gid } : {}
  const stranger = spawn('sleep', ['60'], { ...ids, cwd: '/' })
  const port = (await readFile(join(dataDir, 'postgres-port'), 'utf8')).trim()
  const lines = [stranger.pid, join(dataDir, 'postgres'), 1, port, '', 'localhost', '', 'ready']
  await writeFile(join(dataDir, 'postgres', 'postmaster.pid'), `${lines.join('\n')}\n`)
  try {
    await withServer(async ({ pid }) => assert.notEqual(pid, stranger.pid))
    assert.equal(isAlive(Number(stranger.pid)), true)
  } finally {
    stranger.kill('SIGKILL')
  }
})

test('when another program has the port, the server takes a new one and keeps it', async () => {
  const port = Number(await readFile(join(dataDir, 'postgres-port'), 'utf8'))
  const stranger = createServer().listen(port, '127.0.0.1')
  await once(stranger, 'listening')
  const moved = await withServer(async ({ url }) => new URL(url).port)
  stranger.close()
  assert.notEqual(Number(moved), port)
  assert.equal(await withServer(async ({ url }) => new URL(url).port), moved)
})

test('a folder that was moved keeps working', async () => {
  const before = dataDir
  dataDir = join(folder, 'second')
  await rename(before, dataDir)
  await withServer(async ({ url }) => {
    assert.equal((await query(url, 'select word from kept')).length, 3)
  })
})

test('a copy that lost its owner and its mode is mended', async () => {
  const copy = join(folder, 'copy')
  await cp(dataDir, copy, { recursive: true, filter: (path) => !path.endsWith('/run') })
  await chmod(join(copy, 'postgres'), 0o755)
  await withServer(async ({ url }) => {
    assert.equal((await query(url, 'select word from kept')).length, 3)
  }, copy)
})

test('a path too long for a unix socket is reached over TCP', async () => {
  const long = join(folder, 'long'.repeat(30))
  await rename(dataDir, long)
  await withServer(async ({ url }) => {
    assert.equal(new URL(url).searchParams.get('host'), null)
    assert.equal((await query(url, 'select word from kept')).length, 3)
  }, long)
  await rename(long, dataDir)
})

test('what another major version made is refused and left alone', async () => {
  const version = join(dataDir, 'postgres', 'PG_VERSION')
  await writeFile(version, '17\n')
  await assert.rejects(startEmbedded({ dataDir, log }), {
    name: 'Refusal',
    message: /was made by PostgreSQL 17, and this Tallystick brings PostgreSQL 18/,
  })
  await writeFile(version, '18\n')
})

test('a database whose password is lost is refused by the name of the file', async () => {
  const file = join(dataDir, 'postgres-password')
  await rename(file, `${file}.away`)
  await assert.rejects(startEmbedded({ dataDir, log }), {
    name: 'Refusal',
    message: /postgres-password/,
  })
  await rename(`${file}.away`, file)
})

test('a data folder that is a file is refused in one sentence', async () => {
  const file = join(folder, 'file')
  await writeFile(file, '')
  await assert.rejects(startEmbedded({ dataDir: file, log }), {
    name: 'Refusal',
    message: /is not a folder/,
  })
})

test('a data folder that cannot be made is refused in one sentence', {
  skip: process.platform !== 'linux',
}, async () => {
  await assert.rejects(startEmbedded({ dataDir: '/proc/none/tallystick', log }), {
    name: 'Refusal',
    message: /cannot be made: set TALLY_DATA_DIR/,
  })
})
