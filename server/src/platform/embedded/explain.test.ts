import assert from 'node:assert/strict'
import { test } from 'node:test'
import { explain } from './explain.ts'

const site = {
  root: '/data',
  cluster: '/data/postgres',
  socketDir: undefined,
  logFile: '/data/postgres.log',
  account: undefined,
  binaries: { initdb: 'initdb', postgres: 'postgres' },
  password: 'secret',
}

const table: readonly (readonly [said: string, sentence: RegExp])[] = [
  ['FATAL:  could not write lock file "postmaster.pid": No space left on device', /no space left/],
  ['initdb: error: could not create directory: Permission denied', /no rights to \/data/],
  ['FATAL:  data directory "/data/postgres" has wrong ownership', /no rights to \/data/],
  ['DETAIL:  The data directory was initialized by PostgreSQL version 19', /another version/],
  ['FATAL:  could not map anonymous shared memory: Cannot allocate memory', /not enough memory/],
  ['initdb: error while loading shared libraries: libx.so', /does not run on this system/],
  ['LOG: x\n2026 FATAL:  the stars are wrong\nLOG: y', /did not start: 2026 FATAL: {2}the stars/],
  ['', /see \/data\/postgres\.log/],
]
for (const [said, sentence] of table) {
  test(`"${said.slice(0, 60)}" is told in one sentence`, () => {
    assert.match(explain(said, site), sentence)
  })
}
