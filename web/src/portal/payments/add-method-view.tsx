import { type ReactNode, useCallback } from 'react'
import type { PortalCheckout } from '../../api/portal.ts'
import { texts } from '../../texts/texts.ts'
import { ActView } from '../act-view.tsx'
import { isAllowed } from '../allowed.ts'
import { OpenedCheckout } from '../inner-checkout.tsx'
import type { Portal } from '../portal.ts'
import { go } from '../route.ts'

/** Saves a payment method, on the checkout that is made for it. */
export function AddMethodView({ portal }: { portal: Portal }): ReactNode {
  const { client, overview, reload } = portal
  const words = texts.portal
  const back = { view: 'payments' } as const
  const open = useCallback(
    (key: string) => client.post<PortalCheckout>('/v0/portal/paymentMethods', undefined, key),
    [client],
  )
  return (
    <ActView
      title={words.methods.addTitle}
      arrived={portal.arrived}
      back={back}
      backLabel={words.topUp.back}
    >
      {isAllowed(portal, 'portal:methods') ? (
        <OpenedCheckout
          open={open}
          onDone={() => {
            reload()
            go(back, words.methods.added)
          }}
        />
      ) : (
        <p>{words.methods.notAllowed(overview.merchant.name)}</p>
      )}
    </ActView>
  )
}
