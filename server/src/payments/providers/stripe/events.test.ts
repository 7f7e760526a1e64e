import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import Stripe from 'stripe'

const root = join(import.meta.dirname, '../../../../..')
const guide = readFileSync(join(root, 'README.md'), 'utf8')

test('the guide names every event that is read, and no other', () => {
  const source = readFileSync(join(import.meta.dirname, 'events.ts'), 'utf8')
  const read = new Set([...source.matchAll(/case '([\w.]+)':/g)].map(([, type]) => type))
  const section = guide.slice(guide.indexOf('## Take payments through Stripe'))
  const text = section.slice(0, section.indexOf('\n## What is in it'))
  const told = [...text.matchAll(/`([a-z_]+(?:\.[a-z_]+)+)`/g)].map(([, type]) => type)
  assert.ok(read.size > 10)
  assert.deepEqual(told.sort(), [...read].sort())
})

test('the guide names the version of the API whose objects we read', () => {
  assert.ok(guide.includes(`API version \`${Stripe.API_VERSION}\``))
})
