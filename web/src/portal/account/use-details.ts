import { useCallback } from 'react'
import type { BillingDetails } from '../../api/portal.ts'
import { type Load, useLoad } from '../../ui/use-load.ts'
import type { Portal } from '../portal.ts'

export const detailsPath = '/v0/portal/billingDetails'

/** The billing details, as fresh as the overview. */
export function useDetails({ client, overview }: Portal): Load<BillingDetails> {
  const read = useCallback(
    (signal: AbortSignal) => loadDetails({ client, overview }, signal),
    [client, overview],
  )
  return useLoad(read)
}

function loadDetails({ client }: Pick<Portal, 'client' | 'overview'>, signal: AbortSignal) {
  return client.get<BillingDetails>(detailsPath, signal)
}
