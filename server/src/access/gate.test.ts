import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { gate } from './gate.ts'

const refusal = () => new Error('full')

test('no more than a few run at once, in the order they came, and whoever finds it full is refused', async () => {
  const through = gate({ atOnce: 2, waiting: 3, refusal })
  const began: number[] = []
  let running = 0
  let most = 0
  const outcomes = await Promise.allSettled(
    Array.from({ length: 7 }, (_, at) =>
      through(async () => {
        began.push(at)
        running += 1
        most = Math.max(most, running)
        await pause(5)
        running -= 1
      }),
    ),
  )
  assert.equal(most, 2)
  assert.deepEqual(began, [0, 1, 2, 3, 4])
  assert.deepEqual(
    outcomes.map(({ status }) => status === 'rejected'),
    [false, false, false, false, false, true, true],
  )
})

test('work that fails makes room like work that succeeds', async () => {
  const through = gate({ atOnce: 1, waiting: 1, refusal })
  const failing = through(async () => {
    throw new Error('no')
  })
  const next = through(async () => 'done')
  await assert.rejects(failing, /no/)
  assert.equal(await next, 'done')
  assert.equal(await through(async () => 'again'), 'again')
})
