import { type ReactNode, useCallback, useState } from 'react'
import type { Charge, Charges } from '../../api/portal.ts'
import { currencyDigits, longestFraction } from '../../format/decimal.ts'
import { formatMoment } from '../../format/time.ts'
import { texts } from '../../texts/texts.ts'
import { FailedLoad } from '../../ui/failed-load.tsx'
import { Amount, Figure } from '../../ui/money.tsx'
import { Pager } from '../../ui/pager.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { type Load, useLoad } from '../../ui/use-load.ts'
import type { Portal } from '../portal.ts'

const pageSize = 20

/** Everything that moved the balance, newest first. */
export function ChargesSection({ portal: { client, overview } }: { portal: Portal }): ReactNode {
  const words = texts.portal.charges
  const [offset, setOffset] = useState(0)
  const read = useCallback(
    // `overview` is another one when it was read anew, and the list is to be as fresh.
    (signal: AbortSignal) => loadCharges({ client, offset, overview }, signal),
    [client, offset, overview],
  )
  const load = useLoad(read)
  return (
    <section className="charges" aria-labelledby="charges-title" aria-busy={load.loading}>
      <h2 id="charges-title">{words.title}</h2>
      {load.failure ? <FailedLoad text={words.failed} onRetry={load.reload} /> : null}
      <Listed load={load} />
      {load.value ? <Pager label={words.pages} list={load.value} onMove={setOffset} /> : null}
    </section>
  )
}

type Wanted = Pick<Portal, 'client' | 'overview'> & { readonly offset: number }

function loadCharges({ client, offset }: Wanted, signal: AbortSignal): Promise<Charges> {
  return client.get<Charges>(`/v0/portal/charges?limit=${pageSize}&offset=${offset}`, signal)
}

function Listed({ load: { value, failure } }: { load: Load<Charges> }): ReactNode {
  const words = texts.portal.charges
  if (value === undefined) return failure ? null : <Skeleton label={words.title} lines={6} />
  if (value.data.length === 0) return <p className="empty">{words.empty}</p>
  return <ChargesTable charges={value.data} />
}

function ChargesTable({ charges }: { charges: readonly Charge[] }): ReactNode {
  const { columns, kinds, title } = texts.portal.charges
  const least = charges.reduce((most, { currency }) => Math.max(most, currencyDigits(currency)), 0)
  const places = longestFraction(
    charges.map((charge) => charge.amount),
    least,
  )
  return (
    <table className="ledger charges-table">
      <caption className="hidden">{title}</caption>
      <thead>
        <tr>
          <th scope="col">{columns.at}</th>
          <th scope="col">{columns.kind}</th>
          <th scope="col">{columns.description}</th>
          <th scope="col" className="end">
            {columns.amount}
          </th>
        </tr>
      </thead>
      <tbody>
        {charges.map((charge) => (
          <tr key={charge.id}>
            <td className="when">
              <time dateTime={charge.at}>{formatMoment(charge.at)}</time>
            </td>
            <td className="kind">{kinds[charge.kind] ?? charge.kind}</td>
            <th scope="row">
              <What charge={charge} />
            </th>
            <td>
              <Amount amount={charge.amount} currency={charge.currency} places={places} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function What({ charge: { cause, number, usage } }: { charge: Charge }): ReactNode {
  const { causes } = texts.portal.charges
  if (usage === undefined) return [causes[cause], number].filter(Boolean).join(' ')
  return (
    <>
      {usage.name}{' '}
      <span className="soft">
        <Figure value={usage.quantity} /> {usage.unit}
      </span>
    </>
  )
}
