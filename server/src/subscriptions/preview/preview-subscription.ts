import { addDuration } from '@tallystick/core/time/duration.ts'
import { billingSettingsOf } from '../../access/billing-settings/billing-settings-of.ts'
import { planForSubscribing } from '../../catalog/plans/plan-for-subscribing.ts'
import { atTimeOf } from '../../clocks/at-time-of.ts'
import { customerForBilling } from '../../customers/customer-for-billing.ts'
import { enterDueLines, expectedNext } from '../../invoices/calculation/due-lines.ts'
import { type Summed, type Sums, sumUp } from '../../invoices/calculation/sum-up.ts'
import { taxed } from '../../invoices/calculation/tax-lines.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { newId } from '../../platform/ids.ts'
import { notFound } from '../../platform/problem.ts'
import { type Buying, type Dues, duesOf } from '../dues.ts'
import { readPreview, type Wanted } from './read-preview.ts'

export type Preview = {
  readonly startedAt: Temporal.Instant
  readonly dues: Dues
  readonly firstInvoice: {
    readonly issuedAt: Temporal.Instant
    readonly summed: readonly Summed[]
    readonly totals: Sums
  }
}

/** What a subscription would cost at its start and for what is used in its first period. Nothing is written. */
export async function previewSubscription(realCtx: Ctx, wanted: Wanted): Promise<Preview> {
  const ctx = await atTimeOf(realCtx, wanted.customerId)
  const plan = await planForSubscribing(ctx, wanted.planId)
  if (!plan) throw notFound()
  const { startedAt, prefundTarget, quantities } = readPreview(ctx, plan, wanted)
  const buying: Buying = {
    subscriptionId: newId('subscription'),
    plan,
    ...(await buyerOf(ctx, wanted)),
    startedAt,
    prefundTarget,
    taxExempt: wanted.taxExempt,
  }
  const dues = await duesOf(ctx, buying)
  return { startedAt, dues, firstInvoice: await firstInvoiceOf(ctx, { buying, dues, quantities }) }
}

async function buyerOf(
  ctx: Ctx,
  { customerId, address }: Wanted,
): Promise<Pick<Buying, 'customerId' | 'prospect'>> {
  if (customerId === undefined) return { customerId: newId('customer'), prospect: address ?? {} }
  if (!(await customerForBilling(ctx, customerId))) throw notFound()
  return { customerId }
}

type Closing = {
  readonly buying: Buying
  readonly dues: Dues
  readonly quantities: ReturnType<typeof readPreview>['quantities']
}

async function firstInvoiceOf(ctx: Ctx, { buying, dues, quantities }: Closing) {
  const { subscriptionId, customerId, prospect, taxExempt: exempt, startedAt } = buying
  const { currency, terms, firstPeriod: period } = dues
  const span = { terms, from: period.start, startedAt }
  const invoice = { id: newId('invoice'), subscriptionId, customerId, period, currency }
  const closing = { invoice, span, ahead: expectedNext(span, period), isNext: true }
  const { entered } = await enterDueLines(ctx, closing, quantities)
  const taxing = { customerId, prospect, exempt, suppliedAt: period.end }
  const { summed, sums } = sumUp(await taxed(ctx, taxing, entered), currency)
  const { gracePeriod } = await billingSettingsOf(ctx)
  return { issuedAt: addDuration(period.end, gracePeriod), summed, totals: sums }
}
