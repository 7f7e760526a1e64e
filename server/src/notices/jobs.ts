import type { Occasion } from '@tallystick/core/notices/occasion.ts'
import type { DueHandlers } from '../platform/due/step.ts'
import type { Mailer } from './mailer.ts'
import { sendNotice, type Teller } from './send-notice.ts'

/** Without a mailer, mails are kept to be read in the outbox. */
export function noticeDueWork(
  mailer: Mailer | undefined,
  tellers: Readonly<Record<Occasion['kind'], Teller>>,
): DueHandlers {
  return { 'notices.send_notice': sendNotice(mailer, tellers) }
}
