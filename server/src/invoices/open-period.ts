import type { Currency } from '@tallystick/core/money/money.ts'
import { addDuration } from '@tallystick/core/time/duration.ts'
import type { Period } from '@tallystick/core/time/period.ts'
import { billingSettingsOf } from '../access/billing-settings/billing-settings-of.ts'
import type { Ctx } from '../platform/ctx.ts'
import { newId } from '../platform/ids.ts'
import { insertInvoice } from './store.ts'

export type PeriodToOpen = {
  readonly subscriptionId: string
  readonly customerId: string
  /** 1 for the first period. */
  readonly sequence: number
  readonly period: Period
  readonly currency: Currency
  readonly billingAnchor: Temporal.Instant
  /** ISO 8601, of the plan. */
  readonly billingCadence: string
  /** `BillingTerms` as JSON: the prices as they are now. What is changed later counts from the next period. */
  readonly terms: unknown
  readonly paymentTermDays: number
  /** Whether its invoice is issued by itself; undefined is the merchant's setting. */
  readonly autoApprove?: boolean | undefined
}

/** A period begins: its invoice is ACTIVE, and what it will say can be read from now on. Returns its id. */
export async function openPeriodInvoice(ctx: Ctx, opening: PeriodToOpen): Promise<string> {
  const settings = await billingSettingsOf(ctx)
  const id = newId('invoice')
  await insertInvoice(ctx, {
    ...opening,
    id,
    kind: 'period',
    status: 'ACTIVE',
    autoApprove: opening.autoApprove ?? settings.autoApprove,
    gracePeriodEnd: addDuration(opening.period.end, settings.gracePeriod),
  })
  return id
}
