import { sql } from 'kysely'
import { systemIn, transact, type Workspace } from '../platform/workspace.ts'

/** Makes the partitions of the coming weeks, where they are missing. */
export async function makePartitions(workspace: Workspace): Promise<void> {
  const anywhere = {
    ...systemIn('', 'metering.partitions'),
    role: 'tally_worker',
    scope: {},
  } as const
  await transact(workspace, anywhere, ({ db }) =>
    sql`select tally.prepare_partitions()`.execute(db),
  )
}
