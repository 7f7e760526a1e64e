import { type ReactNode, useEffect, useState } from 'react'
import type { Checkout } from '../api/portal.ts'
import { texts } from '../texts/texts.ts'
import { tellParent } from '../ui/frame.ts'
import { Page } from '../ui/page.tsx'
import { useClient } from '../ui/use-client.ts'
import { PaymentOf } from './checkout-flow.tsx'

/** One payment, from what it is for to what became of it. */
export function CheckoutPage(): ReactNode {
  const client = useClient()
  const [checkout, setCheckout] = useState<Checkout>()
  useEffect(() => {
    const merchant = checkout?.merchant.name
    document.title = [texts.checkout.documentTitle, merchant].filter(Boolean).join(' · ')
  }, [checkout?.merchant.name])
  const view = checkout?.challenge ? 'challenge' : checkout?.status
  useEffect(() => {
    if (view !== undefined) tellParent({ type: 'view', name: view })
  }, [view])
  return (
    <Page
      name={checkout?.merchant.name}
      aside={checkout?.provider === 'sandbox' ? <SandboxTag /> : undefined}
    >
      <PaymentOf client={client} onChange={setCheckout} />
    </Page>
  )
}

function SandboxTag(): ReactNode {
  return (
    <span className="tag" title={texts.common.sandboxNote}>
      {texts.common.sandbox}
    </span>
  )
}
