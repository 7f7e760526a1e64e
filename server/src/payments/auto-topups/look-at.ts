import type { Ctx } from '../../platform/ctx.ts'

/** Somebody looks at the funds of a customer then, and charges for them when they are low. */
export async function lookAt(
  ctx: Ctx,
  customerId: string,
  dueAt: Temporal.Instant = ctx.now,
): Promise<void> {
  await ctx.schedule({ kind: 'payments.fill_up_funds', subjectId: customerId, dueAt })
}
