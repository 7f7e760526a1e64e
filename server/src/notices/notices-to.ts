import type { Ctx } from '../platform/ctx.ts'
import type { Page } from '../platform/db/page.ts'
import { listNotices } from './store.ts'

type Reader = Page & { readonly customerId: string; readonly subscriptionId: string }

/** What a customer was mailed about one subscription, or about itself: nothing of its other subscriptions. */
export async function noticesTo(ctx: Ctx, { subscriptionId, ...reader }: Reader) {
  const { rows, total } = await listNotices(ctx, { ...reader, besides: subscriptionId })
  return {
    rows: rows.map(({ id, kind, subject, subscriptionId: about, createdAt: at }) => ({
      ...{ id, kind, subject, at },
      subscriptionId: about,
    })),
    total,
  }
}
