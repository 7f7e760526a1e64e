import { customerForBilling } from '../customers/customer-for-billing.ts'
import type { Jobs } from '../platform/jobs/job.ts'
import { linkExternalSubject } from './external-subject-store.ts'

export const meteringJobs: Jobs = {
  /** A customer got an external id: events that came for it before are the customer's. */
  'metering.link_customer': async (ctx, { customerId = '' }) => {
    const customer = await customerForBilling(ctx, customerId)
    if (customer?.externalId === undefined) return
    await linkExternalSubject(ctx, { externalId: customer.externalId, customerId })
  },
}
