import { formatDecimal, subtractDecimals } from '@tallystick/core/money/decimal.ts'
import { nanosToText } from '@tallystick/core/money/money.ts'
import { whole } from '@tallystick/core/pricing/pricing.ts'
import { dueAmount } from '@tallystick/core/subscribing/schedule.ts'
import { termsFromText } from '@tallystick/core/subscribing/terms.ts'
import { changedSince } from '../../metering/changed-since.ts'
import { type MeterReading, readMeters } from '../../metering/read-meter.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { type BilledUsage, listBilled, listLastBilled } from '../billed-store.ts'
import { lineIdOf } from '../line-id.ts'
import type { Closing, DueOutcome } from './due-lines.ts'
import { type Entered, isRebate, unitPriceOf } from './entered.ts'

/**
 * Usage that arrived after its stretch was billed: the rounded price with it, less what was billed, by the price of that
 * stretch. It may be less than nothing.
 */
export async function enterLateLines(ctx: Ctx, closing: Closing): Promise<DueOutcome> {
  const { subscriptionId, customerId } = closing.invoice
  if (!closing.isNext) return { entered: [], billed: [] }
  const changed: string[] = []
  for (const { billableMetricId, until, readAt } of await listLastBilled(ctx, subscriptionId)) {
    const question = { billableMetricId, customerId, before: until, since: readAt }
    if (await changedSince(ctx, question)) changed.push(billableMetricId)
  }
  if (changed.length === 0) return { entered: [], billed: [] }

  const billed = await listBilled(ctx, subscriptionId, changed)
  const readings = await readMeters(
    ctx,
    billed.map(({ billableMetricId, billed: { start: from, end: to } }) => ({
      billableMetricId,
      customerId,
      from,
      to,
    })),
  )
  const entered: Entered[] = []
  const now = billed.map((before, at) => {
    const after = withLate(closing, before, readings[at])
    if (after.amount !== before.amount) entered.push(enterLate(closing, before, after))
    return after
  })
  return { entered, billed: now }
}

function withLate(
  { invoice: { currency, id } }: Closing,
  before: BilledUsage,
  reading: MeterReading | undefined,
): BilledUsage {
  if (!reading) return before
  const { quantity, asOf: readAt } = reading
  const { price } = before.basis
  const amount = dueAmount({ price, share: whole }, currency, quantity)
  const invoiceId = amount === before.amount ? before.invoiceId : id
  return { ...before, quantity, amount, invoiceId, readAt }
}

function enterLate({ invoice }: Closing, before: BilledUsage, after: BilledUsage): Entered {
  const { price, terms } = before.basis
  const { billed, priceId, billableMetricId } = before
  const { id: invoiceId, subscriptionId, customerId, currency, period } = invoice
  return {
    about: {
      // The same stretch may have a late part on several invoices.
      id: lineIdOf(subscriptionId, `${priceId} late ${billed.start} ${invoiceId}`),
      invoiceId,
      subscriptionId,
      customerId,
      currency,
      type: 'metered',
      cause: 'late',
      priceId,
      feeId: undefined,
      billableMetricId,
      itemId: undefined,
      paymentTerm: 'in_arrears',
      displayName: price.displayName,
      description: undefined,
      cycle: billed,
      billed,
      invoiceAt: period.end,
      quantity: subtractDecimals(after.quantity, before.quantity),
      unitPrice: unitPriceOf(price),
    },
    amount: after.amount - before.amount,
    givesBack: isRebate(price) ? 'rebate' : 'credit',
    terms: termsFromText(terms),
    basis: {
      source: 'meter',
      price,
      quantity: formatDecimal(after.quantity),
      usage: { start: `${billed.start}`, end: `${billed.end}`, asOf: `${after.readAt}` },
      before: { quantity: formatDecimal(before.quantity), amount: nanosToText(before.amount) },
    },
  }
}
