import type { Ctx } from '../../platform/ctx.ts'
import type { ProviderMethod } from '../providers/provider.ts'

export type NewMethod = {
  readonly id: string
  readonly customerId: string
  readonly provider: string
  readonly method: ProviderMethod
}

export async function insertMethod(
  ctx: Ctx,
  { id, customerId, provider, method }: NewMethod,
): Promise<void> {
  await ctx.db
    .insertInto('tally.payment_methods')
    .values({
      merchant_id: ctx.organizationId,
      payment_method_id: id,
      customer_id: customerId,
      provider,
      details: ctx.seals.seal({ table: 'payment_methods', column: 'details', row: id }, method),
      created_at: ctx.now,
    })
    .execute()
}
