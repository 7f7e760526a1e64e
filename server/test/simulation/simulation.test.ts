// Lives of a merchant by fixed seeds. Any other: npm run simulate -- --seed N --steps N.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { simulate, simulateCalmly } from './simulate.ts'

test('whatever happens to a merchant, its invoices say what the raw events say, and the books hold', async (t) => {
  const print = (text: string) => t.diagnostic(text.trim())
  assert.deepEqual(
    await simulateCalmly({ seeds: [106, 107, 108, 109, 110, 111], steps: 60, print }),
    [],
  )
})

test('processes that are killed in between change nothing of it', async (t) => {
  const print = (text: string) => t.diagnostic(text.trim())
  assert.deepEqual(await simulate({ seed: 2, steps: 40, print }), [])
})
