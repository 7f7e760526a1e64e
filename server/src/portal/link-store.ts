import type { Selectable } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import { newestFirst, type Page } from '../platform/db/page.ts'
import type { Schema } from '../platform/db/schema.gen.ts'

const columns = [
  'portal_link_id',
  'subscription_id',
  'permissions',
  'created_by',
  'created_at',
  'expires_at',
  'last_used_at',
  'revoked_at',
] as const

export type LinkRow = Pick<Selectable<Schema['tally.portal_links']>, (typeof columns)[number]>

export function listLinks({ db, organizationId }: Ctx, subscriptionId: string, page: Page) {
  const links = db
    .selectFrom('tally.portal_links')
    .select(columns)
    .where('merchant_id', '=', organizationId)
    .where('subscription_id', '=', subscriptionId)
  return newestFirst(links, 'portal_link_id', page)
}

/** Whether there is such a link. One that was revoked before stays as it was. */
export async function revokeLink(
  ctx: Ctx,
  { id, subscriptionId }: { readonly id: string; readonly subscriptionId: string },
): Promise<boolean> {
  const { db, organizationId, realNow } = ctx
  const { numUpdatedRows } = await db
    .updateTable('tally.portal_links')
    .set(({ fn, val, ref }) => ({
      revoked_at: fn.coalesce(ref('revoked_at'), val(realNow)),
    }))
    .where('merchant_id', '=', organizationId)
    .where('subscription_id', '=', subscriptionId)
    .where('portal_link_id', '=', id)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** That a link was followed. */
export async function touchLink({ db, organizationId, realNow }: Ctx, id: string): Promise<void> {
  await db
    .updateTable('tally.portal_links')
    .set({ last_used_at: realNow })
    .where('merchant_id', '=', organizationId)
    .where('portal_link_id', '=', id)
    .execute()
}
