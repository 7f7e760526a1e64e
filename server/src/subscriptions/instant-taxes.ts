import type { LineTax } from '@tallystick/core/taxes/vat.ts'
import { taxBuyers } from '../customers/tax-buyers.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { TaxSeller } from '../taxes/provider.ts'
import { taxProvider } from '../taxes/provider-in-use.ts'

type Subscribed = { readonly customer_id: string; readonly default_tax_code: string }

/**
 * What the tax provider says about usage that is charged today, by customer and tax code. A merchant that is
 * registered nowhere is spared the question, which has to open what is sealed about each customer.
 */
export async function instantTaxes(
  ctx: Ctx,
  seller: TaxSeller,
  subscriptions: readonly Subscribed[],
): Promise<(one: Subscribed) => LineTax | undefined> {
  if (seller.registrations.length === 0 || subscriptions.length === 0) return () => undefined
  const byCustomer = Map.groupBy(subscriptions, ({ customer_id }) => customer_id)
  const buyers = await taxBuyers(ctx, [...byCustomer.keys()])
  const date = ctx.now.toZonedDateTimeISO('UTC').toPlainDate()
  const taxes = new Map<string, LineTax | undefined>()
  for (const [customerId, theirs] of byCustomer) {
    const codes = [...new Set(theirs.map(({ default_tax_code }) => default_tax_code))]
    const lines = codes.map((taxCode) => ({ taxCode, date }))
    const buyer = buyers.get(customerId) ?? {}
    const answers = await taxProvider.taxOf({ seller, buyer, lines })
    for (const [at, code] of codes.entries()) taxes.set(`${customerId}/${code}`, answers[at])
  }
  return ({ customer_id, default_tax_code }) => taxes.get(`${customer_id}/${default_tax_code}`)
}
