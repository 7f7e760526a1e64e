import { ownProfile } from '../access/organizations/own-profile.ts'
import { customerForBilling } from '../customers/customer-for-billing.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Shown } from './show.ts'

/** Adds to each subscription its customer: the merchant, and the consumer as the merchant entered it. */
export async function withCustomers(ctx: Ctx, shown: readonly Shown[]): Promise<Shown[]> {
  const { name, email } = await ownProfile(ctx)
  const merchant = { id: ctx.organizationId, name, email }
  const customers = new Map<string, Shown['customer']>()
  for (const { customerId: id } of shown) {
    const customer = customers.has(id) ? undefined : await customerForBilling(ctx, id)
    if (!customer) continue
    const { consumerId, name: consumerName = '', email: consumerEmail = '' } = customer
    const consumer = { id: consumerId, name: consumerName, email: consumerEmail }
    customers.set(id, { id, merchantId: ctx.organizationId, merchant, consumer })
  }
  return shown.map((each) => {
    const customer = customers.get(each.customerId)
    return customer ? { ...each, customer } : each
  })
}
