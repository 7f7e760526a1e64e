import type { Ctx } from '../../platform/ctx.ts'
import { type DefaultCard, defaultCard } from './default-card.ts'
import { findMethod } from './store.ts'

/** A stored card, if it is the one that its customer is charged with now. */
export async function chargedCard(ctx: Ctx, methodId: string): Promise<DefaultCard | undefined> {
  const method = await findMethod(ctx, methodId)
  const card = method && (await defaultCard(ctx, method.customerId))
  return card?.id === methodId ? card : undefined
}
