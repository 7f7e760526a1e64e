import { type ReactNode, useCallback, useState } from 'react'
import type { InvoiceList, InvoiceRow } from '../../api/portal.ts'
import { currencyDigits, longestFraction } from '../../format/decimal.ts'
import { formatDay } from '../../format/time.ts'
import { texts } from '../../texts/texts.ts'
import { FailedLoad } from '../../ui/failed-load.tsx'
import { Amount } from '../../ui/money.tsx'
import { ViewTitle } from '../../ui/page.tsx'
import { Pager } from '../../ui/pager.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useLoad } from '../../ui/use-load.ts'
import type { Portal } from '../portal.ts'
import { ViewLink } from '../view-link.tsx'
import { InvoiceStatus } from './invoice-status.tsx'

const pageSize = 20

/** The invoices of the subscription, newest first; each opens as a page. */
export function InvoicesView({ portal }: { portal: Portal }): ReactNode {
  const { client, overview, at, arrived } = portal
  const words = texts.portal.invoices
  const [offset, setOffset] = useState(0)
  const read = useCallback(
    // `overview` is another one when it was read anew, and the list is to be as fresh.
    (signal: AbortSignal) => loadInvoices({ client, offset, overview }, signal),
    [client, offset, overview],
  )
  const { value, failure, loading, reload } = useLoad(read)
  return (
    <section aria-labelledby="invoices-title" aria-busy={loading}>
      <ViewTitle arrived={arrived}>
        <span id="invoices-title">{words.title}</span>
      </ViewTitle>
      {failure ? <FailedLoad text={words.failed} onRetry={reload} /> : null}
      {value === undefined && failure === undefined ? (
        <Skeleton label={words.title} lines={6} />
      ) : null}
      {value?.data.length === 0 ? (
        <div className="empty">
          <p>{words.empty}</p>
          <p className="soft small">{words.emptyNote}</p>
        </div>
      ) : null}
      {value && value.data.length > 0 ? <InvoicesTable invoices={value.data} now={at} /> : null}
      {value ? <Pager label={words.pages} list={value} onMove={setOffset} /> : null}
    </section>
  )
}

type Wanted = Pick<Portal, 'client' | 'overview'> & { readonly offset: number }

function loadInvoices({ client, offset }: Wanted, signal: AbortSignal): Promise<InvoiceList> {
  return client.get<InvoiceList>(`/v0/portal/invoices?limit=${pageSize}&offset=${offset}`, signal)
}

type InvoicesTableProps = { readonly invoices: readonly InvoiceRow[]; readonly now: number }

function InvoicesTable({ invoices, now }: InvoicesTableProps): ReactNode {
  const { columns, title } = texts.portal.invoices
  const digits = Math.max(...invoices.map(({ currency }) => currencyDigits(currency)))
  const places = longestFraction(
    invoices.map(({ total }) => total),
    digits,
  )
  return (
    <table className="ledger opening invoices-table">
      <caption className="hidden">{title}</caption>
      <thead>
        <tr>
          <th scope="col">{columns.number}</th>
          <th scope="col">{columns.issued}</th>
          <th scope="col">{columns.status}</th>
          <th scope="col" className="end">
            {columns.total}
          </th>
        </tr>
      </thead>
      <tbody>
        {invoices.map((invoice) => (
          <InvoiceLine key={invoice.id} invoice={invoice} now={now} places={places} />
        ))}
      </tbody>
    </table>
  )
}

type InvoiceLineProps = {
  readonly invoice: InvoiceRow
  readonly now: number
  readonly places: number
}

function InvoiceLine({ invoice, now, places }: InvoiceLineProps): ReactNode {
  const { id, number, issuedAt, total, currency } = invoice
  return (
    <tr>
      <th scope="row">
        <ViewLink to={{ view: 'invoice', invoice: id }} className="row-link figure">
          {number}
        </ViewLink>
      </th>
      <td className="when">
        <time dateTime={issuedAt}>{formatDay(issuedAt, { timeZone: 'UTC' })}</time>
      </td>
      <td className="state">
        <InvoiceStatus invoice={invoice} now={now} />
      </td>
      <td>
        <Amount amount={total} currency={currency} places={places} />
      </td>
    </tr>
  )
}
