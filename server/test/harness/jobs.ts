import { runJob } from '../../src/platform/jobs/job.ts'
import { allWork } from '../../src/wiring.ts'
import { asRole } from './database.ts'
import type { Product } from './product.ts'

const unlock = 'update graphile_worker._private_jobs set locked_at = null where id = $1'

type Waiting = { readonly id: string; readonly task: string; readonly body: unknown }

/**
 * Works off every job that is due by the test's clock, and those that they enqueue, one after the other. What a job
 * throws reaches the test, and the job stays.
 */
export async function runDueJobs(of: Product): Promise<void> {
  const { workspace } = of.installation
  const { jobs } = allWork(of.installation)
  await asRole(of, 'tally_worker', async (client) => {
    // Locked while it runs, as a worker does: so a job that enqueues itself again is another one.
    const next = async () => {
      const { rows } = await client.query<Waiting>(
        `update graphile_worker._private_jobs as job set locked_at = now(), locked_by = 'tests'
         from graphile_worker._private_tasks as t
         where t.id = job.task_id and job.id = (
           select j.id from graphile_worker._private_jobs as j
           where j.run_at <= $1 and j.locked_at is null order by j.run_at, j.id limit 1)
         returning job.id, t.identifier as task, job.payload as body`,
        [workspace.clock().toString()],
      )
      return rows[0]
    }
    for (let job = await next(); job; job = await next()) {
      try {
        await runJob(workspace, jobs, job)
      } catch (error) {
        await client.query(unlock, [job.id])
        throw error
      }
      await client.query('select graphile_worker.complete_jobs($1::bigint[])', [[job.id]])
    }
  })
}
