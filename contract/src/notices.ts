import { Type } from 'typebox'
import { type Endpoint, org } from './endpoint.ts'
import {
  byId,
  choice,
  customerId,
  kind,
  listOf,
  noticeId,
  page,
  subscriptionId,
  text,
  time,
} from './schemas.ts'

export const noticeKinds = [
  'renewal_reminder',
  'invoice_issued',
  'invoice_paid',
  'payment_failed',
  'payment_needs_you',
  'topup_failed',
  'topup_needs_you',
  'topup_limit_reached',
  'card_expiring',
  'invoice_credited',
  'account_claim',
] as const
export const noticeStatuses = ['waiting', 'sent', 'refused', 'kept'] as const

const fields = {
  id: noticeId('Id of the notice.'),
  object: kind('notice'),
  kind: choice(noticeKinds, 'What it tells.'),
  status: choice(
    noticeStatuses,
    '`waiting` until the mail server has taken it, then `sent`; `refused` when it will never take it; `kept` where the ' +
      'installation has no mail server: then it can be read here only.',
  ),
  customerId: customerId('Whom it is for.'),
  subscriptionId: Type.Optional(
    subscriptionId(
      'Which subscription it is about; left out for what concerns the customer alone.',
    ),
  ),
  to: text('The address.'),
  subject: text('The subject line.'),
  createdAt: time('When it was written.'),
  sentAt: Type.Optional(time('When the mail server took it.')),
}

export const Notice = Type.Object(fields, {
  title: 'Notice',
  description: 'A mail to a customer.',
})

export const NoticeWithText = Type.Object(
  {
    ...fields,
    html: text('As mail programs show it.'),
    text: text('The same as plain text.'),
  },
  { title: 'NoticeWithText', description: 'A mail to a customer, with what it says.' },
)

/** What was mailed to customers; the sandbox’s outbox page shows the same. */
export const notices = {
  listNotices: {
    method: 'GET',
    path: '/v0/notices',
    tag: 'Notices',
    summary: 'List mails to customers, the newest first',
    access: org('customers:read'),
    query: Type.Object({
      ...page,
      customerId: Type.Optional(customerId('Only those of this customer.')),
      kind: Type.Optional(choice(noticeKinds, 'Only those of this kind.')),
    }),
    replies: { 200: listOf(Notice) },
    problems: [],
  },
  getNotice: {
    method: 'GET',
    path: '/v0/notices/{id}',
    tag: 'Notices',
    summary: 'Get a mail with its text',
    access: org('customers:read'),
    params: byId(noticeId()),
    replies: { 200: NoticeWithText },
    problems: [],
  },
} as const satisfies Record<string, Endpoint>
