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
import type { InvoiceRow } from '../store.ts'
import { feeLineId } from './fee-items.ts'
import { listPeriodsEndingSince, listRelieved } from './store.ts'

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
 * that each was charged for. What was given back or given up with its invoice is not given back once more.
 */
export async function unusedFees(
  ctx: Ctx,
  { subscriptionId, planSince, at }: UnusedQuestion,
): Promise<readonly UnusedFee[]> {
  const periods = await listPeriodsEndingSince(ctx, subscriptionId, planSince)
  const unusedOnes = periods.flatMap((invoice, position) => {
    if (!invoice.terms || isBefore(invoice.period.start, planSince)) return []
    const span = readSpan(invoice.terms)
    const charged = isCharged(invoice, periods[position - 1])
    const period = charged ? invoice.period : cut(invoice.period, at)
    return unusedAdvance(advanceLines(span, period), at).map((unused) => ({
      terms: span.terms,
      unused,
      lineId: feeLineId({ subscriptionId, change: changeOf(invoice) }, unused.line.key),
    }))
  })
  const relieved = await listRelieved(
    ctx,
    unusedOnes.map(({ lineId }) => lineId),
  )
  return unusedOnes.filter(({ lineId }) => !relieved.has(lineId))
}

/** A period whose fees another invoice bills is the first one, or one that a change of the plan has opened. */
function changeOf({ advanceBilled, sequence }: InvoiceRow): number | undefined {
  return advanceBilled && sequence > 1 ? sequence : undefined
}

/** Whether what is due in advance for a period stands on an invoice already. */
export function isCharged({ advanceBilled }: InvoiceRow, before: InvoiceRow | undefined): boolean {
  return advanceBilled || !before || !uncalculated.includes(before.status)
}

/** Of a period that ends where it began nothing will be charged. */
function cut({ start, end }: Period, at: Temporal.Instant): Period {
  return { start, end: isBefore(at, end) ? at : end }
}
