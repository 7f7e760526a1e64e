import { type ReactNode, useCallback, useState } from 'react'
import type { Invoice } from '../../api/portal.ts'
import { texts } from '../../texts/texts.ts'
import { FailedLoad } from '../../ui/failed-load.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useLoad } from '../../ui/use-load.ts'
import { ActView } from '../act-view.tsx'
import { InnerCheckout } from '../inner-checkout.tsx'
import type { Portal } from '../portal.ts'
import { go } from '../route.ts'
import { ViewLink } from '../view-link.tsx'

type PayInvoiceProps = { readonly portal: Portal; readonly id: string }

/** Pays an invoice without leaving the portal. */
export function PayInvoiceView({ portal, id }: PayInvoiceProps): ReactNode {
  const { client, reload } = portal
  const words = texts.portal.paying
  const [done, setDone] = useState(false)
  const read = useCallback(
    (signal: AbortSignal) =>
      client.get<Invoice>(`/v0/portal/invoices/${encodeURIComponent(id)}`, signal),
    [client, id],
  )
  const load = useLoad(read)
  const back = { view: 'invoice', invoice: id } as const
  const { value, failure } = load
  return (
    <ActView
      title={value ? words.title(value.number) : words.untitled}
      arrived={portal.arrived}
      back={back}
      backLabel={words.toInvoice}
    >
      {failure ? <FailedLoad text={words.failed} onRetry={load.reload} /> : null}
      {value === undefined && failure === undefined ? (
        <Skeleton label={words.loading} lines={6} block={true} />
      ) : null}
      {value?.paymentUrl === undefined ? null : (
        <InnerCheckout
          url={value.paymentUrl}
          onDone={() => {
            setDone(true)
            reload()
            go(back)
          }}
        />
      )}
      {value && value.paymentUrl === undefined && !done ? (
        <>
          <p>{words.nothingDue}</p>
          <p>
            <ViewLink to={back} className="button">
              {words.toInvoice}
            </ViewLink>
          </p>
        </>
      ) : null}
    </ActView>
  )
}
