import { invoiceIssued } from '@tallystick/core/ledger/invoice-recipes.ts'
import { decimalFromInteger } from '@tallystick/core/money/decimal.ts'
import type { Currency } from '@tallystick/core/money/money.ts'
import type { Period } from '@tallystick/core/time/period.ts'
import { post } from '../ledger/post.ts'
import type { Ctx } from '../platform/ctx.ts'
import { newId } from '../platform/ids.ts'
import type { DraftLine, InvoiceDraft } from './draft.ts'
import { setCalculated, setIssued } from './issue-store.ts'
import { insertLines, type NewLine } from './line-store.ts'
import { insertInvoice } from './store.ts'

export type Issuing = {
  readonly subscriptionId: string
  readonly customerId: string
  readonly currency: Currency
  /** The first period of the subscription. */
  readonly period: Period
  readonly billingAnchor: Temporal.Instant
  /** ISO 8601, of the plan. */
  readonly billingCadence: string
  readonly paymentTermDays: number
  readonly draft: InvoiceDraft
}

/** Turns the draft of a first invoice into a debt, or, when it amounts to nothing, into a paid invoice. Returns its id. */
export async function issueInvoiceZero(ctx: Ctx, issuing: Issuing): Promise<string> {
  const { draft, customerId, currency } = issuing
  const id = newId('invoice')
  await insertInvoice(ctx, {
    ...issuing,
    id,
    kind: 'upfront',
    sequence: 0,
    status: 'CALCULATING',
    autoApprove: true,
    gracePeriodEnd: issuing.period.start,
    terms: undefined,
    advanceBilled: false,
  })
  await insertLines(
    ctx,
    draft.lines.map((line, position) => lineOf(ctx, { ...issuing, id, line, position })),
  )
  const { subtotal, totalTax, grandTotal } = draft
  const totals = {
    subtotal,
    totalTax,
    grandTotal,
    instantSubtotal: 0n,
    instantTax: 0n,
    paidOutNet: 0n,
    paidOutTax: 0n,
  }
  const itemCount = draft.lines.length
  await setCalculated(ctx, {
    id,
    statuses: ['CALCULATING'],
    totals: { ...totals, itemCount, tax: undefined },
  })
  await post(ctx, invoiceIssued({ id, customerId, currency, net: subtotal, tax: totalTax }))
  await setIssued(ctx, { id, status: grandTotal === 0n ? 'PAID' : 'ISSUED' })
  return id
}

type Placed = Issuing & {
  readonly id: string
  readonly line: DraftLine
  readonly position: number
}

function lineOf(ctx: Ctx, { id, line, position, ...issuing }: Placed): NewLine {
  const { subscriptionId, customerId, currency, period } = issuing
  return {
    id: newId('invoiceLine'),
    invoiceId: id,
    subscriptionId,
    customerId,
    currency,
    position,
    type: 'fee',
    cause: 'charge',
    priceId: line.priceId,
    feeId: line.feeId,
    billableMetricId: undefined,
    itemId: undefined,
    paymentTerm: 'in_advance',
    displayName: line.displayName,
    description: undefined,
    cycle: period,
    billed: period,
    invoiceAt: period.start,
    quantity: decimalFromInteger(line.quantity),
    unitPrice: line.unitPrice,
    taxPercent: line.taxPercent,
    subtotal: line.net,
    tax: line.tax,
    total: line.gross,
    basis: {},
    calculatedAt: ctx.now,
  }
}
