import type { Ctx } from '../platform/ctx.ts'
import { type FieldError, invalid, notFound } from '../platform/problem.ts'
import { announceExternalId } from './external-id.ts'
import { type CustomerRow, lockCustomer, type Notifications, setCustomer } from './store.ts'
import { readTaxRates } from './tax-rates.ts'

export type CustomerChange = {
  readonly taxId?: string | null
  readonly externalId?: string | null
  /** One rate for everything, or rates that replace those before. */
  readonly taxRates?: number | Readonly<Record<string, number>>
  readonly notificationSettings?: Partial<Notifications>
}

/** Changes what is named; null takes it away. Another customer's externalId is refused by the database. */
export async function changeCustomer(
  ctx: Ctx,
  id: string,
  change: CustomerChange,
): Promise<CustomerRow> {
  const customer = await lockCustomer(ctx, id)
  if (!customer) throw notFound()
  const { taxId, externalId, taxRates } = change
  const { invoiceIssued, invoicePaid, renewalReminder } = change.notificationSettings ?? {}
  const { notifications } = customer
  const errors: FieldError[] = []
  const newRates = taxRates === undefined ? customer.taxRates : readTaxRates(taxRates, errors)
  if (errors.length > 0) throw invalid(...errors)
  const changed = await setCustomer(ctx, {
    ...customer,
    taxId: taxId === undefined ? customer.taxId : (taxId ?? undefined),
    externalId: externalId === undefined ? customer.externalId : externalId || undefined,
    taxRates: newRates,
    notifications: {
      invoiceIssued: invoiceIssued ?? notifications.invoiceIssued,
      invoicePaid: invoicePaid ?? notifications.invoicePaid,
      renewalReminder: renewalReminder ?? notifications.renewalReminder,
    },
  })
  if (changed.externalId !== customer.externalId) await announceExternalId(ctx, changed)
  return changed
}
