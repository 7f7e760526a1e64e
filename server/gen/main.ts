import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { contextKey } from '../src/platform/db/context.ts'
import { migrate } from '../src/platform/db/migrate.ts'
import { startTemporary } from '../src/platform/embedded/temporary.ts'
import { schemaText } from './schema-text.ts'
import { schemaTypes } from './schema-types.ts'

/*
 * Everything that is generated and checked in: the schema as types and as text, from a freshly migrated database, and
 * what the contract prints. With --check nothing is written, and the exit code says whether anything is stale.
 */

const root = join(import.meta.dirname, '../..')
const checking = process.argv.includes('--check')
let stale = false

function keep(path: string, text: string) {
  const file = join(root, path)
  if (readOr(file) === text) return
  if (checking) {
    stale = true
    console.error(`${path} is stale. Run: npm run gen`)
  } else {
    writeFileSync(file, text)
    console.log(`${path} is written.`)
  }
}

function readOr(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

const server = await startTemporary({ fast: true })
try {
  const key = contextKey(Buffer.alloc(32))
  await migrate({ url: server.url, passwordOf: (role) => role, contextKey: key })
  const client = new pg.Client({ connectionString: server.url })
  await client.connect()
  keep('server/src/platform/db/schema.gen.ts', await schemaTypes(client))
  keep('server/schema.sql', await schemaText(client))
  await client.end()
} finally {
  await server.stop()
}
try {
  const flags = checking ? ['--check'] : []
  execFileSync(process.execPath, ['contract/src/print.ts', ...flags], {
    cwd: root,
    stdio: 'inherit',
  })
} catch {
  stale = true
}
process.exitCode = stale ? 1 : 0
