import type { AddressInput } from '@tallystick/contract/schemas.ts'
import type { Static } from 'typebox'
import type { Ctx } from '../platform/ctx.ts'
import { type FieldError, invalid, notFound } from '../platform/problem.ts'
import { readProfile } from './profile.ts'
import { lockCustomer, setCustomer } from './store.ts'

/** What a customer may say of itself; null takes it away. Not its e-mail address, to which a claim is mailed. */
export type BillingDetailsChange = {
  readonly name?: string | undefined
  readonly phone?: string | null | undefined
  readonly address?: Static<typeof AddressInput> | undefined
  readonly taxId?: string | null | undefined
}

/** Changes what is named in what the merchant has of its customer. Documents that were issued stay as they are. */
export async function changeBillingDetails(
  ctx: Ctx,
  customerId: string,
  change: BillingDetailsChange,
): Promise<void> {
  const customer = await lockCustomer(ctx, customerId)
  if (!customer) throw notFound()
  const { name = customer.name, address = customer.address } = change
  const { email } = customer
  const phone = change.phone === undefined ? customer.phone : (change.phone ?? undefined)
  const taxId = change.taxId === undefined ? customer.taxId : (change.taxId ?? undefined)
  const errors: FieldError[] = []
  const profile = readProfile({ name, email, phone, address }, errors, '')
  if (errors.length > 0) throw invalid(...errors)
  await setCustomer(ctx, { ...customer, ...profile, taxId })
}
