import type { noticeKinds, noticeStatuses } from '@tallystick/contract/notices.ts'
import type { Selectable } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import { newestFirst, type Page } from '../platform/db/page.ts'
import type { Schema } from '../platform/db/schema.gen.ts'
import { newId } from '../platform/ids.ts'

export type NoticeKind = (typeof noticeKinds)[number]
export type NoticeStatus = (typeof noticeStatuses)[number]

/** What stands sealed in a notice's details. */
type Details = {
  readonly fromName: string
  readonly to: string
  readonly replyTo?: string | undefined
  readonly subject: string
  readonly html: string
  readonly text: string
}

export type NewNotice = Details & {
  readonly kind: NoticeKind
  readonly occasion: string
  readonly customerId: string
  readonly subscriptionId: string | undefined
  readonly status: NoticeStatus
}

export type NoticeRow = NewNotice & {
  readonly id: string
  readonly createdAt: Temporal.Instant
  readonly sentAt: Temporal.Instant | undefined
}

const place = (row: string) => ({ table: 'notices', column: 'details', row })

/** Its id; undefined when this kind of notice was written for this occasion before. */
export async function insertNotice(ctx: Ctx, notice: NewNotice): Promise<string | undefined> {
  const { kind, occasion, customerId, subscriptionId, status, ...details } = notice
  const id = newId('notice')
  const inserted = await ctx.db
    .insertInto('tally.notices')
    .values({
      merchant_id: ctx.organizationId,
      notice_id: id,
      kind,
      occasion,
      customer_id: customerId,
      subscription_id: subscriptionId ?? null,
      status,
      details: ctx.seals.seal(place(id), details),
      created_at: ctx.now,
    })
    .onConflict((conflict) => conflict.columns(['merchant_id', 'kind', 'occasion']).doNothing())
    .returning('notice_id')
    .executeTakeFirst()
  return inserted?.notice_id
}

export async function findNotice(ctx: Ctx, id: string): Promise<NoticeRow | undefined> {
  const row = await notices(ctx).selectAll().where('notice_id', '=', id).executeTakeFirst()
  return row && open(ctx, row)
}

export type NoticeFilter = Page & {
  readonly customerId?: string | undefined
  readonly kind?: NoticeKind | undefined
  /** Only those about this subscription, or about none. */
  readonly besides?: string | undefined
}

export async function listNotices(ctx: Ctx, { customerId, kind, besides, ...page }: NoticeFilter) {
  let query = notices(ctx).selectAll()
  if (customerId !== undefined) query = query.where('customer_id', '=', customerId)
  if (kind !== undefined) query = query.where('kind', '=', kind)
  if (besides !== undefined) {
    query = query.where(({ eb, or }) =>
      or([eb('subscription_id', '=', besides), eb('subscription_id', 'is', null)]),
    )
  }
  const { rows, total } = await newestFirst(query, 'notice_id', page)
  return { rows: rows.map((row) => open(ctx, row)), total }
}

export async function setDelivered(
  { db, organizationId, now }: Ctx,
  id: string,
  status: Exclude<NoticeStatus, 'waiting'>,
): Promise<void> {
  await db
    .updateTable('tally.notices')
    .set({ status, sent_at: status === 'sent' ? now : null })
    .where('merchant_id', '=', organizationId)
    .where('notice_id', '=', id)
    .execute()
}

function notices({ db, organizationId }: Ctx) {
  return db.selectFrom('tally.notices').where('merchant_id', '=', organizationId)
}

function open(ctx: Ctx, row: Selectable<Schema['tally.notices']>): NoticeRow {
  return {
    id: row.notice_id,
    kind: row.kind as NoticeKind,
    occasion: row.occasion,
    customerId: row.customer_id,
    subscriptionId: row.subscription_id ?? undefined,
    status: row.status as NoticeStatus,
    ...ctx.seals.open<Details>(place(row.notice_id), row.details),
    createdAt: row.created_at,
    sentAt: row.sent_at ?? undefined,
  }
}
