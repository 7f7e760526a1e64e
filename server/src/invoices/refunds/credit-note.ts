import type { Ctx } from '../../platform/ctx.ts'
import { findRefund, type InvoiceRefund } from './store.ts'

export type CreditNote = InvoiceRefund

/** A credit note of the merchant, void or not; undefined when there is none. */
export async function creditNote(ctx: Ctx, id: string): Promise<CreditNote | undefined> {
  return findRefund(ctx, id)
}
