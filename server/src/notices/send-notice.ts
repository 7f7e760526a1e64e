import { type Occasion, readNoticeSubject } from '@tallystick/core/notices/occasion.ts'
import { atTimeOf } from '../clocks/at-time-of.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { FreestandingJob, JobCall } from '../platform/jobs/job.ts'
import type { Letter } from './letters/letter.ts'
import { setLetter } from './letters/set-letter.ts'
import type { Mailer } from './mailer.ts'
import { type Recipient, recipientOf } from './recipients.ts'
import { insertNotice, type NoticeRow, setSent } from './store.ts'

/** What is to be told, and about whom; undefined when it is no longer true or nobody wants to know. */
export type Told = {
  readonly customerId: string
  readonly subscriptionId: string
  readonly letter: (recipient: Recipient) => Letter
}
export type Teller = (ctx: Ctx, occasion: Occasion) => Promise<Told | undefined>

/**
 * Writes the letter of an occasion and hands it to the mail server, between two transactions. It is kept before it goes:
 * whatever breaks on the way, the next try sends the same letter under the same message id, and one that has gone does
 * not go again. Without a mail server it is kept only.
 */
export function sendNotice(
  mailer: Mailer | undefined,
  tellers: Readonly<Record<Occasion['kind'], Teller>>,
): FreestandingJob {
  return {
    async freestanding(call, { subjectId = '' }) {
      const occasion = readNoticeSubject(subjectId)
      const notice = await call.within((ctx) => write(ctx, occasion, { mailer, tellers }))
      if (!mailer || notice?.status !== 'waiting') return
      await mailer.send({ ...notice, messageId: messageId(call, notice) })
      await call.within((ctx) => setSent(ctx, notice.id))
    },
  }
}

type Writing = {
  readonly mailer: Mailer | undefined
  readonly tellers: Readonly<Record<Occasion['kind'], Teller>>
}

async function write(
  ctx: Ctx,
  occasion: Occasion,
  { mailer, tellers }: Writing,
): Promise<NoticeRow | undefined> {
  const told = await tellers[occasion.kind](ctx, occasion)
  if (!told) return undefined
  const { customerId, subscriptionId } = told
  const recipient = await recipientOf(ctx, occasion.kind, customerId)
  if (!recipient) return undefined
  const letter = told.letter(recipient)
  const { id, nth } = occasion
  return insertNotice(await atTimeOf(ctx, customerId), {
    kind: occasion.kind,
    occasion: nth === undefined ? id : `${id}/${nth}`,
    customerId,
    subscriptionId,
    status: mailer ? 'waiting' : 'kept',
    fromName: recipient.merchant,
    to: recipient.to,
    replyTo: recipient.replyTo,
    subject: letter.subject,
    ...(await setLetter(letter)),
  })
}

function messageId({ organizationId }: JobCall, { id }: NoticeRow): string {
  return `<${id}@${organizationId.replaceAll('_', '-')}.tallystick>`
}
