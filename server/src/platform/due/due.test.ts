import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { asApp } from '../../../test/harness/acting.ts'
import { asAdministrator, asRole, inScope } from '../../../test/harness/database.ts'
import { anotherProcess } from '../../../test/harness/processes.ts'
import { givenMerchant, type Party, product } from '../../../test/harness/product.ts'
import type { Ctx } from '../ctx.ts'
import { createLog } from '../log.ts'
import { createMetrics } from '../metrics.ts'
import type { DueKind } from './order.ts'
import { listLanes, startScheduler } from './scheduler.ts'
import { type DueHandlers, doStep, type Steps } from './step.ts'
import { atTime } from './time.ts'

const it = product()

type Planned = { readonly kind?: DueKind; readonly subjectId: string; readonly hours: number }

const inLane = (ctx: Ctx, lane: string) =>
  atTime(ctx, { now: ctx.now, testClockId: undefined, lane })

/** Work of one lane, due so many hours from now. */
const plan = (party: Party, lane: string, ...all: readonly Planned[]) =>
  asApp(it, party, async (ctx) => {
    for (const { kind = 'notices.send_notice', subjectId, hours } of all) {
      const dueAt = ctx.now.add({ minutes: Math.round(hours * 60) })
      await inLane(ctx, lane).schedule({ kind, subjectId, dueAt })
    }
  })

const kinds = [
  'sandbox.finish_payment',
  'subscriptions.end_subscription',
  'subscriptions.close_period',
  'invoices.issue_invoice',
  'notices.send_notice',
] as const satisfies readonly DueKind[]

/** Every kind is done by writing it down, after whatever else the test wants of it. */
function noting(first: (ctx: Ctx, kind: DueKind, subjectId: string) => unknown = () => undefined) {
  const done: string[] = []
  const handlers: DueHandlers = Object.fromEntries(
    kinds.map((kind) => [
      kind,
      async (ctx: Ctx, { subjectId = '' }) => {
        await first(ctx, kind, subjectId)
        done.push(`${kind} ${subjectId}`)
      },
    ]),
  )
  const steps: Steps = { workspace: it.installation.workspace, handlers }
  return { done, handlers, steps }
}

async function workOff(steps: Steps, { organizationId }: Party, lane: string) {
  while (await doStep(steps, { organizationId, lane }));
}

const rowsOf = ({ organizationId }: Party) =>
  asAdministrator(it, async (client) => {
    const { rows } = await client.query(
      `select subject_id, attempts, failure_code from tally.due_work
       where organization_id = $1 order by subject_id`,
      [organizationId],
    )
    return rows
  })

test('work is done once its time has come, by its clock, and is gone then', async () => {
  const merchant = await givenMerchant(it)
  const times: string[] = []
  const { steps, done } = noting((ctx) => times.push(ctx.now.toString(), ctx.actor.id))
  await plan(merchant, 'a', { subjectId: 'one', hours: 1 })

  await workOff(steps, merchant, 'a')
  assert.deepEqual(done, [])
  it.clock.now = it.clock.now.add({ hours: 1 })
  await workOff(steps, merchant, 'a')
  assert.deepEqual(done, ['notices.send_notice one'])
  assert.deepEqual(times, [it.clock.now.toString(), 'notices.send_notice'])
  assert.deepEqual(await rowsOf(merchant), [])
})

test('scheduling again replaces the moment, and what is unscheduled is not done', async () => {
  const merchant = await givenMerchant(it)
  const { steps, done } = noting()
  await plan(merchant, 'a', { subjectId: 'later', hours: 1 }, { subjectId: 'never', hours: 1 })
  await plan(merchant, 'a', { subjectId: 'later', hours: 3 })
  await asApp(it, merchant, (ctx) => ctx.unschedule('notices.send_notice', 'never'))

  it.clock.now = it.clock.now.add({ hours: 2 })
  await workOff(steps, merchant, 'a')
  assert.deepEqual(done, [])
  it.clock.now = it.clock.now.add({ hours: 1 })
  await workOff(steps, merchant, 'a')
  assert.deepEqual(done, ['notices.send_notice later'])
})

test('at one moment kinds are done in their order, and work that was late by its moment', async () => {
  const merchant = await givenMerchant(it)
  const { steps, done } = noting()
  const shuffled = [3, 1, 4, 0, 2].map((at) => ({
    kind: kinds[at] as DueKind,
    subjectId: 'same',
    hours: 2,
  }))
  await plan(merchant, 'a', ...shuffled, { subjectId: 'first', hours: 1 })
  it.clock.now = it.clock.now.add({ hours: 72 })
  await workOff(steps, merchant, 'a')
  assert.deepEqual(done, ['notices.send_notice first', ...kinds.map((kind) => `${kind} same`)])
})

