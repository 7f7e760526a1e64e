import { noticeSubject, type Occasion } from '@tallystick/core/notices/occasion.ts'
import type { IssuedInvoice } from '../invoices/issued-invoice.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { SubscriptionNow } from '../subscriptions/subscription-now.ts'

type Invoice = Pick<IssuedInvoice, 'id' | 'kind' | 'sequence'>

/**
 * An invoice was issued. The first one of a subscription is not told: its payer is at the checkout already, and gets a
 * receipt.
 */
export async function tellIssued(ctx: Ctx, { id, kind, sequence }: Invoice): Promise<void> {
  if (kind === 'upfront' && sequence === 0) return
  await tell(ctx, { kind: 'invoice_issued', id })
}

export async function tellPaid(ctx: Ctx, { id }: Invoice): Promise<void> {
  await tell(ctx, { kind: 'invoice_paid', id })
}

/** A charge by itself failed: each failure is told, and a bank that wants to ask its customer in words of its own. */
export async function tellFailed(ctx: Ctx, { id }: Invoice, failureCode: string): Promise<void> {
  const needsYou = failureCode === 'authentication_required'
  const kind = needsYou ? 'payment_needs_you' : 'payment_failed'
  await tell(ctx, { kind, id, nth: `${ctx.now.epochMilliseconds}` })
}

/** Once for each period's end. */
export async function tellRenewal(
  ctx: Ctx,
  { id, period }: Pick<SubscriptionNow, 'id' | 'period'>,
): Promise<void> {
  const nth = `${period.end.epochMilliseconds}`
  await tell(ctx, { kind: 'renewal_reminder', id, nth })
}

async function tell(ctx: Ctx, occasion: Occasion): Promise<void> {
  const subjectId = noticeSubject(occasion)
  await ctx.schedule({ kind: 'notices.send_notice', subjectId, dueAt: ctx.now })
}
