import type { Ctx } from '../platform/ctx.ts'

/** Whether the customer has been deleted; one that never existed counts as deleted. */
export async function isCustomerDeleted(ctx: Ctx, customerId: string): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('tally.customers')
    .select('deleted_at')
    .where('merchant_id', '=', ctx.organizationId)
    .where('customer_id', '=', customerId)
    .executeTakeFirst()
  return !row || row.deleted_at !== null
}
