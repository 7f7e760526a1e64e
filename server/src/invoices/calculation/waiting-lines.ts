import { formatDecimal } from '@tallystick/core/money/decimal.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { listWaiting } from '../line-list-store.ts'
import type { LineRow } from '../line-store.ts'
import type { LineBasis } from './basis.ts'
import type { Closing } from './due-lines.ts'
import type { Entered } from './entered.ts'

/** What waited for this invoice: lines that the merchant wrote, and credits that were carried over. */
export async function enterWaitingLines(ctx: Ctx, closing: Closing): Promise<readonly Entered[]> {
  const { subscriptionId, id: invoiceId } = closing.invoice
  const dueBy = closing.isNext ? ctx.now : undefined
  const waiting = await listWaiting(ctx, { subscriptionId, invoiceId, dueBy })
  return waiting.map((line) => enterWaiting(closing, line))
}

function enterWaiting({ invoice, span }: Closing, line: LineRow): Entered {
  const { position: _, taxPercent: __, subtotal, tax: ___, total: ____, basis, ...about } = line
  const known = basis as Partial<LineBasis>
  return {
    about: { ...about, invoiceId: invoice.id },
    amount: subtotal,
    givesBack: 'credit',
    terms: span.terms,
    basis: {
      source: 'manual',
      quantity: formatDecimal(line.quantity),
      ...(known.carriedFrom !== undefined && { carriedFrom: known.carriedFrom }),
      ...(known.price && { price: known.price }),
      ...(known.share && { share: known.share }),
    },
    waited: true,
  }
}
