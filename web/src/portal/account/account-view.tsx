import type { ReactNode } from 'react'
import { texts } from '../../texts/texts.ts'
import { ViewTitle } from '../../ui/page.tsx'
import type { Portal } from '../portal.ts'
import { ClaimSection } from './claim-section.tsx'
import { DetailsSection } from './details-section.tsx'
import { MailsSection } from './mails-section.tsx'
import { useDetails } from './use-details.ts'

/** Who the customer is on invoices, what was written to them, and how to make the account their own. */
export function AccountView({ portal }: { portal: Portal }): ReactNode {
  const details = useDetails(portal)
  return (
    <>
      <ViewTitle arrived={portal.arrived}>{texts.portal.sections.account}</ViewTitle>
      <DetailsSection portal={portal} load={details} />
      <MailsSection portal={portal} />
      <ClaimSection portal={portal} email={details.value?.email} />
    </>
  )
}
