import type { Ctx } from '../platform/ctx.ts'
import type { Billing } from './billing.ts'
import { calculate } from './calculate.ts'
import type { Totals } from './issue-store.ts'
import type { LineRow } from './line-store.ts'
import type { InvoiceRow, InvoiceStatus } from './store.ts'

const open: readonly InvoiceStatus[] = ['ACTIVE', 'CLOSING', 'CLOSED', 'FAILED']

/** Whether what an invoice says is still to come. */
export function isOpen({ kind, status }: InvoiceRow): boolean {
  return kind === 'period' && open.includes(status)
}

/** What an open invoice would say if it were issued now, by the code that issues it. */
export async function calculateOpen(
  ctx: Ctx,
  billing: Billing,
  invoice: InvoiceRow,
): Promise<{ readonly lines: readonly LineRow[]; readonly totals: Totals }> {
  const { lines, totals } = await calculate(ctx, billing, invoice)
  const { createdAt } = invoice
  return {
    lines: lines.map((line) => ({ ...line, createdAt, updatedAt: ctx.now })),
    totals,
  }
}
