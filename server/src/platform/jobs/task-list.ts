import { type CronItem, parseCronItems, type TaskList } from 'graphile-worker'
import type { Workspace } from '../workspace.ts'
import { assignChore, type Chore } from './chores.ts'
import { type Jobs, runJob } from './job.ts'

export type Work = { readonly jobs: Jobs; readonly chores: readonly Chore[] }

const assign = 'platform.assign_chore'

/** Jobs in the terms of the library that runs them. */
export function taskListOf(workspace: Workspace, { jobs }: Work): TaskList {
  const tasks = Object.keys(jobs).map((task) => [
    task,
    (body: unknown) => runJob(workspace, jobs, { task, body }),
  ])
  return {
    ...Object.fromEntries(tasks),
    [assign]: (payload: unknown) => assignChore(workspace, String(Object(payload).task)),
  }
}

/** When chores are handed out. What a stopped server has missed is not made up for: the next time comes. */
export function cronItemsOf({ chores }: Work) {
  return parseCronItems(
    chores.map(
      ({ task, schedule }): CronItem => ({
        task: assign,
        identifier: task,
        match: schedule,
        payload: { task },
        options: { backfillPeriod: 0, maxAttempts: 1 },
      }),
    ),
  )
}
