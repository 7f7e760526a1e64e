import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runDueJobs } from '../../../test/harness/jobs.ts'
import { call, givenMerchant, product } from '../../../test/harness/product.ts'
import { connectionAs } from '../db/pools.ts'
import { createLog } from '../log.ts'
import { createMetrics } from '../metrics.ts'
import { systemIn, transact } from '../workspace.ts'
import { assignChore } from './chores.ts'
import { runJob } from './job.ts'
import { cronItemsOf, taskListOf } from './task-list.ts'
import { startWorker } from './worker.ts'

const it = product()

async function waiting(organizationId: string): Promise<number> {
  const { workspace } = it.installation
  return transact(workspace, systemIn(organizationId, 'test'), async ({ db }) => {
    const rows = await db.selectFrom('tally.idempotency_keys').select('key_hash').execute()
    return rows.length
  })
}

test('a job sees the organization that it was enqueued for, and its payload', async () => {
  const { organizationId } = await givenMerchant(it)
  const seen: unknown[] = []
  await runJob(
    it.installation.workspace,
    { look: async (ctx, payload) => void seen.push(ctx.organizationId, ctx.actor, payload) },
    { task: 'look', body: { organizationId, payload: { id: 'a' } } },
  )
  assert.deepEqual(seen, [organizationId, { kind: 'system', id: 'look' }, { id: 'a' }])
})

test('a job whose payload is not what was agreed does not run', async () => {
  const { organizationId } = await givenMerchant(it)
  const never = { look: async () => assert.fail('it ran') }
  for (const body of [
    undefined,
    {},
    { organizationId: 'x' },
    { organizationId, payload: { n: 1 } },
  ]) {
    await assert.rejects(
      runJob(it.installation.workspace, never, { task: 'look', body }),
      /a job look/,
    )
  }
})

test('replies that are kept for repetitions are forgotten after 35 days, in every organization', async () => {
  const parties = [await givenMerchant(it), await givenMerchant(it)]
  for (const { key, organizationId } of parties) {
    const body = { merchantId: organizationId, name: 'a', description: '' }
    await call(it, 'createProduct', { key, body, headers: { 'idempotency-key': 'once' } })
  }
  const chore = async (days: number) => {
    it.clock.now = it.clock.now.add({ hours: 24 * days })
    await assignChore(it.installation.workspace, 'platform.forget_replies')
    await runDueJobs(it)
    return Promise.all(parties.map(({ organizationId }) => waiting(organizationId)))
  }
  assert.deepEqual(await chore(35), [1, 1])
  assert.deepEqual(await chore(1), [0, 0])
})

test('what a transaction enqueues is worked off once it is committed, and not when it is undone', async () => {
  const { organizationId } = await givenMerchant(it)
  const { directUrl, passwordOf, workspace } = it.installation
  const seen: string[] = []
  const done = Promise.withResolvers<void>()
  const work = {
    jobs: {
      note: async (_: unknown, { id = '' }: Readonly<Record<string, string>>) => {
        seen.push(id)
        if (id === 'last') done.resolve()
      },
    },
    chores: [{ task: 'note', schedule: '0 0 1 1 *' }],
  }
  const ask = (id: string, undo: boolean) =>
    transact(workspace, systemIn(organizationId, 'test'), async (ctx) => {
      await ctx.enqueue({ task: 'note', payload: { id }, dueAt: Temporal.Now.instant() })
      if (undo) throw new Error('undone')
    })
  await ask('first', false)
  await assert.rejects(ask('never', true), /undone/)

  const worker = await startWorker({
    url: String(
      connectionAs(directUrl, 'tally_worker', passwordOf('tally_worker')).connectionString,
    ),
    tasks: taskListOf(workspace, work),
    cronItems: cronItemsOf(work),
    concurrency: 1,
    drainTimeoutMs: 5000,
    log: createLog('error'),
    metrics: createMetrics(),
  })
  await ask('last', false)
  await done.promise
  await worker.close()
  assert.deepEqual(seen, ['first', 'last'])
})
