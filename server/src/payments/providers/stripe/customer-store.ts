import type { Ctx } from '../../../platform/ctx.ts'

type Whose = { readonly account: string; readonly customerId: string }

export async function findStripeCustomer(
  { db, organizationId }: Ctx,
  { account, customerId }: Whose,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('tally.stripe_customers')
    .select('stripe_customer_id')
    .where('merchant_id', '=', organizationId)
    .where('account', '=', account)
    .where('customer_id', '=', customerId)
    .executeTakeFirst()
  return row?.stripe_customer_id
}

/** The first one stays, should two make one at once; it takes the place of one that is gone. */
export async function saveStripeCustomer(
  ctx: Ctx,
  { account, customerId, gone }: Whose & { readonly gone: string | undefined },
  stripeCustomerId: string,
): Promise<void> {
  if (gone !== undefined) {
    await ctx.db
      .updateTable('tally.stripe_customers')
      .set({ stripe_customer_id: stripeCustomerId })
      .where('merchant_id', '=', ctx.organizationId)
      .where('account', '=', account)
      .where('customer_id', '=', customerId)
      .where('stripe_customer_id', '=', gone)
      .execute()
    return
  }
  await ctx.db
    .insertInto('tally.stripe_customers')
    .values({
      merchant_id: ctx.organizationId,
      account,
      customer_id: customerId,
      stripe_customer_id: stripeCustomerId,
      created_at: ctx.realNow,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
