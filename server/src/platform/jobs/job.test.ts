import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runDueJobs } from '../../../test/harness/jobs.ts'
import { call, givenMerchant, product } from '../../../test/harness/product.ts'
import { systemIn, transact } from '../workspace.ts'
import { assignChore } from './chores.ts'
import { runJob } from './job.ts'

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
