import type { ReactNode } from 'react'
import type { BillingDetails } from '../../api/portal.ts'
import { texts } from '../../texts/texts.ts'
import { FailedLoad } from '../../ui/failed-load.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import type { Load } from '../../ui/use-load.ts'
import { isAllowed } from '../allowed.ts'
import { addressLines } from '../invoices/address-lines.ts'
import type { Portal } from '../portal.ts'
import { ViewLink } from '../view-link.tsx'

type DetailsSectionProps = { readonly portal: Portal; readonly load: Load<BillingDetails> }

/** What stands on invoices about the customer. */
export function DetailsSection({ portal, load }: DetailsSectionProps): ReactNode {
  const words = texts.portal.account
  const { value, failure, loading, reload } = load
  const allowed = isAllowed(portal, 'portal:details')
  return (
    <section aria-labelledby="details-title" aria-busy={loading}>
      <h2 id="details-title">{words.details}</h2>
      <p className="soft">{words.detailsNote}</p>
      {failure ? <FailedLoad text={words.failed} onRetry={reload} /> : null}
      {value === undefined && failure === undefined ? (
        <Skeleton label={words.loading} lines={4} />
      ) : null}
      {value ? <Details details={value} /> : null}
      {value?.validTaxAddress.valid === false ? (
        <Notice kind="warn">
          <p>{words.incomplete}</p>
        </Notice>
      ) : null}
      {allowed ? (
        <p>
          <ViewLink to={{ view: 'details' }} className="button">
            {words.edit}
          </ViewLink>
        </p>
      ) : (
        <p className="soft small">{words.notAllowed(portal.overview.merchant.name)}</p>
      )}
    </section>
  )
}

function Details({ details }: { details: BillingDetails }): ReactNode {
  const { fields, none } = texts.portal.account
  const { name, email, phone, taxId, address = {} } = details
  const told = [
    [fields.name, [name]],
    [fields.email, [email]],
    [fields.phone, [phone]],
    [fields.address, addressLines(address)],
    [fields.taxId, [taxId]],
  ] as const
  return (
    <dl className="details">
      {told.map(([label, lines]) => {
        const given = lines.filter((line) => line !== undefined && line !== '')
        return (
          <div key={label}>
            <dt>{label}</dt>
            {given.length === 0 ? <dd className="soft">{none}</dd> : null}
            {given.map((line) => (
              <dd key={line}>{line}</dd>
            ))}
          </div>
        )
      })}
    </dl>
  )
}
