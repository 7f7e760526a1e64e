import { type ReactNode, useCallback, useState } from 'react'
import type { Mails } from '../../api/portal.ts'
import { formatMoment } from '../../format/time.ts'
import { texts } from '../../texts/texts.ts'
import { FailedLoad } from '../../ui/failed-load.tsx'
import { Pager } from '../../ui/pager.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useLoad } from '../../ui/use-load.ts'
import type { Portal } from '../portal.ts'

const pageSize = 10

/** What was mailed to the customer, newest first. */
export function MailsSection({ portal: { client } }: { portal: Portal }): ReactNode {
  const words = texts.portal.mails
  const [offset, setOffset] = useState(0)
  const read = useCallback(
    (signal: AbortSignal) =>
      client.get<Mails>(`/v0/portal/notices?limit=${pageSize}&offset=${offset}`, signal),
    [client, offset],
  )
  const { value, failure, loading, reload } = useLoad(read)
  return (
    <section aria-labelledby="mails-title" aria-busy={loading}>
      <h2 id="mails-title">{words.title}</h2>
      {failure ? <FailedLoad text={words.failed} onRetry={reload} /> : null}
      {value === undefined && failure === undefined ? (
        <Skeleton label={words.title} lines={3} />
      ) : null}
      {value?.data.length === 0 ? <p className="empty">{words.empty}</p> : null}
      {value && value.data.length > 0 ? <MailsTable mails={value.data} /> : null}
      {value ? <Pager label={words.pages} list={value} onMove={setOffset} /> : null}
    </section>
  )
}

function MailsTable({ mails }: { mails: Mails['data'] }): ReactNode {
  const { columns, kinds, title } = texts.portal.mails
  return (
    <table className="ledger mails-table">
      <caption className="hidden">{title}</caption>
      <thead>
        <tr>
          <th scope="col">{columns.at}</th>
          <th scope="col">{columns.kind}</th>
          <th scope="col">{columns.subject}</th>
        </tr>
      </thead>
      <tbody>
        {mails.map(({ id, kind, subject, at }) => (
          <tr key={id}>
            <td className="when">
              <time dateTime={at}>{formatMoment(at)}</time>
            </td>
            <td className="kind">{kinds[kind]}</td>
            <th scope="row">{subject}</th>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
