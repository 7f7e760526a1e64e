import type { Currency } from '@tallystick/core/money/money.ts'
import type { Period } from '@tallystick/core/time/period.ts'
import { billingSettingsOf } from '../../access/billing-settings/billing-settings-of.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { newId } from '../../platform/ids.ts'
import { becomeDebt } from '../become-debt.ts'
import type { Billing } from '../billing.ts'
import { carriedOver } from '../calculation/carry.ts'
import { setCalculated } from '../issue-store.ts'
import { insertLines } from '../line-store.ts'
import { type InvoiceRow, insertInvoice } from '../store.ts'
import type { UpfrontDraft } from './draft-upfront.ts'

export type UpfrontInvoice = {
  readonly subscriptionId: string
  readonly customerId: string
  readonly currency: Currency
  /** The period that it pays for in advance; 0 for the first invoice, which gates activation. */
  readonly sequence: number
  readonly period: Period
  readonly billingAnchor: Temporal.Instant
  /** ISO 8601, of the plan. */
  readonly billingCadence: string
  readonly paymentTermDays: number
  /** Whether it is issued by itself; undefined is the merchant's setting. */
  readonly autoApprove: boolean | undefined
  readonly draft: UpfrontDraft
}

/**
 * Turns a draft into a debt; into a paid invoice when it amounts to nothing; or, where the merchant approves invoices,
 * leaves it a draft that waits for that. Credits that it cannot take wait for the next invoice.
 */
export async function issueUpfront(
  ctx: Ctx,
  billing: Billing,
  upfront: UpfrontInvoice,
): Promise<InvoiceRow> {
  const { draft, period } = upfront
  const autoApprove = upfront.autoApprove ?? (await billingSettingsOf(ctx)).autoApprove
  const id = newId('invoice')
  await insertInvoice(ctx, {
    ...upfront,
    id,
    kind: 'upfront',
    status: 'CALCULATING',
    autoApprove,
    gracePeriodEnd: period.start,
    terms: undefined,
    advanceBilled: false,
  })
  const lines = draft.summed.map(({ line }) => ({
    ...line,
    invoiceId: id,
    calculatedAt: ctx.now,
  }))
  await insertLines(ctx, [...lines, ...carriedOver(ctx, draft.summed)])
  // Who has nothing to pay has nothing to wait for.
  const waits = !autoApprove && draft.totals.grandTotal > 0n
  const statuses = waits ? (['DRAFT'] as const) : (['CALCULATING'] as const)
  const calculated = await setCalculated(ctx, { id, statuses, totals: draft.totals })
  return waits ? calculated : becomeDebt(ctx, billing, calculated)
}
