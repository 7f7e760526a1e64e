import { assert } from '@tallystick/core/assert.ts'
import type { Currency } from '@tallystick/core/money/money.ts'
import { prefundDue } from '@tallystick/core/subscribing/prefund.ts'
import type { BillingTerms } from '@tallystick/core/subscribing/terms.ts'
import { parseDuration } from '@tallystick/core/time/duration.ts'
import { defaultAnchor, firstPeriod, type Period } from '@tallystick/core/time/period.ts'
import type { SubscribablePlan } from '../catalog/plans/plan-for-subscribing.ts'
import type { TaxingOf } from '../invoices/calculation/tax-lines.ts'
import { draftUpfront, type UpfrontDraft } from '../invoices/upfront/draft-upfront.ts'
import { chargesOf } from '../invoices/upfront/fee-items.ts'
import { fundsOf } from '../ledger/funds.ts'
import type { Ctx } from '../platform/ctx.ts'
import { termsNow } from './terms-now.ts'

/** What is due before a subscription begins, and what its first period is billed by. Amounts in nanos. */
export type Dues = {
  readonly currency: Currency
  readonly terms: BillingTerms
  readonly firstPeriod: Period
  /** The funds to have; undefined without a target, and on plans that never draw funds. */
  readonly prefundTarget: bigint | undefined
  /** What is missing of it. */
  readonly prefund: bigint
  /** Undefined when the plan charges nothing in advance. */
  readonly invoice: UpfrontDraft | undefined
}

export type Buying = Pick<TaxingOf, 'customerId' | 'prospect'> & {
  readonly subscriptionId: string
  readonly plan: SubscribablePlan
  readonly startedAt: Temporal.Instant
  readonly prefundTarget: bigint | undefined
  readonly taxExempt: boolean
}

export async function duesOf(ctx: Ctx, buying: Buying): Promise<Dues> {
  const { subscriptionId, customerId, prospect, plan, taxExempt, startedAt } = buying
  const { currency } = plan
  const first = firstPeriodOf(plan, startedAt)
  const anchor = plan.billingAnchor ?? defaultAnchor(startedAt)
  const terms = await termsNow(ctx, { planId: plan.id, anchor, cadence: plan.billingCadence })
  const payer = { subscriptionId, customerId, at: ctx.now }
  const entered = chargesOf(payer, { terms, from: first.start, startedAt }, first)
  const taxing = { customerId, prospect, exempt: taxExempt, suppliedAt: ctx.now }
  const invoice = await draftUpfront(ctx, { ...taxing, currency, entered })
  const prefundTarget = drawsFunds(plan) ? buying.prefundTarget : undefined
  const prefund = await missing(ctx, { customerId, currency, prefundTarget })
  return { currency, terms, firstPeriod: first, prefundTarget, prefund, invoice }
}

type Prefunding = {
  readonly customerId: string
  readonly currency: Currency
  readonly prefundTarget: bigint | undefined
}

/** Nanos that are missing of a target for the funds. */
export async function missing(
  ctx: Ctx,
  { customerId, currency, prefundTarget: target }: Prefunding,
): Promise<bigint> {
  if (target === undefined) return 0n
  const funds = await fundsOf(ctx, customerId, currency)
  return prefundDue({ target, funds, currency })
}

/** Whether anything of the plan is paid out of funds; else a target for them means nothing. */
export function drawsFunds({ prices }: Pick<SubscribablePlan, 'prices'>): boolean {
  return prices.some(({ paymentTerm }) => paymentTerm === 'instant')
}

function firstPeriodOf(plan: SubscribablePlan, startedAt: Temporal.Instant): Period {
  const cadence = parseDuration(plan.billingCadence)
  assert(cadence, 'a plan has a cadence')
  return firstPeriod({ startedAt, planAnchor: plan.billingAnchor, cadence })
}
