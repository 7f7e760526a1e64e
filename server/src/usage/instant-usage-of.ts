import { allocate } from '@tallystick/core/money/money.ts'
import type { Billing } from '../invoices/billing.ts'
import { listUsed } from './instant-store.ts'

/** What instant usage of a span cost, by metric; the parts of the tax add up to what was taken. */
export const instantUsageOf: Billing['instantUsageOf'] = async (ctx, question) => {
  const used = await listUsed(ctx, question)
  const [first] = used
  if (!first) return []
  const shares = used.map(({ taxShare }) => taxShare)
  const taxes = shares.some((share) => share > 0n) ? allocate(first.tax, shares) : []
  return used.map(({ metricId: billableMetricId, quantity, price }, at) => ({
    billableMetricId,
    quantity,
    price,
    tax: taxes[at] ?? 0n,
  }))
}
