import type { DueHandlers } from '../platform/due/step.ts'
import { followAttempt } from './attempts/follow-attempt.ts'
import { fillUpFunds } from './auto-topups/fill-up-funds.ts'
import type { Collecting } from './collecting.ts'
import { expireSession } from './expire-session.ts'
import { forgetMethod } from './methods/remove-method.ts'
import { watchCard } from './methods/watch-card.ts'
import { sandboxDueWork } from './providers/sandbox/jobs.ts'
import { sendRefund } from './refunds/send-refund.ts'
import { receiveEvent } from './webhooks/receive-event.ts'

/** What payments do at their time. */
export function paymentDueWork(collecting: Collecting): DueHandlers {
  return {
    'payments.expire_session': (ctx, { subjectId: sessionId = '' }) =>
      expireSession(ctx, collecting.payables, sessionId),
    'payments.follow_attempt': {
      freestanding: (call, { subjectId: attemptId = '' }) =>
        followAttempt(call, collecting, attemptId),
    },
    'payments.fill_up_funds': {
      freestanding: (call, { subjectId: customerId = '' }) =>
        fillUpFunds(call, collecting, customerId),
    },
    'payments.watch_card': (ctx, { subjectId: methodId = '' }) =>
      watchCard(ctx, collecting.news, methodId),
    'payments.send_refund': {
      freestanding: (call, { subjectId: refundId = '' }) => sendRefund(call, collecting, refundId),
    },
    'payments.forget_method': {
      freestanding: (call, { subjectId: methodId = '' }) =>
        forgetMethod(call, collecting, methodId),
    },
    ...sandboxDueWork((ctx, event) =>
      receiveEvent(ctx, collecting.payables, { provider: 'sandbox', account: '', event }),
    ),
  }
}
