import { taxAddressValidity } from '@tallystick/core/customers/tax-address.ts'
import type { TaxRates } from '@tallystick/core/invoicing/tax-rate.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Profile } from './profile.ts'
import { findCustomer, holdCustomer, type Notifications } from './store.ts'

export type BillingCustomer = Profile & {
  readonly id: string
  readonly consumerId: string
  readonly taxId: string | undefined
  readonly externalId: string | undefined
  readonly taxRates: TaxRates
  /** Letters that the customer does not want. */
  readonly notifications: Notifications
  readonly validTaxAddress: { readonly valid: boolean; readonly message?: string }
}

/**
 * A customer of the merchant as it is billed; undefined when there is none, or no longer. Who makes something that would
 * keep it from being deleted has it `held` until the end of the transaction.
 */
export async function customerForBilling(
  ctx: Ctx,
  customerId: string,
  { held = false } = {},
): Promise<BillingCustomer | undefined> {
  const customer = await (held ? holdCustomer : findCustomer)(ctx, customerId)
  if (!customer) return undefined
  const {
    id,
    consumerId,
    name,
    email,
    phone,
    address,
    taxId,
    externalId,
    taxRates,
    notifications,
  } = customer
  const validTaxAddress = taxAddressValidity(address)
  return {
    id,
    consumerId,
    name,
    email,
    phone,
    address,
    taxId,
    externalId,
    taxRates,
    notifications,
    validTaxAddress,
  }
}
