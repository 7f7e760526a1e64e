import { type ReactNode, useCallback, useEffect, useState } from 'react'
import type { Overview } from '../api/portal.ts'
import { RequestFailure } from '../api/request.ts'
import type { Client } from '../api/session.ts'
import { texts } from '../texts/texts.ts'
import { Page } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Trouble } from '../ui/trouble.tsx'
import { useClient } from '../ui/use-client.ts'
import { useLoad } from '../ui/use-load.ts'
import { ChargesSection } from './charges-section.tsx'
import type { Loaded } from './loaded.ts'
import { OverviewSection } from './overview-section.tsx'
import { PlanSection } from './plan-section.tsx'
import { UsageSection } from './usage-section.tsx'

/** What a customer bought, has left, used and was charged. */
export function PortalPage(): ReactNode {
  const client = useClient()
  const read = useCallback(
    (signal: AbortSignal): Promise<Loaded> =>
      client ? loadOverview(client, signal) : Promise.reject(new RequestFailure('denied')),
    [client],
  )
  const { value, failure, loading, reload } = useLoad(read)
  const merchant = value?.overview.merchant.name
  useEffect(() => {
    document.title = [texts.portal.documentTitle, merchant].filter(Boolean).join(' · ')
  }, [merchant])
  return (
    <Page name={merchant} aside={value?.overview.customer.name} width="wide">
      {failure && (value === undefined || failure.kind === 'denied') ? (
        <Trouble failure={failure} invalid={texts.portal.invalid} retry={reload} />
      ) : null}
      {value === undefined && failure === undefined ? (
        <Skeleton label={texts.portal.loading} lines={10} block={true} page={true} />
      ) : null}
      {value && client && failure?.kind !== 'denied' ? (
        <Sections loaded={value} client={client} loading={loading} reload={reload} />
      ) : null}
    </Page>
  )
}

async function loadOverview(client: Client, signal: AbortSignal): Promise<Loaded> {
  const overview = await client.get<Overview>('/v0/portal/overview', signal)
  return { overview, at: Date.parse(overview.now) }
}

type SectionsProps = {
  readonly loaded: Loaded
  readonly client: Client
  readonly loading: boolean
  readonly reload: () => void
}

function Sections({ loaded, client, loading, reload }: SectionsProps): ReactNode {
  const { overview, at } = loaded
  // What follows usage waits for it, unseen: its height is not known before.
  const [settled, setSettled] = useState(false)
  const onSettled = useCallback(() => setSettled(true), [])
  return (
    <>
      <OverviewSection loaded={loaded} loading={loading} reload={reload} />
      <UsageSection
        client={client}
        subscription={overview.subscription}
        now={at}
        onSettled={onSettled}
      />
      <div className="below" hidden={!settled}>
        <ChargesSection client={client} now={at} />
        <PlanSection plan={overview.plan} currency={overview.balance.currency} />
      </div>
    </>
  )
}
