import { billingSettingsOf } from '../access/billing-settings/billing-settings-of.ts'
import { ownProfile } from '../access/organizations/own-profile.ts'
import { customerForBilling } from '../customers/customer-for-billing.ts'
import type { IssuedInvoice } from '../invoices/issued-invoice.ts'
import type { Ctx } from '../platform/ctx.ts'
import { notFound } from '../platform/problem.ts'
import type { Party } from './document.ts'
import { findParties, insertParties, type Parties } from './parties-store.ts'

/** Keeps who sells to whom as it is now, when the invoice is issued. */
export async function keepParties(
  ctx: Ctx,
  { id, customerId }: Pick<IssuedInvoice, 'id' | 'customerId'>,
): Promise<void> {
  await insertParties(ctx, id, await partiesNow(ctx, customerId))
}

/** As they were when the invoice was issued. One that was issued before this was kept takes them as they are. */
export async function partiesOf(
  ctx: Ctx,
  invoice: Pick<IssuedInvoice, 'id' | 'customerId'>,
): Promise<Parties> {
  return (await findParties(ctx, invoice.id)) ?? partiesNow(ctx, invoice.customerId)
}

async function partiesNow(ctx: Ctx, customerId: string): Promise<Parties> {
  const customer = await customerForBilling(ctx, customerId)
  if (!customer) throw notFound()
  const { name, email, phone, address, taxId } = customer
  const { invoiceNotes: notes, invoiceFooter: footer } = await billingSettingsOf(ctx)
  const buyer = { name, email, phone, address, taxId }
  return { seller: await sellerNow(ctx), buyer, notes, footer }
}

async function sellerNow(ctx: Ctx): Promise<Party> {
  const profile = await ownProfile(ctx)
  const { seller } = await billingSettingsOf(ctx)
  const { legalName, address, taxIds, email, phone, website } = seller
  const taxId = taxIds.find(({ type }) => type === 'vat') ?? taxIds[0]
  return {
    name: legalName ?? profile.name,
    email: email ?? profile.email,
    phone,
    website,
    address: address ?? profile.address,
    taxId: taxId?.value,
  }
}
