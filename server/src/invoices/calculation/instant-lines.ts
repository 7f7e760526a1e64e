import { decimalZero, formatDecimal } from '@tallystick/core/money/decimal.ts'
import { nanosToText, roundToMinor } from '@tallystick/core/money/money.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { Billing, InstantUsage } from '../billing.ts'
import { lineIdOf } from '../line-id.ts'
import type { Closing } from './due-lines.ts'
import { type Entered, unitPriceOf } from './entered.ts'

/** Instant usage of the period, as lines that are paid already: rounded per metric, and moved no second time. */
export async function enterInstantLines(
  ctx: Ctx,
  billing: Billing,
  closing: Closing,
): Promise<readonly Entered[]> {
  const { invoice, span } = closing
  const isInstant = span.terms.prices.some(({ paymentTerm }) => paymentTerm === 'instant')
  if (!isInstant) return []
  const { subscriptionId, customerId, period } = invoice
  const { start: from, end: to } = period
  const used = await billing.instantUsageOf(ctx, { subscriptionId, customerId, from, to })
  return used.map((usage) => enterInstant(ctx, closing, usage))
}

function enterInstant(ctx: Ctx, { invoice, span }: Closing, usage: InstantUsage): Entered {
  const { billableMetricId, quantity } = usage
  const { id: invoiceId, subscriptionId, customerId, currency, period } = invoice
  const price = span.terms.prices.find(
    (one) => one.paymentTerm === 'instant' && one.billableMetricId === billableMetricId,
  )
  return {
    about: {
      id: lineIdOf(subscriptionId, `${billableMetricId} instant ${period.start}`),
      invoiceId,
      subscriptionId,
      customerId,
      currency,
      type: 'metered',
      cause: 'instant',
      priceId: price?.priceId,
      feeId: undefined,
      billableMetricId,
      itemId: undefined,
      paymentTerm: 'instant',
      displayName: price?.displayName ?? 'Usage',
      description: undefined,
      cycle: period,
      billed: period,
      invoiceAt: period.end,
      quantity,
      unitPrice: price ? unitPriceOf(price) : decimalZero,
    },
    amount: roundToMinor(usage.price, currency),
    paidTax: roundToMinor(usage.tax, currency),
    givesBack: 'credit',
    terms: span.terms,
    basis: {
      source: 'instant',
      price,
      quantity: formatDecimal(quantity),
      paid: { price: nanosToText(usage.price), tax: nanosToText(usage.tax) },
      usage: { start: `${period.start}`, end: `${period.end}`, asOf: `${ctx.realNow}` },
    },
  }
}
