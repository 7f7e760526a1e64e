import { type Decimal, decimalZero } from '@tallystick/core/money/decimal.ts'
import type { TaxRule } from '@tallystick/core/taxes/vat.ts'
import { namesOfSources } from '../catalog/line-names.ts'
import {
  type IssuedInvoice,
  type IssuedLine,
  issuedInvoice,
  issuedLines,
} from '../invoices/issued-invoice.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { DocumentLine, DocumentTax, InvoiceDocument, TaxTreatment } from './document.ts'
import { partiesOf } from './parties.ts'
import { dayOf } from './wording.ts'

/** What an invoice says, from what was kept when it was issued; undefined while it has not been. */
export async function invoiceDocument(ctx: Ctx, id: string): Promise<InvoiceDocument | undefined> {
  const invoice = await issuedInvoice(ctx, id)
  return invoice && documentOf(ctx, invoice)
}

export async function documentOf(ctx: Ctx, invoice: IssuedInvoice): Promise<InvoiceDocument> {
  const lines = await issuedLines(ctx, invoice.id)
  const { seller, buyer, notes } = await partiesOf(ctx, invoice)
  const { number, issuedAt, dueAt, period, currency, prepaid } = invoice
  return {
    kind: 'invoice',
    number,
    issuedOn: dayOf(issuedAt),
    dueOn: dueAt && dayOf(dueAt),
    period,
    currency,
    seller,
    buyer,
    lines: await shownLines(ctx, lines),
    taxes: taxesOf(lines),
    subtotal: invoice.subtotal,
    totalTax: invoice.totalTax,
    grandTotal: invoice.grandTotal,
    prepaid,
    notes,
  }
}

async function shownLines(ctx: Ctx, lines: readonly IssuedLine[]): Promise<DocumentLine[]> {
  const names = await namesOfSources(ctx, {
    metricIds: lines.flatMap(({ billableMetricId }) => billableMetricId ?? []),
    feeIds: lines.flatMap(({ feeId }) => feeId ?? []),
  })
  return lines.map((line) => {
    const unit = names.get(line.billableMetricId ?? '')?.unit
    return {
      name: line.displayName,
      description: descriptions[line.cause] ?? line.description,
      period: line.billed,
      quantity: line.quantity,
      unit: unit === '' ? undefined : unit,
      unitPrice: line.hasUnitPrice ? line.unitPrice : undefined,
      net: line.subtotal,
      tax: { percent: line.taxPercent, treatment: treatmentOf(line) },
    }
  })
}

const descriptions: Readonly<Partial<Record<IssuedLine['cause'], string>>> = {
  late: 'Arrived after the period was billed',
  instant: 'Charged as it was used, already paid',
}

function taxesOf(lines: readonly IssuedLine[]): DocumentTax[] {
  const groups = Map.groupBy(lines, (line) => `${line.taxPercent} ${treatmentOf(line)}`)
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (!first) return []
    const base = group.reduce((sum, { subtotal }) => sum + subtotal, 0n)
    const tax = group.reduce((sum, line) => sum + line.tax, 0n)
    const note = group.find((line) => line.note !== undefined)?.note
    return [{ percent: first.taxPercent, treatment: treatmentOf(first), base, tax, note }]
  })
}

function treatmentOf({ rule, taxPercent }: { rule: TaxRule | undefined; taxPercent: Decimal }) {
  const treatment: TaxTreatment = rule === undefined ? 'standard' : treatments[rule]
  if (treatment !== 'standard' || taxPercent !== decimalZero) return treatment
  // Nothing is due, and no rule of a tax law says why.
  return rule === undefined ? 'outside_scope' : 'zero'
}

const treatments: Readonly<Record<TaxRule, TaxTreatment>> = {
  domestic: 'standard',
  destination: 'standard',
  origin: 'standard',
  reverse_charge: 'reverse_charge',
  outside: 'outside_scope',
  exempt: 'exempt',
}
