import { cardEndsAt, cardReminderAt } from '@tallystick/core/payments/card-expiry.ts'
import { isAfter } from '@tallystick/core/time/instant.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { ChargeNews } from '../topups/news.ts'
import { chargedCard } from './charged-card.ts'
import { defaultCard } from './default-card.ts'

/** Somebody looks at the default card of a customer before it ends. */
export async function watchDefaultCard(ctx: Ctx, customerId: string): Promise<void> {
  const card = await defaultCard(ctx, customerId)
  if (!card || !isAfter(cardEndsAt(card), ctx.now)) return
  const kind = 'payments.watch_card'
  await ctx.schedule({ kind, subjectId: card.id, dueAt: cardReminderAt(card) })
}

/** Its last month has begun, or somebody wants to know when that is. One that was replaced is nobody's concern. */
export async function watchCard(
  ctx: Ctx,
  { cardExpiring }: Pick<ChargeNews, 'cardExpiring'>,
  methodId: string,
): Promise<void> {
  const card = await chargedCard(ctx, methodId)
  if (!card) return
  if (isAfter(cardReminderAt(card), ctx.now)) return watchDefaultCard(ctx, card.customerId)
  if (isAfter(cardEndsAt(card), ctx.now)) await cardExpiring(ctx, methodId)
}
