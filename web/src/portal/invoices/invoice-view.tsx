import { type ReactNode, useCallback } from 'react'
import type { Invoice } from '../../api/portal.ts'
import { formatMoney } from '../../format/decimal.ts'
import { formatDay } from '../../format/time.ts'
import { texts } from '../../texts/texts.ts'
import { FailedLoad } from '../../ui/failed-load.tsx'
import { ViewTitle } from '../../ui/page.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useLoad } from '../../ui/use-load.ts'
import { Back } from '../act-view.tsx'
import type { Portal } from '../portal.ts'
import { ViewLink } from '../view-link.tsx'
import { CreditNotes } from './credit-notes.tsx'
import { Documents } from './documents.tsx'
import { InvoiceLines } from './invoice-lines.tsx'
import { InvoiceStatus } from './invoice-status.tsx'
import { PartyBlock } from './party-block.tsx'
import { spanOf } from './span.ts'

type InvoiceViewProps = { readonly portal: Portal; readonly id: string }

/** One invoice as a page: it says what the document says. */
export function InvoiceView({ portal, id }: InvoiceViewProps): ReactNode {
  const { client, overview, at } = portal
  const words = texts.portal.invoice
  const read = useCallback(
    // `overview` is another one when it was read anew, and the invoice is to be as fresh.
    (signal: AbortSignal) => loadInvoice({ client, overview, id }, signal),
    [client, overview, id],
  )
  const { value, failure, reload } = useLoad(read)
  return (
    <article className="invoice">
      <div>
        <Back to={{ view: 'invoices' }}>{words.back}</Back>
        <ViewTitle arrived={portal.arrived}>
          {value ? words.titled(value.number) : words.untitled}
        </ViewTitle>
      </div>
      {failure?.code === 'NOT_FOUND' ? <p>{words.missing}</p> : null}
      {failure && failure.code !== 'NOT_FOUND' ? (
        <FailedLoad text={words.failed} onRetry={reload} />
      ) : null}
      {value === undefined && failure === undefined ? (
        <Skeleton label={words.loading} lines={10} />
      ) : null}
      {value ? <Shown invoice={value} now={at} /> : null}
    </article>
  )
}

type Wanted = Pick<Portal, 'client' | 'overview'> & { readonly id: string }

function loadInvoice({ client, id }: Wanted, signal: AbortSignal): Promise<Invoice> {
  return client.get<Invoice>(`/v0/portal/invoices/${encodeURIComponent(id)}`, signal)
}

function Shown({ invoice, now }: { invoice: Invoice; now: number }): ReactNode {
  const { id, amountDue, currency, paymentUrl } = invoice
  const words = texts.portal
  return (
    <>
      <p className="invoice-state">
        <InvoiceStatus invoice={invoice} now={now} />
      </p>
      {paymentUrl === undefined ? null : (
        <p>
          <ViewLink to={{ view: 'pay', invoice: id }} className="button button-primary">
            {words.invoices.pay(formatMoney(amountDue, currency))}
          </ViewLink>
        </p>
      )}
      <Facts invoice={invoice} />
      <div className="parties">
        <PartyBlock title={words.invoice.facts.from} party={invoice.seller} />
        <PartyBlock title={words.invoice.facts.to} party={invoice.buyer} />
      </div>
      <InvoiceLines invoice={invoice} />
      <Notes invoice={invoice} />
      <CreditNotes invoice={invoice} />
      <Documents invoice={invoice} />
    </>
  )
}

function Facts({ invoice }: { invoice: Invoice }): ReactNode {
  const { facts } = texts.portal.invoice
  const { issuedAt, dueAt, paidAt, periodStart, periodEnd } = invoice
  const day = (at: string | undefined) => at && formatDay(at, { timeZone: 'UTC' })
  const told = [
    [facts.issued, day(issuedAt)],
    paidAt === undefined ? [facts.due, day(dueAt)] : [facts.paid, day(paidAt)],
    [facts.period, spanOf({ start: periodStart, end: periodEnd })],
  ] as const
  return (
    <dl className="facts">
      {told.map(([name, fact]) =>
        fact === undefined ? null : (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{fact}</dd>
          </div>
        ),
      )}
    </dl>
  )
}

/** What the law or the seller wants said. */
function Notes({ invoice: { notes, taxes, footer } }: { invoice: Invoice }): ReactNode {
  const all = [...taxes.flatMap(({ note }) => note ?? []), ...notes, footer ?? '']
  const told = [...new Set(all)].filter((note) => note !== '')
  if (told.length === 0) return null
  return (
    <div className="soft small">
      {told.map((note) => (
        <p key={note}>{note}</p>
      ))}
    </div>
  )
}
