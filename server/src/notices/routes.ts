import { notices } from '@tallystick/contract/notices.ts'
import { type Route, routes } from '../platform/http/bind.ts'
import { listPage } from '../platform/http/list.ts'
import { notFound } from '../platform/problem.ts'
import { findNotice, listNotices, type NoticeRow } from './store.ts'
import { withoutCodes } from './without-codes.ts'

export const noticeRoutes = ({ hasMailServer }: { readonly hasMailServer: boolean }): Route[] =>
  routes(notices, {
    async listNotices(ctx, { query }) {
      return listPage(await listNotices(ctx, query), query, show)
    },

    async getNotice(ctx, { params }) {
      const notice = await findNotice(ctx, params.id)
      if (!notice) throw notFound()
      // Where nothing is mailed, this is the letter box: a sandbox without a mail server, which reaches nobody.
      const isLetterBox = ctx.mode === 'sandbox' && !hasMailServer
      const { html, text } = isLetterBox ? notice : withoutCodes(notice)
      return { ...show(notice), html, text }
    },
  })

function show({ id, kind, status, customerId, subscriptionId, to, subject, ...at }: NoticeRow) {
  return {
    id,
    object: 'notice' as const,
    kind,
    status,
    customerId,
    subscriptionId,
    to,
    subject,
    createdAt: at.createdAt.toString(),
    sentAt: at.sentAt?.toString(),
  }
}
