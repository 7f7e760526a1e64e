import { type Currency, moneyToText } from '@tallystick/core/money/money.ts'
import { prefundDue } from '@tallystick/core/subscribing/prefund.ts'
import type { SubscribablePlan } from '../catalog/plans/plan-for-subscribing.ts'
import type { BillingCustomer } from '../customers/customer-for-billing.ts'
import { draftInvoiceZero, type InvoiceDraft } from '../invoices/draft.ts'
import { fundsOf } from '../ledger/funds.ts'
import type { Ctx } from '../platform/ctx.ts'
import { upfrontFees } from './upfront.ts'

/** What is due before a subscription begins. Amounts in nanos. */
export type Dues = {
  readonly currency: Currency
  /** The funds to have; undefined without a target, and on plans that never draw funds. */
  readonly prefundTarget: bigint | undefined
  /** What is missing of it. */
  readonly prefund: bigint
  readonly invoice: InvoiceDraft | undefined
  readonly total: bigint
}

export type Buying = {
  readonly plan: SubscribablePlan
  readonly customer: BillingCustomer
  readonly prefundTarget: bigint | undefined
  readonly taxExempt: boolean
}

export async function duesOf(ctx: Ctx, buying: Buying): Promise<Dues> {
  const { plan, customer, taxExempt } = buying
  const { currency } = plan
  const invoice = draftInvoiceZero({
    fees: upfrontFees(plan.prices),
    currency,
    taxBehavior: plan.taxBehavior,
    planId: plan.id,
    planTaxRate: plan.defaultTaxPercent,
    customerRates: customer.taxRates,
    taxExempt,
  })
  const target = drawsFunds(plan) ? buying.prefundTarget : undefined
  const funds = target === undefined ? 0n : await fundsOf(ctx, customer.id, currency)
  const prefund = target === undefined ? 0n : prefundDue({ target, funds, currency })
  const total = prefund + (invoice?.grandTotal ?? 0n)
  return { currency, prefundTarget: target, prefund, invoice, total }
}

/** Whether anything of the plan is paid out of funds; else a target for them means nothing. */
export function drawsFunds({ prices }: Pick<SubscribablePlan, 'prices'>): boolean {
  return prices.some(({ paymentTerm }) => paymentTerm === 'instant')
}

/** What the payer sees: each fee with its tax, and the balance. */
export function breakdownOf({ currency, prefund, invoice }: Dues) {
  const text = (nanos: bigint) => moneyToText({ nanos, currency })
  const fees = (invoice?.lines ?? []).map(({ displayName, quantity, gross }) => ({
    label: quantity === 1n ? displayName : `${displayName} × ${quantity}`,
    amount: text(gross),
  }))
  return prefund === 0n ? fees : [...fees, { label: 'Balance', amount: text(prefund) }]
}
