import type { ReactNode } from 'react'
import type { InvoiceRow } from '../../api/portal.ts'
import { formatDay } from '../../format/time.ts'
import { texts } from '../../texts/texts.ts'
import { type NoticeKind, Sign } from '../../ui/notice.tsx'

type StatusName = keyof typeof texts.portal.invoices.statuses

const signs: Readonly<Record<StatusName, NoticeKind>> = {
  open: 'warn',
  overdue: 'bad',
  failed: 'bad',
  processing: 'plain',
  paid: 'good',
  void: 'plain',
  uncollectible: 'plain',
}

type Standing = Pick<InvoiceRow, 'status' | 'dueAt'> & { readonly isPaymentInFlight?: boolean }

type InvoiceStatusProps = { readonly invoice: Standing; readonly now: number }

/** How an invoice stands, and by when it is to be paid while it is. */
export function InvoiceStatus({ invoice, now }: InvoiceStatusProps): ReactNode {
  const words = texts.portal.invoices
  const status = statusOf(invoice, now)
  const { dueAt } = invoice
  const isOwed = status === 'open' || status === 'overdue' || status === 'failed'
  return (
    <>
      <span className="status">
        <Sign kind={signs[status]} />
        {words.statuses[status]}
      </span>
      {isOwed && dueAt !== undefined ? (
        <span className="soft due">
          {' '}
          {(status === 'overdue' ? words.wasDueOn : words.dueOn)(
            formatDay(dueAt, { timeZone: 'UTC' }),
          )}
        </span>
      ) : null}
    </>
  )
}

/** The state as a customer understands it. */
export function statusOf(invoice: Standing, now: number): StatusName {
  const { status, dueAt, isPaymentInFlight = false } = invoice
  if (status === 'PAID') return 'paid'
  if (status === 'CANCELLED') return 'void'
  if (status === 'WRITTEN_OFF') return 'uncollectible'
  if (isPaymentInFlight) return 'processing'
  if (dueAt !== undefined && Date.parse(dueAt) < now) return 'overdue'
  return status === 'PAYMENT_FAILED' ? 'failed' : 'open'
}
