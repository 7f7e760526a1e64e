import type { DueHandlers } from '../platform/due/step.ts'
import { endWhenDue } from './end-when-due.ts'

/** What subscriptions do at their time. */
export const subscriptionDueWork: DueHandlers = {
  'subscriptions.end_subscription': (ctx, { subjectId: subscriptionId = '' }) =>
    endWhenDue(ctx, subscriptionId),
}
