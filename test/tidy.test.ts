// The house rules that no linter knows. Each test states one rule and lists who breaks it.
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { test } from 'node:test'

const root = join(import.meta.dirname, '..')
const read = (path: string) => ({ path, text: readFileSync(join(root, path), 'utf8') })
const all = (pattern: string) => globSync(pattern, { cwd: root }).sort().map(read)

const sources = all('{core,contract,server,web,embed}/src/**/*.{ts,tsx}')
const product = sources.filter(({ path }) => !/\.test\.tsx?$/.test(path))
const slices = product.filter(({ path }) =>
  /^server\/src\/(?!platform\/|commands\/|doctor\/)[^/]+\//.test(path),
)
const migrations = all('server/migrations/*.sql')
const schema = read('server/schema.sql').text

test('a table is written by one slice only', () => {
  const writers = new Map<string, Set<string>>()
  const writes =
    /(?:insertInto|updateTable|deleteFrom)\(\s*'(tally\.\w+)|(?:insert into|update|delete from) (tally\.\w+)/g
  for (const { path, text } of slices) {
    for (const [, built, plain] of text.matchAll(writes)) {
      const slice = path.split('/')[2] ?? ''
      writers.getOrInsertComputed(built ?? plain ?? '', () => new Set()).add(slice)
    }
  }
  const shared = [...writers].filter(([, owners]) => owners.size > 1)
  expectNone(shared.map(([table, owners]) => `${table}: ${[...owners].join(', ')}`))
})

test('only stores speak SQL', () => {
  const speaking = slices.filter(
    ({ path, text }) =>
      !/(store|lookups|instant-terms)\.ts$/.test(path) &&
      /\bdb\s*\n?\s*\.(selectFrom|insertInto|updateTable|deleteFrom)|from 'kysely'/.test(text),
  )
  expectNone(
    speaking
      .filter(({ path }) => path !== 'server/src/access/authenticate.ts')
      .map(({ path }) => path),
  )
})

test('every table of the tenants forces row security', () => {
  const tables = [...schema.matchAll(/^create table (tally\.\w+) \($/gm)].map(
    ([, table]) => table ?? '',
  )
  const open = ['tally.installation', 'tally.migrations']
  expectNone(
    tables.filter(
      (table) =>
        !open.includes(table) && !schema.includes(`alter table ${table} force row level security;`),
    ),
  )
})

test('migrations are numbered without gaps', () => {
  migrations.forEach(({ path }, index) => {
    const number = String(index + 1).padStart(4, '0')
    assert.match(basename(path), new RegExp(`^${number}_[a-z0-9_]+\\.sql$`))
  })
})

test('an amount that cannot be read is never taken for zero', () => {
  const careless = /\b(nanosFromText|decimal)\(.*\) \?\? /
  expectNone(product.filter(({ text }) => careless.test(text)).map(({ path }) => path))
})

test('slices read and compare moments as everybody does', () => {
  const own = /\bTemporal\.Instant\.(from|compare)\(/
  expectNone(slices.filter(({ text }) => own.test(text)).map(({ path }) => path))
})

test('lists are paged in one way, but for those that are not simply the newest first', () => {
  const ways = /(access\/members|customers|usage)\/store\.ts$|invoices\/line-list-store\.ts$/
  expectNone(
    slices
      .filter(({ path, text }) => !ways.test(path) && /\.offset\(/.test(text))
      .map(({ path }) => path),
  )
})

test('the files that the guides name are there', () => {
  const files = globSync(
    '{*,{.ci,core,contract,server,web,embed,examples,test,decisions,deploy}/**/*}',
    {
      cwd: root,
      exclude: (name) => basename(name) === 'node_modules',
    },
  )
  const isThere = (name: string) => files.some((file) => `/${file}`.endsWith(`/${name}`))
  const guides = all('{ARCHITECTURE,CONTRIBUTING}.md')
  const names = guides.flatMap(({ text }) => [...text.matchAll(/`([\w./-]+\.(?:tsx?|sql|json))`/g)])
  expectNone(names.map(([, name]) => name ?? '').filter((name) => !isThere(name)))
})

test('files are named after what they hold', () => {
  const forbidden = /\/(services?|managers?|helpers?|utils?|common|types|constants|index)\.tsx?$/
  expectNone(product.filter(({ path }) => forbidden.test(path)).map(({ path }) => path))
})

test('work is finished before it is merged', () => {
  const marks = /\b(TODO|FIXME|HACK)\b/
  expectNone(sources.filter(({ text }) => marks.test(text)).map(({ path }) => path))
})

test('only the edge reads the clock', () => {
  const edge = /^server\/src\/(main|installation|commands\/.*|platform\/.*)\.ts$|^(web|embed)\//
  const clock = /new Date\(\)|Date\.now\(|Temporal\.Now/
  expectNone(
    product
      .filter(({ path, text }) => !edge.test(path) && clock.test(text))
      .map(({ path }) => path),
  )
})

test('no verb opens or ends a transaction', () => {
  const statements = /\.transaction\(\)|`(begin|commit|rollback)|'(begin|commit|rollback)/
  expectNone(slices.filter(({ text }) => statements.test(text)).map(({ path }) => path))
})

test('a test file has something to test beside it, or tells a story of the whole', () => {
  const homes = new Set(product.map(({ path }) => dirname(path)))
  const orphans = sources.filter(
    ({ path }) => /\.test\.tsx?$/.test(path) && !homes.has(dirname(path)),
  )
  expectNone(orphans.map(({ path }) => path))
})

function expectNone(offenders: readonly string[]) {
  assert.deepEqual(offenders, [])
}
