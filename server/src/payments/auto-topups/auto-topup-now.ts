import type { Ctx } from '../../platform/ctx.ts'
import { type AutoTopup, findAutoTopup } from './store.ts'

/** How the funds of a customer fill up by themselves; undefined when they do not. */
export async function autoTopupNow(ctx: Ctx, customerId: string): Promise<AutoTopup | undefined> {
  const auto = await findAutoTopup(ctx, customerId)
  return auto?.isOn ? auto : undefined
}
