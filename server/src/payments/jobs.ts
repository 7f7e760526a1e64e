import type { Jobs } from '../platform/jobs/job.ts'
import { expireSession } from './expire-session.ts'
import type { Payables } from './payable.ts'

export function paymentJobs(payables: Payables): Jobs {
  return {
    'payments.expire_session': (ctx, { sessionId = '' }) => expireSession(ctx, payables, sessionId),
  }
}
