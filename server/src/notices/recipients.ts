import { billingSettingsOf } from '../access/billing-settings/billing-settings-of.ts'
import { ownProfile } from '../access/organizations/own-profile.ts'
import { customerForBilling } from '../customers/customer-for-billing.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { NoticeKind } from './store.ts'

/** Between whom a letter goes. */
export type Recipient = {
  readonly customer: string
  readonly to: string
  readonly merchant: string
  readonly replyTo: string | undefined
}

/** Whom to write to; undefined when the merchant or the customer does not want letters of this kind. */
export async function recipientOf(
  ctx: Ctx,
  kind: NoticeKind,
  customerId: string,
): Promise<Recipient | undefined> {
  const customer = await customerForBilling(ctx, customerId)
  if (!customer) return undefined
  const [settings, profile] = await Promise.all([billingSettingsOf(ctx), ownProfile(ctx)])
  const wanted = switches[kind](settings.notices, customer.notifications)
  if (!wanted) return undefined
  return {
    customer: customer.name,
    to: customer.email,
    merchant: settings.seller.legalName ?? profile.name,
    replyTo: settings.replyTo ?? settings.seller.email ?? profile.email,
  }
}

type MerchantSwitches = Awaited<ReturnType<typeof billingSettingsOf>>['notices']
type CustomerSwitches = NonNullable<Awaited<ReturnType<typeof customerForBilling>>>['notifications']

/** What concerns money that is missing cannot be switched off by the customer: it says what has to be done. */
const switches: Readonly<
  Record<NoticeKind, (merchant: MerchantSwitches, customer: CustomerSwitches) => boolean>
> = {
  renewal_reminder: (merchant, customer) =>
    merchant.renewalReminder && customer.renewalReminder !== false,
  invoice_issued: (merchant, customer) =>
    merchant.invoiceIssued && customer.invoiceIssued !== false,
  invoice_paid: (merchant, customer) => merchant.invoicePaid && customer.invoicePaid !== false,
  // Whoever wants invoices wants to know when one is taken back.
  invoice_credited: (merchant, customer) =>
    merchant.invoiceIssued && customer.invoiceIssued !== false,
  payment_failed: (merchant) => merchant.paymentFailed,
  payment_needs_you: (merchant) => merchant.paymentFailed,
  topup_failed: (merchant) => merchant.paymentFailed,
  topup_needs_you: (merchant) => merchant.paymentFailed,
  topup_limit_reached: (merchant) => merchant.paymentFailed,
  card_expiring: (merchant) => merchant.paymentFailed,
  // Somebody has just asked for it.
  account_claim: () => true,
}
