import type { InvoiceStatus } from '@tallystick/core/invoicing/issuing.ts'
import {
  advanceLines,
  type UnusedAdvance,
  unusedAdvance,
} from '@tallystick/core/subscribing/schedule.ts'
import type { BillingTerms } from '@tallystick/core/subscribing/terms.ts'
import { isBefore } from '@tallystick/core/time/instant.ts'
import type { Period } from '@tallystick/core/time/period.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { readSpan } from '../span.ts'
import { listPeriodsEndingSince } from './store.ts'

export type UnusedFee = { readonly terms: BillingTerms; readonly unused: UnusedAdvance }

export type UnusedQuestion = {
  readonly subscriptionId: string
  /** Since when the plan bills whose fees are asked for. */
  readonly planSince: Temporal.Instant
  /** From when on nothing of it is used any more. Not before the running period. */
  readonly at: Temporal.Instant
}

const uncalculated: readonly InvoiceStatus[] = ['CLOSING', 'CLOSED', 'CALCULATING', 'FAILED']

/**
 * What of the fees that were charged in advance, or are about to be, is not used any more: by the terms of the period
 * that each was charged for.
 */
export async function unusedFees(
  ctx: Ctx,
  { subscriptionId, planSince, at }: UnusedQuestion,
): Promise<readonly UnusedFee[]> {
  const periods = await listPeriodsEndingSince(ctx, subscriptionId, planSince)
  return periods.flatMap((invoice, position) => {
    if (!invoice.terms || isBefore(invoice.period.start, planSince)) return []
    const before = periods[position - 1]
    const isCharged = invoice.advanceBilled || !before || !uncalculated.includes(before.status)
    const span = readSpan(invoice.terms)
    const period = isCharged ? invoice.period : cut(invoice.period, at)
    return unusedAdvance(advanceLines(span, period), at).map((unused) => ({
      terms: span.terms,
      unused,
    }))
  })
}

/** Of a period that ends where it began nothing will be charged. */
function cut({ start, end }: Period, at: Temporal.Instant): Period {
  return { start, end: isBefore(at, end) ? at : end }
}
