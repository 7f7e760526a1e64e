import type { Jobs } from '../platform/jobs/job.ts'
import type { StripeReach } from './providers/stripe/reach.ts'
import { levelAccount } from './transfers/level-account.ts'

/** What brings money to where it belongs, when nobody asks for it. */
export function settlementJobs(reach: StripeReach): Jobs {
  return {
    'payments.level_account': { freestanding: (call) => levelAccount(call, reach) },
  }
}

/** At night, when little happens at the same time. */
export const settlementChores = [
  { task: 'payments.level_account', schedule: '17 * * * *' },
] as const
