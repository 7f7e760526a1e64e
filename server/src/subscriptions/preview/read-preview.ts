import type { Input } from '@tallystick/contract/endpoint.ts'
import type { subscriptionPreview } from '@tallystick/contract/subscription-preview.ts'
import { assert } from '@tallystick/core/assert.ts'
import { type Decimal, decimal, decimalZero } from '@tallystick/core/money/decimal.ts'
import type { SubscribablePlan } from '../../catalog/plans/plan-for-subscribing.ts'
import type { ReadMeters } from '../../invoices/calculation/due-lines.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { type FieldError, invalid } from '../../platform/problem.ts'
import { readStartedAt, readTarget } from '../read-request.ts'

export type Wanted = Input<(typeof subscriptionPreview)['previewSubscription']>['body']

/** What a preview is asked about; a 400 that names every field that is wrong. */
export function readPreview(ctx: Ctx, plan: SubscribablePlan, wanted: Wanted) {
  const errors: FieldError[] = []
  const startedAt = readStartedAt(ctx.now, wanted.startedAt, errors) ?? ctx.now
  const prefundTarget = readTarget(wanted, errors)
  if (wanted.customerId !== undefined && wanted.address !== undefined) {
    errors.push(wrong('address', 'is that of the customer, if there is one'))
  }
  const quantities = readUsage(plan, wanted, errors)
  if (errors.length > 0) throw invalid(...errors)
  const read: ReadMeters = async (_, requests) =>
    requests.map(({ billableMetricId }) => ({
      quantity: quantities.get(billableMetricId) ?? decimalZero,
      events: 0n,
      asOf: ctx.realNow,
    }))
  return { startedAt, prefundTarget, quantities: read }
}

function readUsage(
  { prices }: SubscribablePlan,
  { usage }: Wanted,
  errors: FieldError[],
): ReadonlyMap<string, Decimal> {
  const billed = new Set(
    prices
      .filter(({ paymentTerm }) => paymentTerm !== 'instant')
      .map((one) => one.billableMetricId),
  )
  const quantities = new Map<string, Decimal>()
  for (const [at, { billableMetricId: id, quantity: text }] of usage.entries()) {
    const field = `usage.${at}.billableMetricId`
    if (!billed.has(id)) errors.push(wrong(field, 'is no metric that the plan bills by period'))
    if (quantities.has(id)) errors.push(wrong(field, 'is named twice'))
    const quantity = decimal(text)
    assert(quantity !== undefined, 'the contract lets only decimals through')
    quantities.set(id, quantity)
  }
  return quantities
}

const wrong = (field: string, message: string): FieldError => ({
  field,
  message,
  code: 'invalid_value',
})
