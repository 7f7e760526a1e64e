import assert from 'node:assert/strict'
import { test } from 'node:test'
import { safeAddress } from './redirect.ts'

test('the reader is sent to web addresses only', () => {
  assert.equal(safeAddress('https://shop.example/thanks?o=1')?.host, 'shop.example')
  assert.equal(safeAddress('http://localhost:5173/ok')?.host, 'localhost:5173')
  for (const address of ['javascript:alert(1)', 'data:text/html,x', '/thanks', '', undefined]) {
    assert.equal(safeAddress(address), undefined)
  }
})
