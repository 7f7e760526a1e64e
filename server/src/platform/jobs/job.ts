import { assert } from '@tallystick/core/assert.ts'
import { isId } from '@tallystick/core/ids.ts'
import type { Ctx } from '../ctx.ts'
import { systemIn, transact, type Workspace } from '../workspace.ts'

/** Ids only: job rows are not sealed. */
export type Payload = Readonly<Record<string, string>>

/** The usual job: one transaction of its organization, committed when it returns. Safe to run twice. */
export type JobHandler = (ctx: Ctx, payload: Payload) => Promise<void>

/** A job that talks to others: it reads in one transaction, calls, and writes in another. */
export type FreestandingJob = {
  readonly freestanding: (call: JobCall, payload: Payload) => Promise<void>
}
export type JobCall = {
  readonly organizationId: string
  /** One transaction of the job's organization. */
  readonly within: <T>(work: (ctx: Ctx) => Promise<T>) => Promise<T>
}

/** What jobs there are, by name: `slice.verb_object`. */
export type Jobs = Readonly<Record<string, JobHandler | FreestandingJob>>

/** A job as it was enqueued (tally.enqueue): the organization is that of the context which asked for it. */
export type Enqueued = { readonly task: string; readonly body: unknown }

/** Runs one job as the system's hand in its organization. What it throws is the worker's to log and to try again. */
export async function runJob(
  workspace: Workspace,
  jobs: Jobs,
  { task, body }: Enqueued,
): Promise<void> {
  const handler = jobs[task]
  assert(handler, `there is no job ${task}`)
  const { organizationId, payload } = read(task, body)
  const within = <T>(work: (ctx: Ctx) => Promise<T>) =>
    transact(workspace, systemIn(organizationId, task), work)
  if (typeof handler === 'function') return within((ctx) => handler(ctx, payload))
  return handler.freestanding({ organizationId, within }, payload)
}

function read(task: string, body: unknown) {
  const { organizationId, payload } = Object(body) as Record<string, unknown>
  assert(
    typeof organizationId === 'string' && isId('organization', organizationId),
    `a job ${task} belongs to an organization`,
  )
  const fields = Object.entries(Object(payload))
  for (const [, value] of fields) assert(typeof value === 'string', `a job ${task} carries ids`)
  return { organizationId, payload: Object.fromEntries(fields) as Payload }
}
