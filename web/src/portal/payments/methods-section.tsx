import { type ReactNode, useCallback, useRef, useState } from 'react'
import type { PaymentMethod, PaymentMethods } from '../../api/portal.ts'
import { texts } from '../../texts/texts.ts'
import { FailedLoad } from '../../ui/failed-load.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useLoad } from '../../ui/use-load.ts'
import { isAllowed } from '../allowed.ts'
import type { Portal } from '../portal.ts'
import { Refusal } from '../refusal.tsx'
import { tell } from '../told.ts'
import { useAct } from '../use-act.ts'
import { ViewLink } from '../view-link.tsx'
import { methodText } from './method-name.tsx'
import { MethodRow } from './method-row.tsx'

const path = '/v0/portal/paymentMethods'

/** What can be charged, which of it first, and the way to more. */
export function MethodsSection({ portal }: { portal: Portal }): ReactNode {
  const { client, overview } = portal
  const words = texts.portal.methods
  const read = useCallback(
    // `overview` is another one when it was read anew, and the list is to be as fresh.
    (signal: AbortSignal) => loadMethods({ client, overview }, signal),
    [client, overview],
  )
  const { value, failure, loading, reload } = useLoad(read)
  const allowed = isAllowed(portal, 'portal:methods')
  return (
    <section aria-labelledby="methods-title" aria-busy={loading}>
      <h2 id="methods-title">{words.title}</h2>
      {failure ? <FailedLoad text={words.failed} onRetry={reload} /> : null}
      {value === undefined && failure === undefined ? (
        <Skeleton label={words.loading} lines={2} />
      ) : null}
      {value ? <Methods portal={portal} methods={value.data} allowed={allowed} /> : null}
      {allowed ? (
        <p>
          <ViewLink to={{ view: 'add-method' }} className="button">
            {words.add}
          </ViewLink>
        </p>
      ) : (
        <p className="soft small">{words.notAllowed(overview.merchant.name)}</p>
      )}
    </section>
  )
}

function loadMethods(
  { client }: Pick<Portal, 'client' | 'overview'>,
  signal: AbortSignal,
): Promise<PaymentMethods> {
  return client.get<PaymentMethods>(path, signal)
}

type MethodsProps = {
  readonly portal: Portal
  readonly methods: readonly PaymentMethod[]
  readonly allowed: boolean
}

function Methods({ portal, methods, allowed }: MethodsProps): ReactNode {
  const words = texts.portal.methods
  const { running, failure, run } = useAct()
  const [asked, setAsked] = useState<string>()
  const list = useRef<HTMLUListElement>(null)
  if (methods.length === 0) return <p className="empty">{words.empty}</p>

  const finish = (sentence: string) => {
    setAsked(undefined)
    tell(sentence)
    portal.reload()
    // The button that was pressed is gone; what is left of the list takes its place.
    list.current?.focus()
  }
  const makeDefault = (method: PaymentMethod) =>
    run(async () => {
      await portal.client.post(`${path}/${method.id}/default`, undefined, crypto.randomUUID())
      finish(words.madeDefault(methodText(method)))
    })
  const remove = (method: PaymentMethod) =>
    run(async () => {
      await portal.client.change('DELETE', `${path}/${method.id}`)
      finish(words.removed(methodText(method)))
    })
  return (
    <>
      <Refusal failure={failure} words={{ PAYMENT_METHOD_IN_USE: words.inUse }} />
      <ul className="methods" ref={list} tabIndex={-1} aria-label={words.title}>
        {methods.map((method) => (
          <MethodRow
            key={method.id}
            method={method}
            now={portal.at}
            allowed={allowed}
            asked={asked === method.id}
            running={running}
            onAsk={(ask) => setAsked(ask ? method.id : undefined)}
            onDefault={() => makeDefault(method)}
            onRemove={() => remove(method)}
          />
        ))}
      </ul>
    </>
  )
}
