import { type Decimal, decimalZero } from '@tallystick/core/money/decimal.ts'
import type { TaxRule } from '@tallystick/core/taxes/vat.ts'
import { namesOfSources } from '../catalog/line-names.ts'
import type { IssuedLine } from '../invoices/issued-invoice.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { DocumentLine, DocumentTax, TaxTreatment } from './document.ts'

/** Lines as a document says them, with the names and units that metrics have. */
export async function shownLines(ctx: Ctx, lines: readonly IssuedLine[]): Promise<DocumentLine[]> {
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

/** Of each rate and treatment what is taxed, and the tax. */
export function taxesOf(lines: readonly IssuedLine[]): DocumentTax[] {
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
