import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { asApp } from '../../test/harness/acting.ts'
import { advance, givenClock } from '../../test/harness/clocks.ts'
import { asAdministrator } from '../../test/harness/database.ts'
import { pass } from '../../test/harness/due.ts'
import { anotherProcess } from '../../test/harness/processes.ts'
import { call, product } from '../../test/harness/product.ts'
import { givenSeller, type Seller, subscribe } from '../../test/harness/subscribed.ts'
import { untilWaiting } from '../../test/harness/waiting.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { DueHandlers, Steps } from '../platform/due/step.ts'
import type { Workspace } from '../platform/workspace.ts'
import { advanceClock } from './advance-clock.ts'
import { atTimeOf } from './at-time-of.ts'
import { sendClock } from './send-clock.ts'

const it = product()
const begin = '2029-01-01T00:00:00Z'

type Bound = { readonly seller: Seller; readonly id: string; readonly customerIds: string[] }

/** A clock that some customers live by. */
async function givenBound(customers = 1): Promise<Bound> {
  const seller = await givenSeller(it)
  const id = await givenClock(it, seller, begin)
  const customerIds = []
  // Nothing of their own falls on the month that the tests walk through.
  const quiet = { testClockId: id, startedAt: begin, renewalReminderEnabled: false }
  for (let count = 0; count < customers; count += 1) {
    const { body } = await subscribe(it, seller, quiet)
    customerIds.push(body.customerId)
  }
  return { seller, id, customerIds }
}

const send = ({ seller, id }: Bound, advanceBy: string) =>
  asApp(it, seller, (ctx) => sendClock(ctx, id, { advanceBy }))
const shown = async ({ seller: { key }, id }: Bound) =>
  (await call(it, 'getTestClock', { key, params: { id } })).body
const patch = ({ seller: { key }, id }: Bound, advanceBy: string) =>
  call(it, 'advanceTestClock', { key, params: { id }, body: { advanceBy } })

/** Work of a customer, by its own clock. */
const plan = ({ seller }: Bound, customerId: string, days: Readonly<Record<string, number>>) =>
  asApp(it, seller, async (real) => {
    const ctx = await atTimeOf(real, customerId)
    for (const [subjectId, day] of Object.entries(days)) {
      const dueAt = ctx.now.add({ hours: 24 * day })
      await ctx.schedule({ kind: 'notices.send_notice', subjectId, dueAt })
    }
  })

/** Notices are written down with their moment, after whatever else the test wants of them. */
function noting(first: (ctx: Ctx, subjectId: string) => unknown = () => undefined) {
  const done: string[] = []
  const handlers: DueHandlers = {
    'notices.send_notice': async (ctx, { subjectId = '' }) => {
      await first(ctx, subjectId)
      done.push(`${subjectId} ${ctx.now.toString().slice(0, 10)}`)
    },
  }
  const steps: Steps = { workspace: it.installation.workspace, handlers }
  const go = ({ seller, id }: Bound, workspace: Workspace = steps.workspace) =>
    advanceClock({ ...steps, workspace }, { organizationId: seller.organizationId, id })
  return { done, go }
}

test('a clock stops at every moment on its way, for all who live by it, and for what comes of it', async () => {
  const bound = await givenBound(2)
  const [ada = '', ben = ''] = bound.customerIds
  await plan(bound, ben, { later: 20, a: 15, beyond: 31 })
  await plan(bound, ada, { sooner: 10, b: 15 })
  const { done, go } = noting(async (ctx, subjectId) => {
    assert.equal(ctx.testClockId, bound.id)
    const { currentTime, advancingTo } = await shown(bound)
    assert.equal(currentTime, ctx.now.toString())
    assert.equal(advancingTo, '2029-01-31T00:00:00Z')
    if (subjectId !== 'sooner') return
    const dueAt = ctx.now.add({ hours: 24 })
    await ctx.schedule({ kind: 'notices.send_notice', subjectId: 'follows', dueAt })
  })

  await send(bound, 'P30D')
  await go(bound)

  assert.deepEqual(done, [
    'sooner 2029-01-11',
    'follows 2029-01-12',
    'a 2029-01-16',
    'b 2029-01-16',
    'later 2029-01-21',
  ])
  const { currentTime, advancingTo } = await shown(bound)
  assert.deepEqual([currentTime, advancingTo], ['2029-01-31T00:00:00Z', undefined])
})

test('a clock on its way takes no other target and is not deleted', async () => {
  const bound = await givenBound()
  await send(bound, 'P1D')
  const again = await patch(bound, 'P1D')
  assert.deepEqual([again.status, again.body.code], [409, 'TEST_CLOCK_ADVANCING'])
  const { key } = bound.seller
  const removed = await call(it, 'deleteTestClock', { key, params: { id: bound.id } })
  assert.deepEqual([removed.status, removed.body.code], [409, 'TEST_CLOCK_ADVANCING'])
})

