import type { Jobs } from '../platform/jobs/job.ts'
import type { Workspace } from '../platform/workspace.ts'
import type { StripeReach } from './providers/stripe/reach.ts'
import { reconcile, reconcileConnected } from './reconciliation/reconcile.ts'
import { levelAccount } from './transfers/level-account.ts'

/** What brings money to where it belongs, when nobody asks for it. */
export function settlementJobs(workspace: Workspace, reach: StripeReach): Jobs {
  return {
    'payments.reconcile': { freestanding: (call) => reconcile(call, { workspace, reach }) },
    'payments.reconcile_connected': {
      freestanding: (call) => reconcileConnected(call, { workspace, reach }),
    },
    'payments.level_account': { freestanding: (call) => levelAccount(call, reach) },
  }
}

/** At night, when little happens at the same time. */
export const settlementChores = [
  { task: 'payments.level_account', schedule: '17 * * * *' },
  { task: 'payments.reconcile', schedule: '41 2 * * *' },
  { task: 'payments.reconcile_connected', schedule: '41 3 * * *' },
] as const
