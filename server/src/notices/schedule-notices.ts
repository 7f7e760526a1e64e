import { noticeSubject, type Occasion } from '@tallystick/core/notices/occasion.ts'
import { dayOf } from '../documents/wording.ts'
import type { NewDebt } from '../invoices/billing.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { SubscriptionNow } from '../subscriptions/subscription-now.ts'

/**
 * An invoice was issued. The first one of a subscription is not told: its payer is at the checkout already, and gets a
 * receipt. What was paid as it was used has its receipt at once, and about nothing there is no letter.
 */
export async function tellIssued(ctx: Ctx, invoice: NewDebt): Promise<void> {
  const { id, kind, sequence, status, grandTotal } = invoice
  if (grandTotal === 0n) return
  if (status === 'PAID') return tellPaid(ctx, invoice)
  if (kind === 'upfront' && sequence === 0) return
  await tell(ctx, { kind: 'invoice_issued', id })
}

type Invoice = Pick<NewDebt, 'id'>

export async function tellPaid(ctx: Ctx, { id }: Invoice): Promise<void> {
  await tell(ctx, { kind: 'invoice_paid', id })
}

/**
 * A charge by itself failed. However often it is tried, that is told once a day; and a bank that wants to ask its customer
 * in words of its own.
 */
export async function tellFailed(ctx: Ctx, { id }: Invoice, failureCode: string): Promise<void> {
  const needsYou = failureCode === 'authentication_required'
  const kind = needsYou ? 'payment_needs_you' : 'payment_failed'
  await tell(ctx, { kind, id, nth: `${dayOf(ctx.now)}` })
}

/** Once for each period's end. */
export async function tellRenewal(
  ctx: Ctx,
  { id, period }: Pick<SubscriptionNow, 'id' | 'period'>,
): Promise<void> {
  const nth = `${dayOf(period.end)}`
  await tell(ctx, { kind: 'renewal_reminder', id, nth })
}

/** A charge for funds failed; told as that of an invoice. */
export async function tellTopupFailed(ctx: Ctx, id: string, failureCode: string): Promise<void> {
  const needsYou = failureCode === 'authentication_required'
  const kind = needsYou ? 'topup_needs_you' : 'topup_failed'
  await tell(ctx, { kind, id, nth: `${dayOf(ctx.now)}` })
}

/** Once a month. */
export async function tellLimitReached(ctx: Ctx, customerId: string): Promise<void> {
  const nth = `${dayOf(ctx.now).toPlainYearMonth()}`
  await tell(ctx, { kind: 'topup_limit_reached', id: customerId, nth })
}

/** Once for each card. */
export async function tellCardExpiring(ctx: Ctx, methodId: string): Promise<void> {
  await tell(ctx, { kind: 'card_expiring', id: methodId })
}

/** Written when this transaction is through, in one of its own: no letter keeps a payment from being booked. */
async function tell(ctx: Ctx, occasion: Occasion): Promise<void> {
  const subjectId = noticeSubject(occasion)
  await ctx.schedule({ kind: 'notices.send_notice', subjectId, dueAt: ctx.now })
}
