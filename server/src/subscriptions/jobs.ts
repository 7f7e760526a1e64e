import type { Jobs } from '../platform/jobs/job.ts'
import { endWhenDue } from './end-when-due.ts'

export const subscriptionJobs: Jobs = {
  'subscriptions.end_subscription': (ctx, { subscriptionId = '' }) =>
    endWhenDue(ctx, subscriptionId),
}
