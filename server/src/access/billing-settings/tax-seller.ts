import type { Ctx } from '../../platform/ctx.ts'
import type { TaxSeller } from '../../taxes/provider.ts'
import { getOrganization } from '../organizations/store.ts'
import { billingSettingsOf } from './billing-settings-of.ts'

/**
 * The merchant of the context as tax sees it: the address of its documents, and where it is registered. One that names no
 * country is where it registered first.
 */
export async function taxSeller(ctx: Ctx): Promise<TaxSeller> {
  const { seller, taxRegistrations: registrations } = await billingSettingsOf(ctx)
  const [first] = registrations
  // Whoever is registered nowhere charges no tax, wherever it is.
  if (!first) return { registrations }
  const address = seller.address ?? (await getOrganization(ctx)).profile.address
  return { country: address?.country ?? first.country, zipCode: address?.zipCode, registrations }
}