test('a step that fails is undone, named by its code, and tried again later and later', async () => {
  const merchant = await givenMerchant(it)
  let fails = 3
  const { steps, done } = noting(async (ctx, _, subjectId) => {
    if (subjectId !== 'broken' || fails === 0) return
    const work = { kind: 'notices.send_notice', subjectId: 'undone', dueAt: ctx.now } as const
    await ctx.schedule(work)
    fails -= 1
    throw Object.assign(new Error('personal words'), { code: 'E_BROKEN' })
  })
  await plan(merchant, 'a', { subjectId: 'broken', hours: 0 }, { subjectId: 'other', hours: 0 })

  const at = { organizationId: merchant.organizationId, lane: 'a' }
  const secondsUntilTried: number[] = []
  for (let seconds = 0; fails > 0; seconds += 1) {
    await doStep(steps, at).catch(() => secondsUntilTried.push(seconds))
    await workOff(steps, merchant, 'a')
    if (seconds === 0) {
      assert.deepEqual(done, ['notices.send_notice other'])
      const row = { subject_id: 'broken', attempts: 1, failure_code: 'E_BROKEN' }
      assert.deepEqual(await rowsOf(merchant), [row])
    }
    it.clock.now = it.clock.now.add({ seconds: 1 })
  }
  assert.deepEqual(secondsUntilTried, [0, 1, 3])
  it.clock.now = it.clock.now.add({ seconds: 4 })
  await workOff(steps, merchant, 'a')
  assert.deepEqual(done, ['notices.send_notice other', 'notices.send_notice broken'])
  assert.deepEqual(await rowsOf(merchant), [])
})

test('what failed holds back what is due later about the same subject, and nothing else', async () => {
  const merchant = await givenMerchant(it)
  let isBroken = true
  const { steps, done } = noting((_, kind) => {
    if (isBroken && kind === 'subscriptions.close_period') throw new Error('broken')
  })
  await plan(
    merchant,
    'a',
    { kind: 'subscriptions.close_period', subjectId: 'sub', hours: 1 },
    { kind: 'subscriptions.end_subscription', subjectId: 'sub', hours: 2 },
    { kind: 'invoices.issue_invoice', subjectId: 'inv', hours: 3 },
  )
  it.clock.now = it.clock.now.add({ hours: 4 })
  await assert.rejects(workOff(steps, merchant, 'a'), /broken/)
  await workOff(steps, merchant, 'a')
  assert.deepEqual(done, ['invoices.issue_invoice inv'])
  isBroken = false
  it.clock.now = it.clock.now.add({ seconds: 1 })
  await workOff(steps, merchant, 'a')
  assert.deepEqual(done.slice(1), [
    'subscriptions.close_period sub',
    'subscriptions.end_subscription sub',
  ])
})

test('a step that schedules itself again stays, and so does what others schedule meanwhile', async () => {
  const merchant = await givenMerchant(it)
  let runs = 0
  const { steps } = noting(async (ctx, _, subjectId) => {
    runs += 1
    if (runs > 1) return
    const again = { kind: 'notices.send_notice', dueAt: ctx.now.add({ hours: 1 }) } as const
    if (subjectId === 'itself') await ctx.schedule({ ...again, subjectId })
    else await plan(merchant, 'a', { subjectId, hours: 1 })
  })
  for (const subjectId of ['itself', 'others']) {
    runs = 0
    await plan(merchant, 'a', { subjectId, hours: 0 })
    await workOff(steps, merchant, 'a')
    assert.deepEqual([runs, (await rowsOf(merchant)).length], [1, 1])
    it.clock.now = it.clock.now.add({ hours: 1 })
    await workOff(steps, merchant, 'a')
    assert.deepEqual([runs, (await rowsOf(merchant)).length], [2, 0])
  }
})

test('work outside a transaction is leased, and begun anew only when its process has died', async () => {
  const merchant = await givenMerchant(it)
  const { organizationId } = merchant
  const at = { organizationId, lane: 'a' }
  const held = Promise.withResolvers<void>()
  const begun = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const seen: string[] = []
  const handlers: DueHandlers = {
    'payments.send_refund': {
      freestanding: async ({ within }, { subjectId = '' }) => {
        begun[seen.push(subjectId) - 1]?.resolve()
        await held.promise
        await within(async (ctx) => seen.push(`${subjectId} at ${ctx.now}`))
      },
    },
  }
  const steps = { workspace: it.installation.workspace, handlers }
  await plan(merchant, 'a', { kind: 'payments.send_refund', subjectId: 'refund', hours: 0 })
  const first = doStep(steps, at)
  await begun[0]?.promise
  assert.equal(await doStep(steps, at), false)
  assert.deepEqual(await listLanes({ workspace: it.installation.workspace }), [])

  await asAdministrator(it, (client) =>
    client.query(`update tally.due_work set leased_until = now() - interval '1 second'`),
  )
  const second = doStep(steps, at)
  await begun[1]?.promise
  held.resolve()
  assert.deepEqual(await Promise.all([first, second]), [true, true])
  const wrote = `refund at ${it.clock.now}`
  assert.deepEqual(seen.toSorted(), ['refund', 'refund', wrote, wrote])
  assert.deepEqual(await rowsOf(merchant), [])
})

