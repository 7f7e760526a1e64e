import type { TaxRule } from '@tallystick/core/taxes/vat.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { LineBasis } from './calculation/basis.ts'
import { listAllLinesOf } from './line-list-store.ts'
import type { LineRow } from './line-store.ts'
import { alreadyPaid } from './show-invoice.ts'
import { findInvoice, type InvoiceRow } from './store.ts'

export type IssuedInvoice = InvoiceRow & {
  readonly number: string
  readonly issuedAt: Temporal.Instant
  /** In nanos: what instant usage had paid before. */
  readonly prepaid: bigint
}

/** A line as a document says it. */
export type IssuedLine = LineRow & {
  readonly rule: TaxRule | undefined
  readonly note: string | undefined
  /** Whether quantity × unit price is all there is to the price. */
  readonly hasUnitPrice: boolean
}

/** An invoice that has a number; undefined for one that has none yet, and for one that does not exist. */
export async function issuedInvoice(ctx: Ctx, id: string): Promise<IssuedInvoice | undefined> {
  const invoice = await findInvoice(ctx, id)
  if (!invoice?.issuedAt || invoice.number === undefined) return undefined
  const { number, issuedAt } = invoice
  return { ...invoice, number, issuedAt, prepaid: alreadyPaid(invoice) }
}

/** All lines of an issued invoice, in their order. */
export async function issuedLines(ctx: Ctx, invoiceId: string): Promise<readonly IssuedLine[]> {
  const lines = await listAllLinesOf(ctx, invoiceId)
  return lines.map((line) => {
    const { tax, price } = line.basis as Partial<LineBasis>
    const hasUnitPrice = price === undefined || price.figures.model === 'standard'
    return {
      ...line,
      rule: tax?.rule,
      note: tax?.note,
      hasUnitPrice: hasUnitPrice && price?.figures.pricing === undefined,
    }
  })
}
