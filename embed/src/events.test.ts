import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isOurs, readEvent } from './events.ts'

const told = (message: object) => readEvent({ source: 'tallystick', version: 1, ...message })

test('events are read field by field, and nothing else gets through', () => {
  assert.deepEqual(told({ type: 'ready', token: 'secret' }), { type: 'ready' })
  assert.deepEqual(told({ type: 'payment_error', id: 'ps_1', code: 'card_declined', card: {} }), {
    type: 'payment_error',
    id: 'ps_1',
    code: 'card_declined',
  })
  assert.deepEqual(told({ type: 'resize', height: 612.5 }), { type: 'resize', height: 612.5 })
})

test('a message that is not as agreed is no event', () => {
  const others = [
    { type: 'resize', height: '100%' },
    { type: 'resize', height: Number.POSITIVE_INFINITY },
    { type: 'resize', height: -1 },
    { type: 'payment_success' },
    { type: 'payment_error', id: 'ps_1', code: 'x'.repeat(256) },
    { type: 'view', name: {} },
    { type: 'constructor' },
    { type: 'of a later version' },
  ]
  for (const other of others) assert.equal(told(other), undefined)
})

test('a message of others is none of ours', () => {
  for (const other of [undefined, null, 'ready', 7, {}, { source: 'tallystick', version: 2 }]) {
    assert.equal(isOurs(other), false)
    assert.equal(readEvent(other), undefined)
  }
})
