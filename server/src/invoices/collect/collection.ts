import type { Ctx } from '../../platform/ctx.ts'
import type { Billing } from '../billing.ts'
import type { InvoiceRow } from '../store.ts'

/** What collecting invoices asks of slices that come later; the wiring says who answers. */
export type Collection = {
  /** Whether a stored method is charged for the subscription's invoices by itself. */
  readonly chargesByItself: (ctx: Ctx, subscriptionId: string) => Promise<boolean>
  readonly documentLinks: Billing['documentLinks']
  /** Told in the same transaction that an invoice was paid. */
  readonly paid: readonly ((ctx: Ctx, invoice: InvoiceRow) => Promise<void>)[]
  /** Told in the same transaction that a charge by itself failed, and why. */
  readonly failed: readonly ((
    ctx: Ctx,
    invoice: InvoiceRow,
    failureCode: string,
  ) => Promise<void>)[]
}
