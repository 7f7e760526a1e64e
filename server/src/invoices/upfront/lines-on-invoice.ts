import { type Decimal, formatDecimal } from '@tallystick/core/money/decimal.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { listLinesOf } from './store.ts'

/** What a payer is shown of an invoice: each line with its tax, in nanos. */
export async function linesOnInvoice(
  ctx: Ctx,
  invoiceId: string,
): Promise<readonly { readonly label: string; readonly gross: bigint }[]> {
  const lines = await listLinesOf(ctx, invoiceId)
  return lines.map(({ displayName, quantity, total }) => ({
    label: labelOf(displayName, quantity),
    gross: total,
  }))
}

export function labelOf(displayName: string, quantity: Decimal): string {
  const count = formatDecimal(quantity)
  return count === '1' ? displayName : `${displayName} × ${count}`
}
