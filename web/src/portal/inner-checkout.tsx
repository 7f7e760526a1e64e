import { lazy, type ReactNode, Suspense, useCallback, useState } from 'react'
import type { PortalCheckout } from '../api/portal.ts'
import { texts } from '../texts/texts.ts'
import { FailedLoad } from '../ui/failed-load.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { useLoad } from '../ui/use-load.ts'

/** Few visits pay: what paying takes is loaded with the first that does. */
const CheckoutFlow = lazy(async () => {
  const { CheckoutFlow: flow } = await import('../checkout/checkout-flow.tsx')
  return { default: flow }
})

type InnerCheckoutProps = {
  /** The address of a checkout, with its secret. */
  readonly url: string
  /** The reader has seen that it is paid or saved, and goes on. */
  readonly onDone: () => void
}

/** The checkout as a part of the portal. Its secret stays in memory: it is not put into the address. */
export function InnerCheckout({ url, onDone }: InnerCheckoutProps): ReactNode {
  const [ended, setEnded] = useState(false)
  const { pathname, hash } = new URL(url)
  const onEnd = useCallback(({ status }: { readonly status: string }) => {
    if (status === 'completed') setEnded(true)
  }, [])
  return (
    <Suspense fallback={<Skeleton label={texts.portal.topUp.loading} lines={6} block={true} />}>
      <CheckoutFlow id={pathname.split('/').at(-1) ?? ''} code={hash.slice(1)} onEnd={onEnd} />
      {ended ? <Onward onDone={onDone} /> : null}
    </Suspense>
  )
}

function Onward({ onDone }: Pick<InnerCheckoutProps, 'onDone'>): ReactNode {
  return (
    <p>
      <button type="button" className="button button-primary" onClick={onDone}>
        {texts.portal.continue}
      </button>
    </p>
  )
}

type OpenedCheckoutProps = {
  readonly open: (idempotencyKey: string) => Promise<PortalCheckout>
  readonly onDone: () => void
}

/** A checkout that is opened by coming here, once however often it is drawn. */
export function OpenedCheckout({ open, onDone }: OpenedCheckoutProps): ReactNode {
  const [key] = useState(() => crypto.randomUUID())
  const read = useCallback(() => open(key), [open, key])
  const { value, failure, reload } = useLoad(read)
  if (failure) return <FailedLoad text={texts.portal.paying.failed} onRetry={reload} />
  if (value === undefined) {
    return <Skeleton label={texts.portal.paying.loading} lines={6} block={true} />
  }
  return <InnerCheckout url={value.url} onDone={onDone} />
}