test('a clock whose process died on the way arrives all the same', async () => {
  const bound = await givenBound()
  const { seller, customerIds } = bound
  const body = { amount: '10.00', currency: 'USD', expiresIn: 'PT1H' }
  const params = { id: customerIds[0] ?? '' }
  await call(it, 'createTopup', { key: seller.key, params, body })
  await send(bound, 'P1D')

  await pass(it, { seconds: 4 })
  assert.equal((await shown(bound)).currentTime, begin)
  await pass(it, { seconds: 1 })

  const { currentTime, advancingTo } = await shown(bound)
  assert.deepEqual([currentTime, advancingTo], ['2029-01-02T00:00:00Z', undefined])
  const { data } = (await call(it, 'listTopups', { key: seller.key, params })).body
  assert.equal(data[0].status, 'cancelled')
  assert.equal((await patch(bound, 'P1D')).status, 200)
})

test('a step that fails for a moment is tried again, one that fails for good stops the clock before it', async () => {
  const bound = await givenBound()
  const [ada = ''] = bound.customerIds
  await plan(bound, ada, { shaky: 1, broken: 2, after: 3 })
  let failures = 0
  let isBroken = true
  const { done, go } = noting((_, subjectId) => {
    if (subjectId === 'shaky' && failures++ < 2) throw new Error('for a moment')
    if (subjectId === 'broken' && isBroken) throw new Error('for good')
  })
  await send(bound, 'P5D')
  await assert.rejects(go(bound), /for good/)
  assert.deepEqual(done, ['shaky 2029-01-02'])
  assert.equal((await shown(bound)).currentTime, '2029-01-03T00:00:00Z')

  isBroken = false
  await go(bound)
  assert.deepEqual(done.slice(1), ['broken 2029-01-03', 'after 2029-01-04'])
  assert.equal((await shown(bound)).currentTime, '2029-01-06T00:00:00Z')
})

test('two processes that take one clock along do each step once, in order', async () => {
  const bound = await givenBound()
  const [ada = ''] = bound.customerIds
  const days = Array.from({ length: 25 }, (_, day) => day + 1)
  await plan(bound, ada, Object.fromEntries(days.map((day) => [`n${day}`, day])))
  const { done, go } = noting(async (ctx) => {
    // Long enough that the two meet.
    await ctx.db.selectNoFrom(({ fn, val }) => fn('pg_sleep', [val(0.002)]).as('slept')).execute()
  })
  const other = await anotherProcess(it)
  await send(bound, 'P30D')
  await Promise.all([go(bound), go(bound, other.workspace)])
  await other.close()

  assert.deepEqual(
    done.map((step) => step.split(' ')[0]),
    days.map((day) => `n${day}`),
  )
})

test('a clock waits for whoever is in the middle of something, and does what they scheduled', async () => {
  const bound = await givenBound()
  const [ada = ''] = bound.customerIds
  const { done, go } = noting()
  const held = Promise.withResolvers<void>()
  const holding = Promise.withResolvers<void>()
  const request = asApp(it, bound.seller, async (real) => {
    const ctx = await atTimeOf(real, ada)
    holding.resolve()
    await held.promise
    const dueAt = ctx.now.add({ hours: 12 })
    await ctx.schedule({ kind: 'notices.send_notice', subjectId: 'slow', dueAt })
  })
  await holding.promise
  const advanced = send(bound, 'P1D').then(() => go(bound))
  await untilWaiting(it)
  held.resolve()
  await Promise.all([request, advanced])
  assert.deepEqual(done, ['slow 2029-01-01'])
})

test('a clock never goes back, whatever our code does', async () => {
  const bound = await givenBound()
  await advance(it, bound.seller, { id: bound.id, by: 'PT1H' })
  await asAdministrator(it, async (client) => {
    const back = `update tally.test_clocks set shows_at = shows_at - interval '1 microsecond'`
    await assert.rejects(client.query(back), /does not go back/)
    const past = `update tally.test_clocks set target_at = shows_at - interval '1 second'`
    await assert.rejects(client.query(past), { code: '23514' })
  })
})

test('many short ways do the same as one long one', async () => {
  const anyDays = fc.array(fc.integer({ min: 0, max: 29 }), { maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(anyDays, anyDays, async (dueOn, stops) => {
      const orders: string[][] = []
      for (const targets of [[], stops.toSorted((a, b) => a - b)]) {
        const bound = await givenBound()
        const { done, go } = noting()
        await plan(bound, bound.customerIds[0] ?? '', Object.fromEntries(dueOn.entries()))
        for (const days of [...targets, 30]) {
          const target = Temporal.Instant.from(begin).add({ hours: 24 * days })
          await asApp(it, bound.seller, (ctx) =>
            sendClock(ctx, bound.id, { currentTime: target.toString() }),
          )
          await go(bound)
        }
        orders.push(done)
      }
      assert.deepEqual(orders[1], orders[0])
      assert.equal(orders[0]?.length, dueOn.length)
    }),
    { numRuns: 6 },
  )
})
