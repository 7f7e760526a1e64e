import { noticeSubject } from '@tallystick/core/notices/occasion.ts'
import { customerForBilling } from '../customers/customer-for-billing.ts'
import { isManaged } from '../customers/is-managed.ts'
import type { Ctx } from '../platform/ctx.ts'
import { newId } from '../platform/ids.ts'
import { notFound } from '../platform/problem.ts'
import { insertClaim } from './store.ts'

const validHours = 24

/**
 * Has a link mailed to a customer's address by which it takes its account over. Its code is made when the letter is
 * written; only the letter says it. Answers when it ends; undefined when the account is claimed already.
 */
export async function sendClaimLink(
  ctx: Ctx,
  customerId: string,
): Promise<Temporal.Instant | undefined> {
  const customer = await customerForBilling(ctx, customerId)
  if (!customer) throw notFound()
  const { consumerId, email } = customer
  if (!(await isManaged(ctx, consumerId))) return undefined
  const id = newId('claim')
  const expiresAt = expiryOf(ctx)
  await insertClaim(ctx, { id, customerId, consumerId, email, expiresAt })
  const subjectId = noticeSubject({ kind: 'account_claim', id })
  await ctx.schedule({ kind: 'notices.send_notice', subjectId, dueAt: ctx.now })
  return expiresAt
}

/** Links live in real time. */
export function expiryOf({ realNow }: Ctx): Temporal.Instant {
  return realNow.add({ hours: validHours })
}
