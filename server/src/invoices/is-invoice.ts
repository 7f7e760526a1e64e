import type { Ctx } from '../platform/ctx.ts'
import { findInvoice } from './store.ts'

/** Whether there is such an invoice, in whatever state. */
export async function isInvoice(ctx: Ctx, id: string): Promise<boolean> {
  return (await findInvoice(ctx, id)) !== undefined
}
