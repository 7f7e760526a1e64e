import type { Jobs } from '../platform/jobs/job.ts'
import { followAttempt } from './attempts/follow-attempt.ts'
import type { Collecting } from './collecting.ts'
import { expireSession } from './expire-session.ts'
import { sandboxJobs } from './providers/sandbox/jobs.ts'
import { sendRefund } from './refunds/send-refund.ts'
import { receiveWebhook } from './webhooks/receive-webhook.ts'

export function paymentJobs(collecting: Collecting): Jobs {
  return {
    'payments.expire_session': (ctx, { sessionId = '' }) =>
      expireSession(ctx, collecting.payables, sessionId),
    'payments.follow_attempt': {
      freestanding: (call, { attemptId = '' }) => followAttempt(call, collecting, attemptId),
    },
    'payments.send_refund': {
      freestanding: (call, { refundId = '' }) => sendRefund(call, collecting, refundId),
    },
    ...sandboxJobs((ctx, webhook) => receiveWebhook(ctx, collecting, webhook)),
  }
}
