import type { ReactNode } from 'react'
import { OverviewView } from './overview/overview-view.tsx'
import { PaymentsView } from './payments/payments-view.tsx'
import type { Portal } from './portal.ts'
import type { Route } from './route.ts'
import { UsageView } from './usage/usage-view.tsx'

type ViewProps = { readonly route: Route; readonly portal: Portal }

/** The view that the address names. */
export function ViewOf({ route, portal }: ViewProps): ReactNode {
  switch (route.view) {
    case 'usage':
      return <UsageView portal={portal} />
    case 'payments':
      return <PaymentsView portal={portal} />
    default:
      return <OverviewView portal={portal} />
  }
}
