import { runJob } from '../../src/platform/jobs/job.ts'
import { allWork } from '../../src/wiring.ts'
import { asRole } from './database.ts'
import type { Product } from './product.ts'

type Waiting = { readonly id: string; readonly task: string; readonly body: unknown }

/**
 * Works off every job that is due by the test's clock, and those that they enqueue, one after the other. What a job
 * throws reaches the test, and the job stays.
 */
export async function runDueJobs(of: Product): Promise<void> {
  const { workspace } = of.installation
  const { jobs } = allWork(of.installation)
  await asRole(of, 'tally_worker', async (client) => {
    const next = async () => {
      const { rows } = await client.query<Waiting>(
        `select j.id, t.identifier as task, j.payload as body
         from graphile_worker._private_jobs as j join graphile_worker._private_tasks as t on t.id = j.task_id
         where j.run_at <= $1 and j.locked_at is null order by j.run_at, j.id limit 1`,
        [workspace.clock().toString()],
      )
      return rows[0]
    }
    for (let job = await next(); job; job = await next()) {
      await runJob(workspace, jobs, job)
      await client.query('select graphile_worker.complete_jobs($1::bigint[])', [[job.id]])
    }
  })
}

/** Moves the test's clock, and works off what has become due on the way. */
export async function pass(of: Product, time: Temporal.DurationLike): Promise<void> {
  of.clock.now = of.clock.now.add(time)
  await runDueJobs(of)
}
