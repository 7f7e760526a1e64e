import { type ReactNode, useCallback, useEffect } from 'react'
import type { Overview } from '../api/portal.ts'
import { RequestFailure } from '../api/request.ts'
import type { Client } from '../api/session.ts'
import { texts } from '../texts/texts.ts'
import { tellParent } from '../ui/frame.ts'
import { Page } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Trouble } from '../ui/trouble.tsx'
import { useClient } from '../ui/use-client.ts'
import { useLoad } from '../ui/use-load.ts'
import { Navigation } from './navigation.tsx'
import { type Route, sectionFor, useRoute } from './route.ts'
import { Told } from './told-notice.tsx'
import { ViewOf } from './view-of.tsx'

type Loaded = { readonly overview: Overview; readonly at: number }

/** What a customer bought, has left, used and was charged, and what they may change about it. */
export function PortalPage(): ReactNode {
  const client = useClient()
  const read = useCallback(
    (signal: AbortSignal): Promise<Loaded> =>
      client ? loadOverview(client, signal) : Promise.reject(new RequestFailure('denied')),
    [client],
  )
  const { value, failure, loading, reload } = useLoad(read)
  const { route, arrived } = useRoute()
  useTitle(route, value?.overview.merchant.name)
  const shown = failure?.kind === 'denied' ? undefined : value
  return (
    <Page
      name={value?.overview.merchant.name}
      aside={value?.overview.customer.name}
      navigation={shown ? <Navigation section={sectionFor(route)} /> : null}
      width="wide"
    >
      {failure && shown === undefined ? (
        <Trouble failure={failure} invalid={texts.portal.invalid} retry={reload} />
      ) : null}
      {value === undefined && failure === undefined ? (
        <Skeleton label={texts.portal.loading} lines={10} block={true} page={true} />
      ) : null}
      <Told />
      {shown && client ? (
        <ViewOf route={route} portal={{ ...shown, client, loading, reload, arrived }} />
      ) : null}
    </Page>
  )
}

async function loadOverview(client: Client, signal: AbortSignal): Promise<Loaded> {
  const overview = await client.get<Overview>('/v0/portal/overview', signal)
  return { overview, at: Date.parse(overview.now) }
}

/** The title names the section, for tabs, histories and screen readers; a page around this one hears of the view. */
function useTitle(route: Route, merchant: string | undefined): void {
  const section = sectionFor(route)
  useEffect(() => {
    const words = texts.portal
    const place = section === 'overview' ? words.documentTitle : words.sections[section]
    document.title = [place, merchant].filter(Boolean).join(' · ')
  }, [section, merchant])
  const { view } = route
  useEffect(() => tellParent({ type: 'view', name: view }), [view])
}
