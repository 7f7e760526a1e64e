import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { api } from './api.ts'
import { matrix } from './matrix.ts'
import { openapi } from './openapi.ts'
import { referenceFolder } from './reference.ts'

const folder = new URL('../', import.meta.url)
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8')

test('the printed document is the one that the contract describes today', () => {
  assert.equal(read('openapi.json'), `${JSON.stringify(openapi(api), undefined, 1)}\n`)
})

test('the printed matrix of permissions is the one of today', () => {
  assert.equal(read('permission-matrix.txt'), matrix(api))
})

test('a field with a default may be left out by a client', () => {
  const { paths } = JSON.parse(read('openapi.json'))
  const { schema } = paths['/v0/plans'].post.requestBody.content['application/json']
  assert.deepEqual(schema.required.toSorted(), ['currency', 'merchantId', 'name', 'productId'])
  const limit = paths['/v0/plans'].get.parameters.find(
    (parameter: { name: string }) => parameter.name === 'limit',
  )
  assert.equal(limit.required, false)
})

test('every reference to a shape leads to one', () => {
  const text = read('openapi.json')
  const { schemas } = JSON.parse(text).components
  for (const [, name = ''] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
    assert.ok(schemas[name], name)
  }
})

test('a difference from the reference has a reason above it', () => {
  const lines = read('accepted-differences.txt').split('\n')
  assert.match(lines[0] ?? '', /^#/)
  for (const group of read('accepted-differences.txt').split('\n\n')) assert.match(group, /^#/)
})

for (const generation of [[], ['--legacy']]) {
  const title = `clients of the reference notice nothing but what is listed ${generation.join('')}`
  test(title.trim(), { skip: !referenceFolder }, () => {
    const { status, stdout } = spawnSync(
      process.execPath,
      [
        fileURLToPath(new URL('check.mjs', referenceFolder)),
        'openapi.json',
        ...generation,
        ...['--accepted', 'accepted-differences.txt'],
        ...['--accepted', 'open-operations.txt'],
      ],
      { cwd: fileURLToPath(folder), encoding: 'utf8' },
    )
    assert.equal(status, 0, stdout)
  })
}
