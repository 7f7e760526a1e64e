import type { DueHandlers } from '../platform/due/step.ts'
import { endUnpaid } from './end-unpaid.ts'
import { endWhenDue } from './end-when-due.ts'
import { type Remind, remindWhenDue } from './remind.ts'
import { closePeriodWhenDue } from './roll-over.ts'

/** What subscriptions do at their time. */
export function subscriptionDueWork(remind: Remind): DueHandlers {
  return {
    'subscriptions.end_subscription': (ctx, { subjectId = '' }) => endWhenDue(ctx, subjectId),
    'subscriptions.end_unpaid': (ctx, { subjectId: invoiceId = '' }) => endUnpaid(ctx, invoiceId),
    'subscriptions.close_period': async (ctx, { subjectId = '' }) => {
      await closePeriodWhenDue(ctx, subjectId)
    },
    'subscriptions.remind_renewal': (ctx, { subjectId = '' }) =>
      remindWhenDue(ctx, remind, subjectId),
  }
}
