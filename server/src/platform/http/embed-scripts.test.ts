import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fastify from 'fastify'
import { releasedDir } from '../pages-build.ts'
import { embedScripts } from './embed-scripts.ts'

const manifest: Record<string, string> = JSON.parse(
  readFileSync(join(releasedDir, 'releases.json'), 'utf8'),
)
const server = fastify()
await embedScripts(server, releasedDir)

test('every release is served as it went out, for good and to every origin', async () => {
  for (const [version, integrity] of Object.entries(manifest)) {
    const reply = await server.inject(`/embed/${version}.js`)
    assert.equal(reply.statusCode, 200)
    const hash = createHash('sha384').update(reply.rawPayload).digest('base64')
    assert.equal(`sha384-${hash}`, integrity)
    assert.match(String(reply.headers['content-type']), /^text\/javascript/)
    assert.equal(reply.headers['cache-control'], 'public, max-age=31536000, immutable')
    assert.equal(reply.headers['access-control-allow-origin'], '*')
    assert.equal(reply.headers['cross-origin-resource-policy'], 'cross-origin')
  }
})

test('the newest release has an address of its own, which is not kept for long', async () => {
  const newest = await server.inject('/embed.js')
  const pinned = await server.inject(`/embed/${Object.keys(manifest).at(-1)}.js`)
  assert.equal(newest.body, pinned.body)
  assert.equal(newest.headers['cache-control'], 'public, max-age=300')
  const { etag } = newest.headers
  const again = await server.inject({ url: '/embed.js', headers: { 'if-none-match': `${etag}` } })
  assert.equal(again.statusCode, 304)
})

test('the script is sent compressed to those who take it', async () => {
  for (const encoding of ['br', 'gzip']) {
    const headers = { 'accept-encoding': encoding }
    const reply = await server.inject({ url: '/embed.js', headers })
    assert.equal(reply.headers['content-encoding'], encoding)
    assert.ok(reply.rawPayload.length < 4_000)
  }
})

test('nothing but releases is served there', async () => {
  for (const file of ['9.9.9.js', 'releases.json', '..%2Freleases.json']) {
    assert.equal((await server.inject(`/embed/${file}`)).statusCode, 404)
  }
})
