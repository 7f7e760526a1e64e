import type { Ctx } from '../platform/ctx.ts'

/** A customer got an external id: what came under that name while nobody had it is looked for in the background. */
export async function announceExternalId(
  ctx: Ctx,
  customer: { readonly id: string; readonly externalId?: string | undefined },
): Promise<void> {
  if (customer.externalId === undefined) return
  const payload = { customerId: customer.id }
  await ctx.enqueue({ task: 'metering.link_customer', payload, key: customer.id })
}
