import { moneyToText } from '@tallystick/core/money/money.ts'
import type { NewDebt } from '../invoices/billing.ts'
import { linesOnInvoice } from '../invoices/upfront/lines-on-invoice.ts'
import { openPaymentSession } from '../payments/open-payment-session.ts'
import type { Ctx } from '../platform/ctx.ts'
import { begin } from './begin.ts'
import { lockSubscription, type SubscriptionRow, setPaymentSession } from './store.ts'

/**
 * The first invoice of a subscription has become a debt: with what is missing of the prefund it is one payment, and the
 * subscription begins when that is paid.
 */
export async function askForFirstPayment(ctx: Ctx, invoice: NewDebt): Promise<void> {
  if (invoice.kind !== 'upfront' || invoice.sequence !== 0) return
  const subscription = await lockSubscription(ctx, invoice.subscriptionId)
  if (subscription?.status !== 'pending_payment') return
  await askOrBegin(ctx, subscription, invoice)
}

/** Asks for what is due before a subscription begins; it begins at once when that is nothing. */
export async function askOrBegin(
  ctx: Ctx,
  subscription: SubscriptionRow,
  invoice?: Pick<NewDebt, 'id' | 'grandTotal'>,
): Promise<void> {
  const { id, customerId, currency, prefundDue, details } = subscription
  const nanos = prefundDue + (invoice?.grandTotal ?? 0n)
  if (nanos === 0n) return begin(ctx, subscription)
  const session = await openPaymentSession(ctx, {
    entityType: 'subscription',
    entityId: id,
    customerId,
    subscriptionId: id,
    amount: { nanos, currency },
    funds: prefundDue,
    breakdown: await breakdownOf(ctx, subscription, invoice?.id),
    description: details.name,
    label: details.name,
    expiresAt: ctx.now.add({ seconds: Math.round(details.sessionExpiryMinutes * 60) }),
    redirectUrls: details.redirectUrls ?? {},
    saveMethod: subscription.autoCharge ? 'required' : 'offered',
    mode: 'payment',
  })
  await setPaymentSession(ctx, subscription, session)
}

/** What the payer sees: each fee with its tax, and the balance. */
async function breakdownOf(
  ctx: Ctx,
  { currency, prefundDue }: SubscriptionRow,
  invoiceId: string | undefined,
) {
  const text = (nanos: bigint) => moneyToText({ nanos, currency })
  const lines = invoiceId === undefined ? [] : await linesOnInvoice(ctx, invoiceId)
  const fees = lines.map(({ label, gross }) => ({ label, amount: text(gross) }))
  return prefundDue === 0n ? fees : [...fees, { label: 'Balance', amount: text(prefundDue) }]
}
