import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { chmod, cp, lstat, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { installedPackage, readyBinaries } from './binaries.ts'

const asRoot = process.getuid?.() === 0
const nobody = { uid: 65_534, gid: 65_534, name: 'nobody' }
let folder = ''
let bare = ''

/** The package as an install without scripts leaves it: no links between the libraries. */
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tallystick-test-'))
  await chmod(folder, 0o755)
  bare = join(folder, 'home', 'package')
  await mkdir(join(folder, 'home'))
  await cp(installedPackage(), bare, {
    recursive: true,
    filter: async (path) => !(await lstat(path)).isSymbolicLink(),
  })
})

after(() => rm(folder, { recursive: true, force: true }))

async function version(postgres: string, ids = {}): Promise<string> {
  return (await promisify(execFile)(postgres, ['--version'], { cwd: '/', ...ids })).stdout
}

test('the libraries that an install without scripts leaves unlinked are linked', {
  skip: process.platform === 'win32',
}, async () => {
  await assert.rejects(version(join(bare, 'native/bin/postgres')))
  const { postgres } = await readyBinaries(bare, join(folder, 'unused'), undefined)
  assert.equal(postgres, join(bare, 'native/bin/postgres'))
  assert.match(await version(postgres), /PostgreSQL\) 18\./)
})

test('programs in a closed home folder are copied to where their user can reach them', {
  skip: !asRoot,
}, async () => {
  await chmod(join(folder, 'home'), 0o700)
  const runtime = join(folder, 'runtime')
  const { postgres } = await readyBinaries(bare, runtime, nobody)
  assert.ok(postgres.startsWith(runtime))
  assert.match(await version(postgres, { uid: nobody.uid, gid: nobody.gid }), /PostgreSQL\) 18\./)
  const again = await readyBinaries(bare, runtime, nobody)
  assert.equal(again.postgres, postgres)
  assert.equal((await readdir(runtime)).length, 1)
})
