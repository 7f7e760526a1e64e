import { advanceLines, arrearsLines, periodFrom } from '@tallystick/core/subscribing/schedule.ts'
import { isBefore } from '@tallystick/core/time/instant.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { readSpan } from '../span.ts'
import type { InvoiceRow } from '../store.ts'
import { isCharged } from './charged-ahead.ts'
import { listPeriodsEndingSince } from './store.ts'

export type OnceQuestion = {
  readonly subscriptionId: string
  readonly startedAt: Temporal.Instant
  /** Where the running period is to end. */
  readonly at: Temporal.Instant
}

/** Prices that are due once and that a subscription was billed, or is about to be: whatever its plan, it is not so again. */
export async function billedOnce(
  ctx: Ctx,
  { subscriptionId, startedAt, at }: OnceQuestion,
): Promise<ReadonlySet<string>> {
  const periods = await listPeriodsEndingSince(ctx, subscriptionId, startedAt)
  return new Set(periods.flatMap((invoice, position) => onceIn(invoice, periods[position - 1], at)))
}

function onceIn(
  invoice: InvoiceRow,
  before: InvoiceRow | undefined,
  at: Temporal.Instant,
): readonly string[] {
  if (!invoice.terms) return []
  const span = readSpan(invoice.terms)
  const { start, end } = invoice.period
  const billed = { start, end: isBefore(at, end) ? at : end }
  // What was charged when the period began stays charged, even if the plan changed again at that moment.
  const ahead = isCharged(invoice, before) ? periodFrom(span.terms, start) : billed
  return [...advanceLines(span, ahead), ...arrearsLines(span, billed)]
    .filter(({ cycle }) => cycle === undefined)
    .map(({ price }) => price.priceId)
}
