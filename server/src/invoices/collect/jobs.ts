import type { Collecting } from '../../payments/collecting.ts'
import type { DueHandlers } from '../../platform/due/step.ts'
import { chargeInvoice } from './charge-invoice.ts'
import type { Collection } from './collection.ts'

export function collectionDueWork(collecting: Collecting, collection: Collection): DueHandlers {
  return {
    'invoices.charge_invoice': {
      freestanding: (call, { subjectId = '' }) =>
        chargeInvoice(call, { collecting, collection }, subjectId),
    },
  }
}
