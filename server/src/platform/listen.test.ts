import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { test } from 'node:test'
import { assertFree } from './listen.ts'

test('a port that another program has is refused by its number', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const address = other.address()
  const port = typeof address === 'object' && address ? address.port : 0
  await assert.rejects(assertFree({ host: '127.0.0.1', port }), {
    name: 'Refusal',
    message: RegExp(`Port ${port} on 127.0.0.1 is in use`),
  })
  other.close()
  await once(other, 'close')
  await assertFree({ host: '127.0.0.1', port })
})

test('an address of another machine is refused by its name', async () => {
  await assert.rejects(assertFree({ host: '192.0.2.1', port: 0 }), {
    name: 'Refusal',
    message: /192\.0\.2\.1 is not an address of this machine/,
  })
})
