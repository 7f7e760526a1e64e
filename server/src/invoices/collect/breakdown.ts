import { type Money, moneyToText } from '@tallystick/core/money/money.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { booked } from '../booked.ts'
import type { LineRow } from '../line-store.ts'
import type { InvoiceRow } from '../store.ts'
import { listFirstLines } from './store.ts'

const mostLines = 50

/** What the payer sees of an invoice: its lines without tax, the tax, and what was paid before there was an invoice. */
export async function breakdownOf(ctx: Ctx, invoice: InvoiceRow) {
  const { id, currency, itemCount, subtotal, totalTax, instantSubtotal, instantTax } = invoice
  const lines = await listFirstLines(ctx, id, mostLines)
  const part = (label: string, nanos: bigint) => ({ label, ...amount({ nanos, currency }) })
  const shown = lines.map((line) => part(labelOf(line), line.subtotal))
  const rest = subtotal - lines.reduce((sum, line) => sum + line.subtotal, 0n)
  const more = itemCount - lines.length
  const paid = instantSubtotal + instantTax
  return [
    ...shown,
    ...(more > 0 ? [part(`${more} more`, rest)] : []),
    ...(totalTax === 0n ? [] : [part('Tax', totalTax)]),
    ...(paid === 0n ? [] : [part('Already paid', -paid)]),
  ]
}

const amount = (money: Money) => ({ amount: moneyToText(money) })

function labelOf({ displayName, cause }: LineRow): string {
  return cause === 'late' ? `${displayName} (late)` : displayName
}

/** Whether its page has anything to collect: Invoice 0 is paid with its subscription. */
export function hasPage(invoice: InvoiceRow): boolean {
  const { net, tax } = booked(invoice)
  return net + tax > 0n && !(invoice.kind === 'upfront' && invoice.sequence === 0)
}
