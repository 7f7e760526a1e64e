import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createCombiner } from './combiner.ts'

function gate() {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { opened: promise, open: resolve }
}

test('what arrives while the writer is busy shares its next flush', async () => {
  const flushes: number[][] = []
  const first = gate()
  const combiner = createCombiner<number, number>({
    weigh: () => 1,
    async run(_, requests) {
      flushes.push([...requests])
      if (flushes.length === 1) await first.opened
      return requests.map((request) => request * 10)
    },
  })
  const answers = [1, 2, 3].map((request) => combiner.submit('m', request))
  assert.equal(combiner.waiting(), 2)
  first.open()
  assert.deepEqual(await Promise.all(answers), [10, 20, 30])
  assert.deepEqual(flushes, [[1], [2, 3]])
})

test('a flush holds no more than its limits, and one heavy request goes alone', async () => {
  const flushes: number[][] = []
  const first = gate()
  const combiner = createCombiner<number, number>({
    weigh: (request) => request,
    maxRequests: 3,
    maxWeight: 10,
    async run(_, requests) {
      flushes.push([...requests])
      if (flushes.length === 1) await first.opened
      return requests
    },
  })
  const answers = [1, 4, 4, 4, 50, 1, 1, 1, 1].map((request) => combiner.submit('m', request))
  first.open()
  await Promise.all(answers)
  assert.deepEqual(flushes, [[1], [4, 4], [4], [50], [1, 1, 1], [1]])
})

test('nobody fails because of a neighbour', async () => {
  const first = gate()
  let runs = 0
  const combiner = createCombiner<string, string>({
    weigh: () => 1,
    async run(_, requests) {
      runs += 1
      if (runs === 1) await first.opened
      if (requests.includes('bad')) throw new Error('bad')
      return requests
    },
  })
  const answers = ['a', 'b', 'bad', 'c'].map((request) => combiner.submit('m', request))
  first.open()
  const settled = await Promise.allSettled(answers)
  assert.deepEqual(
    settled.map(({ status }) => status),
    ['fulfilled', 'fulfilled', 'rejected', 'fulfilled'],
  )
})

test('one merchant does not wait for another', async () => {
  const slow = gate()
  const combiner = createCombiner<string, string>({
    weigh: () => 1,
    async run(writer, requests) {
      if (writer === 'slow') await slow.opened
      return requests
    },
  })
  const waiting = combiner.submit('slow', 'x')
  assert.equal(await combiner.submit('quick', 'y'), 'y')
  slow.open()
  assert.equal(await waiting, 'x')
})
