/** What customers are told of. */
export type NoticeKind =
  | 'renewal_reminder'
  | 'invoice_issued'
  | 'invoice_paid'
  | 'payment_failed'
  | 'payment_needs_you'
  | 'topup_failed'
  | 'topup_needs_you'
  | 'topup_limit_reached'
  | 'card_expiring'
  | 'invoice_credited'
  | 'account_claim'

/** What a notice is about, such as an invoice or a top-up, and which time, where there may be several. */
export type Occasion = {
  readonly kind: NoticeKind
  readonly id: string
  /** The day of the failure, the end of the period or the month that it is about: the same thing is told once. */
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
