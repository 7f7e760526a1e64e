import { systemIn, transact, type Workspace } from '../platform/workspace.ts'
import { preparePartitions } from './partition-store.ts'

/** Makes the partitions that events of the coming weeks go into. They belong to no organization. */
export async function makePartitions(workspace: Workspace): Promise<void> {
  const anywhere = {
    ...systemIn('', 'metering.partitions'),
    role: 'tally_worker',
    scope: {},
  } as const
  await transact(workspace, anywhere, ({ db }) => preparePartitions(db))
}
