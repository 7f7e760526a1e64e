/** What customers are told of. */
export type NoticeKind =
  | 'renewal_reminder'
  | 'invoice_issued'
  | 'invoice_paid'
  | 'payment_failed'
  | 'payment_needs_you'

/** What a notice is about: an invoice or a subscription, and which time, where there may be several. */
export type Occasion = {
  readonly kind: NoticeKind
  readonly id: string
  /** The day of the failure, or of the end of the period: the same thing is told once. */
  readonly nth?: string | undefined
}

/** The subject of the due work `notices.send_notice`, such as `payment_failed/inv_1/2`. */
export function noticeSubject({ kind, id, nth }: Occasion): string {
  return [kind, id, nth].filter((part) => part !== undefined).join('/')
}

/** Reads what `noticeSubject` wrote. */
export function readNoticeSubject(subject: string): Occasion {
  const [kind, id = '', nth] = subject.split('/')
  return { kind: kind as NoticeKind, id, nth }
}
