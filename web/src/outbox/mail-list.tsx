import { type ReactNode, useCallback, useEffect, useState } from 'react'
import type { Mail, OutboxClient } from '../api/outbox.ts'
import { formatMoment, zoneName } from '../format/time.ts'
import { enOutbox } from '../texts/en-outbox.ts'
import { FailedLoad } from '../ui/failed-load.tsx'
import { Pager } from '../ui/pager.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { useLoad } from '../ui/use-load.ts'

const words = enOutbox

type MailListProps = {
  readonly client: OutboxClient
  readonly onOpen: (id: string) => void
  readonly onForget: () => void
}

/** Every mail of the merchant, the newest first. */
export function MailList({ client, onOpen, onForget }: MailListProps): ReactNode {
  const [offset, setOffset] = useState(0)
  const read = useCallback((signal: AbortSignal) => client.list(offset, signal), [client, offset])
  const { value, failure, loading, reload } = useLoad(read)
  useEffect(() => {
    document.title = words.documentTitle
    // A key that was withdrawn since opens nothing any more.
    if (failure?.kind === 'denied') onForget()
  }, [failure, onForget])
  return (
    <section className="view" aria-labelledby="mails-title" aria-busy={loading}>
      <div className="outbox-head">
        <h1 id="mails-title">{words.title}</h1>
        <button type="button" className="button button-quiet" onClick={reload}>
          {words.refresh}
        </button>
        <button type="button" className="button button-quiet" onClick={onForget}>
          {words.forget}
        </button>
      </div>
      {failure ? <FailedLoad text={words.failed} onRetry={reload} /> : null}
      {value === undefined && !failure ? <Skeleton label={words.loading} lines={6} /> : null}
      {value?.data.length === 0 ? <p className="empty">{words.empty}</p> : null}
      {value && value.data.length > 0 ? <MailTable mails={value.data} onOpen={onOpen} /> : null}
      {value ? <Pager label={words.pages} list={value} onMove={setOffset} /> : null}
      <p className="soft small">{words.zone(zoneName())}</p>
    </section>
  )
}

type MailTableProps = { readonly mails: readonly Mail[]; readonly onOpen: (id: string) => void }

function MailTable({ mails, onOpen }: MailTableProps): ReactNode {
  const { columns, kinds, statuses } = words
  return (
    <table className="ledger mails">
      <caption className="hidden">{words.title}</caption>
      <thead>
        <tr>
          <th scope="col">{columns.at}</th>
          <th scope="col">{columns.subject}</th>
          <th scope="col">{columns.to}</th>
          <th scope="col">{columns.status}</th>
        </tr>
      </thead>
      <tbody>
        {mails.map((mail) => (
          <tr key={mail.id}>
            <td className="when">
              <time dateTime={mail.createdAt}>{formatMoment(mail.createdAt)}</time>
            </td>
            <th scope="row">
              <button type="button" className="row-link" onClick={() => onOpen(mail.id)}>
                {mail.subject}
              </button>
              <span className="soft small">{kinds[mail.kind]}</span>
            </th>
            <td className="to">{mail.to}</td>
            <td className="state">{statuses[mail.status]}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
