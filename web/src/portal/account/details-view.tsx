import type { ReactNode } from 'react'
import { texts } from '../../texts/texts.ts'
import { FailedLoad } from '../../ui/failed-load.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { ActView } from '../act-view.tsx'
import { isAllowed } from '../allowed.ts'
import type { Portal } from '../portal.ts'
import { DetailsForm } from './details-form.tsx'
import { useDetails } from './use-details.ts'

/** Changes the billing details, where the merchant allows it. */
export function DetailsView({ portal }: { portal: Portal }): ReactNode {
  const words = texts.portal.account
  const { value, failure, reload } = useDetails(portal)
  const allowed = isAllowed(portal, 'portal:details')
  return (
    <ActView
      title={words.details}
      arrived={portal.arrived}
      back={{ view: 'account' }}
      backLabel={words.back}
    >
      {failure ? <FailedLoad text={words.failed} onRetry={reload} /> : null}
      {value === undefined && failure === undefined ? (
        <Skeleton label={words.loading} lines={8} />
      ) : null}
      {allowed ? null : <p>{words.notAllowed(portal.overview.merchant.name)}</p>}
      {value && allowed ? (
        <p className="soft">{words.emailNote(value.email, portal.overview.merchant.name)}</p>
      ) : null}
      {value && allowed ? <DetailsForm portal={portal} details={value} /> : null}
    </ActView>
  )
}