test('schedulers of two processes do each step once, and each lane in order', async () => {
  const merchants = [await givenMerchant(it), await givenMerchant(it)]
  const expected: string[] = []
  for (const merchant of merchants) {
    for (const lane of ['a', 'b', 'c', 'd', 'e']) {
      const all = Array.from({ length: 20 }, (_, hours) => ({
        subjectId: `${merchant.organizationId}/${lane}/${String(hours).padStart(2, '0')}`,
        hours,
      }))
      await plan(merchant, lane, ...all)
      expected.push(...all.map(({ subjectId }) => `notices.send_notice ${subjectId}`))
    }
  }
  it.clock.now = it.clock.now.add({ hours: 24 })
  const finished = Promise.withResolvers<void>()
  const { done, handlers } = noting(async (ctx) => {
    // Long enough that the two meet.
    await ctx.db.selectNoFrom(({ fn, val }) => fn('pg_sleep', [val(0.002)]).as('slept')).execute()
    if (done.length >= expected.length - 1) finished.resolve()
  })
  const other = await anotherProcess(it)
  const log = createLog('error')
  const schedulers = [it.installation.workspace, other.workspace].map((workspace) =>
    startScheduler({ workspace, handlers, concurrency: 3, log, metrics: createMetrics() }),
  )
  await finished.promise
  await Promise.all(schedulers.map((scheduler) => scheduler.close()))
  await other.close()

  assert.deepEqual(done.toSorted(), expected.toSorted())
  const lanes = Object.groupBy(done, (step) => step.slice(0, -3))
  for (const steps of Object.values(lanes)) assert.deepEqual(steps, steps?.toSorted())
})

test('whatever the server missed while it was down is done in the order in which it fell due', async () => {
  const merchant = await givenMerchant(it)
  const anyWork = fc.record({
    kind: fc.constantFrom(...kinds),
    subjectId: fc.constantFrom('s1', 's2', 's3'),
    hours: fc.integer({ min: 0, max: 5 }),
  })
  let lanes = 0
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(anyWork, { selector: ({ kind, subjectId }) => kind + subjectId }),
      async (all) => {
        lanes += 1
        const began = it.clock.now
        const orders: string[][] = []
        for (const [name, hoursAtOnce] of [
          ['always up', 1],
          ['was down', 6],
        ] as const) {
          const { steps, done } = noting()
          const lane = `${lanes} ${name}`
          const named = all.map((work) => ({ ...work, subjectId: `${work.subjectId} ${name}` }))
          await plan(merchant, lane, ...named)
          for (let hour = 0; hour <= 6; hour += hoursAtOnce) {
            await workOff(steps, merchant, lane)
            it.clock.now = it.clock.now.add({ hours: hoursAtOnce })
          }
          await workOff(steps, merchant, lane)
          orders.push(done.map((step) => step.replace(` ${name}`, '')))
          it.clock.now = began
        }
        assert.deepEqual(orders[1], orders[0])
        assert.equal(orders[0]?.length, all.length)
      },
    ),
    { numRuns: 15 },
  )
})

test('nobody schedules work for another organization, and only the worker sees what is due anywhere', async () => {
  const [own, other] = [await givenMerchant(it), await givenMerchant(it)]
  const scope = { organizationId: own.organizationId }
  const forge = `insert into tally.due_work (organization_id, kind, subject_id, lane, rank, due_at)
    values ($1, 'notices.send_notice', 'a', 'a', 1, now())`
  for (const role of ['tally_app', 'tally_consumer', 'tally_platform', 'tally_jobs'] as const) {
    await asRole(it, role, async (client) => {
      const work = () => client.query(forge, [other.organizationId])
      await assert.rejects(inScope(it, client, { scope, work }), { code: '42501' }, role)
      const list = () => client.query('select from tally.list_due_work(now(), 10)')
      await assert.rejects(inScope(it, client, { scope, work: list }), { code: '42501' }, role)
    })
  }
  await asRole(it, 'tally_worker', async (client) => {
    await assert.rejects(client.query('select from tally.due_work'), { code: '42501' })
    const { fields } = await client.query('select * from tally.list_due_work(now(), 10)')
    const names = fields.map(({ name }) => name)
    assert.deepEqual(names, ['organization_id', 'lane', 'due_at', 'run_at'])
  })
})

test('a step runs in the organization that scheduled it, whatever its subject says', async () => {
  const [own, other] = [await givenMerchant(it), await givenMerchant(it)]
  let seenIn = ''
  const { steps } = noting((ctx) => {
    seenIn = ctx.organizationId
  })
  await plan(own, other.organizationId, { subjectId: other.organizationId, hours: 0 })
  await workOff(steps, own, other.organizationId)
  assert.equal(seenIn, own.organizationId)
})
