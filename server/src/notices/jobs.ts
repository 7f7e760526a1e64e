import type { DueHandlers } from '../platform/due/step.ts'
import type { Jobs } from '../platform/jobs/job.ts'
import { deliverNotice } from './deliver-notice.ts'
import type { Mailer } from './mailer.ts'
import { writeNotice } from './write-notice.ts'

export function noticeDueWork(about: { readonly hasMailServer: boolean }): DueHandlers {
  return {
    'notices.send_notice': (ctx, { subjectId = '' }) => writeNotice(ctx, subjectId, about),
  }
}

export function noticeJobs(mailer: Mailer | undefined): Jobs {
  return {
    'notices.deliver_notice': {
      freestanding: (call, { id = '' }) => deliverNotice(call, mailer, id),
    },
  }
}
