import type { Sent } from '@tallystick/contract/endpoint.ts'
import type { InvoiceExplanation } from '@tallystick/contract/invoice-explanation.ts'
import { minorDigits, nanosToText } from '@tallystick/core/money/money.ts'
import type { Static } from 'typebox'
import { atTimeOf } from '../../clocks/at-time-of.ts'
import { entryOf } from '../../ledger/booked-about.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { nanosOf } from '../../platform/db/amounts.ts'
import { notFound } from '../../platform/problem.ts'
import type { Billing } from '../billing.ts'
import { calculateOpen, isOpen } from '../calculate-open.ts'
import type { LineBasis } from '../calculation/basis.ts'
import type { Sums } from '../calculation/sum-up.ts'
import { listAllLinesOf, listLinesById } from '../line-list-store.ts'
import { findInvoice, type InvoiceRow } from '../store.ts'
import { explainLine } from './explain-line.ts'
import { type Explained, recompute } from './recompute.ts'

/** Says of every amount of an invoice where it comes from, and computes it again. */
export async function explainInvoice(
  ctx: Ctx,
  billing: Billing,
  id: string,
): Promise<Sent<Static<typeof InvoiceExplanation>>> {
  const invoice = await findInvoice(ctx, id)
  if (!invoice) throw notFound()
  const own = await atTimeOf(ctx, invoice.customerId)
  const { lines, sums } = await factsOf(own, billing, invoice)
  const { currency } = invoice
  const again = recompute(lines, { currency, cuts: await cutsBefore(own, lines) })
  const entry = await entryOf(own, id, 'invoice.issued')
  const totals = totalsText(invoice, sums)
  const recomputedTotals = totalsText(invoice, again.sums)
  return {
    object: 'invoice_explanation',
    invoiceId: id,
    status: invoice.status,
    currency,
    calculatedAt: (invoice.calculatedAt ?? own.now).toString(),
    entryId: entry?.entryId,
    lines: lines.map((line) => explainLine(line, again.isSame.get(line.id) ?? false)),
    totals,
    recomputedTotals,
    recomputed:
      [...again.isSame.values()].every((same) => same) &&
      JSON.stringify(totals) === JSON.stringify(recomputedTotals),
  }
}

async function factsOf(ctx: Ctx, billing: Billing, invoice: InvoiceRow) {
  if (!isOpen(invoice)) {
    return { lines: (await listAllLinesOf(ctx, invoice.id)) as Explained[], sums: invoice }
  }
  const { lines, totals } = await calculateOpen(ctx, billing, invoice)
  return { lines: lines as Explained[], sums: totals }
}

/** What other invoices could not take of the lines from which these were carried over. */
async function cutsBefore(
  ctx: Ctx,
  lines: readonly Explained[],
): Promise<ReadonlyMap<string, bigint>> {
  const ids = lines.flatMap(({ basis }) => basis.carriedFrom ?? [])
  const origins = await listLinesById(ctx, ids)
  return new Map(origins.map(({ id, basis }) => [id, nanosOf((basis as LineBasis).cut)]))
}

function totalsText({ currency }: InvoiceRow, sums: Sums) {
  const text = (nanos: bigint) => nanosToText(nanos, minorDigits(currency))
  return {
    subtotal: text(sums.subtotal),
    totalTax: text(sums.totalTax),
    grandTotal: text(sums.grandTotal),
    alreadyPaid: text(sums.instantSubtotal + sums.instantTax),
  }
}
