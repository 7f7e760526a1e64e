import { customerForBilling } from '../customers/customer-for-billing.ts'
import { showAutoTopup } from '../payments/auto-topups/show-auto-topup.ts'
import { isOnlyMethod } from '../payments/methods/is-only-method.ts'
import { openSetup } from '../payments/methods/open-setup.ts'
import { removeMethod } from '../payments/methods/remove-method.ts'
import { createTopup } from '../payments/topups/create-topup.ts'
import { pageOfTopup } from '../payments/topups/page-of-topup.ts'
import type { Ctx } from '../platform/ctx.ts'
import { notFound, Problem } from '../platform/problem.ts'
import { chargesCustomerByItself } from '../subscriptions/charges-by-itself.ts'
import type { Holder } from './holder.ts'

/** A page where the customer stores a method. */
export async function openSetupPage(ctx: Ctx, { customerId }: Holder) {
  const { url, expiresAt } = await openSetup(ctx, customerId, {})
  return { object: 'portalCheckout' as const, url, expiresAt: expiresAt.toString() }
}

/** A page where the customer adds funds, in the currency of its subscription. */
export async function openTopupPage(
  ctx: Ctx,
  { customerId, subscription: { currency } }: Holder,
  amount: string,
) {
  const topup = await createTopup(ctx, customerId, { amount, currency })
  const { url, expiresAt } = await pageOfTopup(ctx, topup.id)
  return { object: 'portalCheckout' as const, url, expiresAt: expiresAt.toString() }
}

/** The last method stays while something is charged to it by itself. */
export async function removeOwnMethod(
  ctx: Ctx,
  { customerId }: Pick<Holder, 'customerId'>,
  methodId: string,
): Promise<void> {
  const isLast = await isOnlyMethod(ctx, { customerId, methodId })
  if (isLast && (await isChargedByItself(ctx, customerId))) {
    throw new Problem(
      'PAYMENT_METHOD_IN_USE',
      'Payments are made with this method by themselves. Add another one first.',
    )
  }
  await removeMethod(ctx, { customerId, methodId })
}

/** For this subscription or another of the customer, or for its funds. */
async function isChargedByItself(ctx: Ctx, customerId: string): Promise<boolean> {
  if (await chargesCustomerByItself(ctx, customerId)) return true
  return (await showAutoTopup(ctx, customerId)).enabled
}

/** To whom invoices are written. */
export async function billingDetailsOf(ctx: Ctx, { customerId }: Pick<Holder, 'customerId'>) {
  const customer = await customerForBilling(ctx, customerId)
  if (!customer) throw notFound()
  const { name, email, phone, address, taxId, validTaxAddress } = customer
  const object = 'billingDetails' as const
  return { object, name, email, phone, address, taxId, validTaxAddress }
}
