import type { Collecting } from '../payments/collecting.ts'
import type { DueHandlers } from '../platform/due/step.ts'
import { endUnpaid } from './end-unpaid.ts'
import { endWhenDue } from './end-when-due.ts'
import { refillFunds } from './refill/refill-funds.ts'
import { type Remind, remindWhenDue } from './remind.ts'
import { closePeriodWhenDue } from './roll-over.ts'

/** What subscriptions do at their time. */
export function subscriptionDueWork(remind: Remind, collecting: Collecting): DueHandlers {
  return {
    'subscriptions.end_subscription': (ctx, { subjectId = '' }) => endWhenDue(ctx, subjectId),
    'subscriptions.end_unpaid': (ctx, { subjectId: invoiceId = '' }) => endUnpaid(ctx, invoiceId),
    'subscriptions.close_period': async (ctx, { subjectId = '' }) => {
      await closePeriodWhenDue(ctx, subjectId)
    },
    'subscriptions.refill_funds': {
      freestanding: (call, { subjectId = '' }) => refillFunds(call, collecting, subjectId),
    },
    'subscriptions.remind_renewal': (ctx, { subjectId = '' }) =>
      remindWhenDue(ctx, remind, subjectId),
  }
}
