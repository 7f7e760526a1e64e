import { sql } from 'kysely'
import type { Ctx } from '../ctx.ts'
import { type Principal, systemIn, transact, type Workspace } from '../workspace.ts'

/** A job that every organization has from time to time, without anybody asking for it. */
export type Chore = {
  readonly task: string
  /** When: minute, hour, day, month, weekday, in UTC, as cron reads them. */
  readonly schedule: string
}

const pageSize = 500

/** Enqueues a chore for every organization. One that still waits from last time is not enqueued again. */
export async function assignChore(workspace: Workspace, task: string): Promise<void> {
  for (const organizationId of await listOrganizations(workspace, task)) {
    await transact(workspace, systemIn(organizationId, task), (ctx) =>
      ctx.enqueue({ task, payload: {}, key: 'chore' }),
    )
  }
}

/** Every organization, by its id. */
export async function listOrganizations(
  workspace: Workspace,
  task: string,
): Promise<readonly string[]> {
  const ids: string[] = []
  for (let after = ''; ; ) {
    const page = await transact(workspace, nowhere(task), (ctx) => pageOf(ctx, after))
    ids.push(...page)
    const last = page.at(-1)
    if (last === undefined || page.length < pageSize) return ids
    after = last
  }
}

function nowhere(task: string): Principal {
  return { ...systemIn('', task), role: 'tally_worker', scope: {} }
}

async function pageOf({ db }: Ctx, after: string): Promise<string[]> {
  const { rows } = await sql<{ organization_id: string }>`
    select organization_id from tally.list_organizations(${after}, ${pageSize})`.execute(db)
  return rows.map(({ organization_id }) => organization_id)
}
