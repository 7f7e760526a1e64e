import type { Ctx } from '../platform/ctx.ts'
import type { TaxBuyer } from '../taxes/provider.ts'
import { listCustomersOf } from './store.ts'

/** Customers of the merchant as tax sees them, by id. */
export async function taxBuyers(
  ctx: Ctx,
  customerIds: readonly string[],
): Promise<ReadonlyMap<string, TaxBuyer>> {
  const customers = await listCustomersOf(ctx, customerIds)
  return new Map(customers.map((customer) => [customer.id, taxBuyer(customer)]))
}

type Buying = {
  readonly address: {
    readonly country?: string
    readonly zipCode?: string
    readonly state?: string
  }
  readonly taxId?: string | undefined
}

/** What tax asks of a customer. */
export function taxBuyer({ address, taxId }: Buying): TaxBuyer {
  return { country: address.country, zipCode: address.zipCode, region: address.state, taxId }
}
