import { type ReactNode, useCallback } from 'react'
import type { InvoiceList, InvoiceRow } from '../../api/portal.ts'
import { formatMoney } from '../../format/decimal.ts'
import { formatDay } from '../../format/time.ts'
import { texts } from '../../texts/texts.ts'
import { Notice } from '../../ui/notice.tsx'
import { useLoad } from '../../ui/use-load.ts'
import { isAllowed } from '../allowed.ts'
import { statusOf } from '../invoices/invoice-status.tsx'
import { expiryOf, methodText } from '../payments/method-name.tsx'
import type { Portal } from '../portal.ts'
import { ViewLink } from '../view-link.tsx'
import { Ending } from './ending.tsx'

/** What needs the reader, before all else: an invoice to pay, a card that ended, an end that comes. */
export function Attention({ portal }: { portal: Portal }): ReactNode {
  const { client, overview, at } = portal
  const read = useCallback(
    // `overview` is another one when it was read anew, and this is to be as fresh.
    (signal: AbortSignal) => loadNewest({ client, overview }, signal),
    [client, overview],
  )
  // The list has a view of its own, which says when it cannot be loaded.
  const { value } = useLoad(read)
  const owed = (value?.data ?? []).filter(({ paymentUrl }) => paymentUrl !== undefined)
  return (
    <div className="attention">
      <Ending portal={portal} />
      {owed.map((invoice) => (
        <Owed key={invoice.id} invoice={invoice} now={at} />
      ))}
      <ExpiredMethod portal={portal} />
    </div>
  )
}

function loadNewest({ client }: Pick<Portal, 'client' | 'overview'>, signal: AbortSignal) {
  return client.get<InvoiceList>('/v0/portal/invoices?limit=10&offset=0', signal)
}

function Owed({ invoice, now }: { invoice: InvoiceRow; now: number }): ReactNode {
  const words = texts.portal
  const { id, number, amountDue, currency, dueAt } = invoice
  const amount = formatMoney(amountDue, currency)
  const overdue = statusOf(invoice, now) === 'overdue'
  const day = dueAt === undefined ? undefined : formatDay(dueAt, { timeZone: 'UTC' })
  return (
    <Notice kind={overdue ? 'bad' : 'warn'}>
      <p id={`owed-${id}`}>
        {overdue && day
          ? words.attention.overdue(number, amount, day)
          : words.attention.owed(number, amount, day)}
      </p>
      <ViewLink
        to={{ view: 'pay', invoice: id }}
        className="button button-primary"
        describedBy={`owed-${id}`}
      >
        {words.invoices.pay(amount)}
      </ViewLink>
    </Notice>
  )
}

function ExpiredMethod({ portal }: { portal: Portal }): ReactNode {
  const words = texts.portal
  const { paymentMethod } = portal.overview
  if (paymentMethod === undefined || !expiryOf(paymentMethod, portal.at)?.over) return null
  return (
    <Notice kind="warn">
      <p>{words.attention.expired(methodText(paymentMethod))}</p>
      {isAllowed(portal, 'portal:methods') ? (
        <ViewLink to={{ view: 'add-method' }} className="button">
          {words.methods.add}
        </ViewLink>
      ) : null}
    </Notice>
  )
}
