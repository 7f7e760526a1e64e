import type { CardExpiry } from '@tallystick/core/payments/card-expiry.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { providerFor } from '../provider-for.ts'
import { findDefaultMethod, type StoredMethod } from './store.ts'

export type DefaultCard = StoredMethod & CardExpiry

/** The card that a customer is charged with; undefined when it has none, or the bank will never let it be charged. */
export async function defaultCard(ctx: Ctx, customerId: string): Promise<DefaultCard | undefined> {
  const method = await findDefaultMethod(ctx, customerId, await providerFor(ctx))
  const { expMonth, expYear } = method ?? {}
  if (!method || method.unusableCode !== undefined || !expMonth || !expYear) return undefined
  return { ...method, expMonth, expYear }
}
