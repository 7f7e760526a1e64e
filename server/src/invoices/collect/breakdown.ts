import { formatDecimal } from '@tallystick/core/money/decimal.ts'
import { type Currency, moneyToText } from '@tallystick/core/money/money.ts'
import type { Part } from '../../payments/sessions/session.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { booked } from '../booked.ts'
import type { LineRow } from '../line-store.ts'
import type { InvoiceRow } from '../store.ts'
import { listFirstLines, sumTaxes } from './store.ts'

const mostLines = 50

/** What the payer sees of an invoice: its lines without tax, the tax, and what was paid before there was an invoice. */
export async function breakdownOf(ctx: Ctx, invoice: InvoiceRow): Promise<readonly Part[]> {
  const { id, currency, itemCount, subtotal } = invoice
  const lines = await listFirstLines(ctx, id, mostLines)
  const text = textIn(currency)
  const rest = subtotal - lines.reduce((sum, line) => sum + line.subtotal, 0n)
  const more = {
    kind: 'line',
    label: `${itemCount - lines.length} more`,
    amount: text(rest),
  } as const
  return [
    ...lines.map(partOf),
    ...(itemCount > lines.length ? [more] : []),
    ...(await taxesOn(ctx, invoice)),
    ...paidBefore(invoice),
  ]
}

const textIn = (currency: Currency) => (nanos: bigint) => moneyToText({ nanos, currency })

function partOf({ displayName, cause, quantity, billed, subtotal, currency }: LineRow): Part {
  const count = formatDecimal(quantity)
  return {
    kind: 'line',
    label: cause === 'late' ? `${displayName} (late)` : displayName,
    amount: textIn(currency)(subtotal),
    ...(count !== '1' && { quantity: count }),
    period: { start: billed.start.toString(), end: billed.end.toString() },
  }
}

async function taxesOn(ctx: Ctx, { id, currency }: InvoiceRow): Promise<readonly Part[]> {
  const taxes = await sumTaxes(ctx, id)
  return taxes.map(({ percent, nanos }) => ({
    kind: 'tax',
    label: `Tax ${formatDecimal(percent)} %`,
    amount: textIn(currency)(nanos),
  }))
}

function paidBefore({ instantSubtotal, instantTax, currency }: InvoiceRow): readonly Part[] {
  const nanos = instantSubtotal + instantTax
  if (nanos === 0n) return []
  return [{ kind: 'paid', label: 'Already paid', amount: textIn(currency)(-nanos) }]
}

/** Whether its page has anything to collect: Invoice 0 is paid with its subscription. */
export function hasPage(invoice: InvoiceRow): boolean {
  const { net, tax } = booked(invoice)
  return net + tax > 0n && !(invoice.kind === 'upfront' && invoice.sequence === 0)
}
