import type { ReactNode } from 'react'
import { AccountView } from './account/account-view.tsx'
import { DetailsView } from './account/details-view.tsx'
import { InvoiceView } from './invoices/invoice-view.tsx'
import { InvoicesView } from './invoices/invoices-view.tsx'
import { PayInvoiceView } from './invoices/pay-view.tsx'
import { OverviewView } from './overview/overview-view.tsx'
import { AddMethodView } from './payments/add-method-view.tsx'
import { AutomaticView } from './payments/automatic-view.tsx'
import { PaymentsView } from './payments/payments-view.tsx'
import { TopUpView } from './payments/top-up-view.tsx'
import { CancelView } from './plan/cancel-view.tsx'
import { PlanChangeView } from './plan/plan-change-view.tsx'
import type { Portal } from './portal.ts'
import type { Route, View } from './route.ts'
import { UsageView } from './usage/usage-view.tsx'

type Shown = { readonly portal: Portal; readonly id: string }

/** Read as a map: from what the address names to what is shown. */
const views: Readonly<Record<View, (shown: Shown) => ReactNode>> = {
  overview: ({ portal }) => <OverviewView portal={portal} />,
  cancel: ({ portal }) => <CancelView portal={portal} />,
  plan: ({ portal }) => <PlanChangeView portal={portal} />,
  usage: ({ portal }) => <UsageView portal={portal} />,
  invoices: ({ portal }) => <InvoicesView portal={portal} />,
  invoice: ({ portal, id }) => <InvoiceView portal={portal} id={id} />,
  pay: ({ portal, id }) => <PayInvoiceView portal={portal} id={id} />,
  payments: ({ portal }) => <PaymentsView portal={portal} />,
  'top-up': ({ portal }) => <TopUpView portal={portal} />,
  'automatic-top-up': ({ portal }) => <AutomaticView portal={portal} />,
  'add-method': ({ portal }) => <AddMethodView portal={portal} />,
  account: ({ portal }) => <AccountView portal={portal} />,
  details: ({ portal }) => <DetailsView portal={portal} />,
}

type ViewProps = { readonly route: Route; readonly portal: Portal }

/** The view that the address names. */
export function ViewOf({ route: { view, invoice = '' }, portal }: ViewProps): ReactNode {
  return views[view]({ portal, id: invoice })
}
