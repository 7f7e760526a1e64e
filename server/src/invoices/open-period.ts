import type { BillingTerms } from '@tallystick/core/subscribing/terms.ts'
import { addDuration } from '@tallystick/core/time/duration.ts'
import type { Period } from '@tallystick/core/time/period.ts'
import { billingSettingsOf } from '../access/billing-settings/billing-settings-of.ts'
import type { Ctx } from '../platform/ctx.ts'
import { newId } from '../platform/ids.ts'
import { storedSpan } from './span.ts'
import { insertInvoice } from './store.ts'

export type PeriodToOpen = {
  readonly subscriptionId: string
  readonly customerId: string
  /** 1 for the first period. */
  readonly sequence: number
  readonly period: Period
  /** The prices as they are now: what is changed later counts from the next period. */
  readonly terms: BillingTerms
  /** Since when these terms bill: the start of the first period, or a change to the plan. */
  readonly termsFrom: Temporal.Instant
  /** Usage before the subscription's start does not count. */
  readonly startedAt: Temporal.Instant
  /** What is due in advance for it is billed by another invoice: Invoice 0, or that of a change of the plan. */
  readonly advanceBilled: boolean
  readonly paymentTermDays: number
  /** Whether its invoice is issued by itself; undefined is the merchant's setting. */
  readonly autoApprove?: boolean | undefined
}

/** A period begins: its invoice is ACTIVE, and what it will say can be read from now on. Returns its id. */
export async function openPeriodInvoice(ctx: Ctx, opening: PeriodToOpen): Promise<string> {
  const settings = await billingSettingsOf(ctx)
  const id = newId('invoice')
  const { terms, termsFrom: from, startedAt } = opening
  await insertInvoice(ctx, {
    ...opening,
    currency: terms.currency,
    billingAnchor: terms.anchor,
    billingCadence: terms.cadence,
    terms: storedSpan({ terms, from, startedAt }),
    id,
    kind: 'period',
    status: 'ACTIVE',
    autoApprove: opening.autoApprove ?? settings.autoApprove,
    gracePeriodEnd: addDuration(opening.period.end, settings.gracePeriod),
  })
  return id
}
