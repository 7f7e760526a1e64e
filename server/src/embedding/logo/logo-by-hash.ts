import { type Principal, transact, type Workspace } from '../../platform/workspace.ts'
import { findLogo } from './store.ts'

/** Whoever looks at a page may see its logo. */
const everybody: Principal = {
  role: 'tally_portal',
  scope: {},
  actor: { kind: 'anonymous', id: '' },
  permissions: new Set(),
}

export function logoByHash(workspace: Workspace): (hash: string) => Promise<Buffer | undefined> {
  return (hash) => transact(workspace, everybody, (ctx) => findLogo(ctx, hash))
}
