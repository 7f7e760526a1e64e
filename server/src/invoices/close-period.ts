import { addDuration } from '@tallystick/core/time/duration.ts'
import { billingSettingsOf } from '../access/billing-settings/billing-settings-of.ts'
import type { Ctx } from '../platform/ctx.ts'
import { lockActiveInvoice, setClosing } from './period-store.ts'

export type PeriodToClose = {
  readonly subscriptionId: string
  /** When the period ends: its natural end, or the moment of a termination or a change of the plan. */
  readonly end: Temporal.Instant
  /** These terms end with it: the subscription ends, or its plan changes. Longer cycles are cut, too. */
  readonly endsTerms: boolean
  /** The subscription ends with it: nothing in advance is billed any more. */
  readonly closesSubscription: boolean
}

/**
 * The running period ends: its invoice is CLOSING, and is issued when the grace period is over. Returns its id;
 * undefined when no period runs.
 */
export async function closePeriodInvoice(
  ctx: Ctx,
  { subscriptionId, end, endsTerms, closesSubscription }: PeriodToClose,
): Promise<string | undefined> {
  const invoice = await lockActiveInvoice(ctx, subscriptionId)
  if (!invoice) return undefined

  const { gracePeriod } = await billingSettingsOf(ctx)
  const gracePeriodEnd = addDuration(end, gracePeriod)

  const termsEnd = endsTerms || closesSubscription ? end : undefined
  await setClosing(ctx, { id: invoice.id, end, gracePeriodEnd, termsEnd, closesSubscription })
  await ctx.schedule({
    kind: 'invoices.issue_invoice',
    subjectId: invoice.id,
    dueAt: gracePeriodEnd,
  })
  return invoice.id
}
