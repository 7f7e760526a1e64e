import { type Occasion, readNoticeSubject } from '@tallystick/core/notices/occasion.ts'
import { atTimeOf } from '../clocks/at-time-of.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Letter } from './letters/letter.ts'
import { recipientOf } from './recipients.ts'
import { insertNotice } from './store.ts'
import { tellClaim } from './tell-claim.ts'
import { tellCredit } from './tell-credit.ts'
import { fundsTellers } from './tell-funds.ts'
import { invoiceTellers } from './tell-invoice.ts'
import { tellRenewal } from './tell-renewal.ts'
import type { Teller } from './told.ts'

const tellers: Readonly<Record<Occasion['kind'], Teller>> = {
  renewal_reminder: tellRenewal,
  ...invoiceTellers,
  ...fundsTellers,
  invoice_credited: tellCredit,
  account_claim: tellClaim,
}

/**
 * Writes the letter of an occasion, once, if it still holds and is wanted. A job takes it to the mail server, by real time:
 * a mail server that is down keeps no clock from moving on. Where there is none, the letter is kept only.
 */
export async function writeNotice(
  realCtx: Ctx,
  subject: string,
  { hasMailServer }: { readonly hasMailServer: boolean },
): Promise<void> {
  const occasion = readNoticeSubject(subject)
  const told = await tellers[occasion.kind](realCtx, occasion)
  const recipient = told && (await recipientOf(realCtx, occasion.kind, told.customerId))
  if (!recipient) return
  const { customerId, subscriptionId } = told
  const letter = told.letter(recipient)
  const ctx = await atTimeOf(realCtx, customerId)
  const id = await insertNotice(ctx, {
    ...{ customerId, subscriptionId },
    kind: occasion.kind,
    occasion: occasion.nth === undefined ? occasion.id : `${occasion.id}/${occasion.nth}`,
    status: hasMailServer ? 'waiting' : 'kept',
    fromName: recipient.merchant,
    to: recipient.to,
    replyTo: recipient.replyTo,
    subject: letter.subject,
    ...(await set(letter)),
  })
  if (id === undefined || !hasMailServer) return
  await ctx.enqueue({ task: 'notices.deliver_notice', payload: { id }, key: id })
}

/** What sets mails is loaded with the first one. */
async function set(letter: Letter) {
  const { setLetter } = await import('./letters/set-letter.ts')
  return setLetter(letter)
}
