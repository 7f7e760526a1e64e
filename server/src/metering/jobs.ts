import { customerForBilling } from '../customers/customer-for-billing.ts'
import type { DueHandlers } from '../platform/due/step.ts'
import type { Jobs } from '../platform/jobs/job.ts'
import { linkExternalSubject } from './external-subject-store.ts'
import { readStored } from './meters/backfill.ts'

export const meteringDueWork: DueHandlers = {
  'metering.read_stored': readStored,
}

export const meteringJobs: Jobs = {
  /** A customer got an external id: events that came for it before are the customer's. */
  'metering.link_customer': async (ctx, { customerId = '' }) => {
    const customer = await customerForBilling(ctx, customerId)
    if (customer?.externalId === undefined) return
    await linkExternalSubject(ctx, { externalId: customer.externalId, customerId })
  },
}
