import { assert } from '@tallystick/core/assert.ts'
import { isAfter } from '@tallystick/core/time/instant.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { BilledUsage } from './billed-store.ts'
import type { BilledSubscription, Billing } from './billing.ts'
import { carriedOver, paidOut } from './calculation/carry.ts'
import { type Closing, enterDueLines, expectedNext } from './calculation/due-lines.ts'
import type { Taxed } from './calculation/entered.ts'
import { enterInstantLines } from './calculation/instant-lines.ts'
import { enterLateLines } from './calculation/late-lines.ts'
import { type Summed, sumUp } from './calculation/sum-up.ts'
import { taxBlock } from './calculation/tax-block.ts'
import { taxed } from './calculation/tax-lines.ts'
import { enterWaitingLines } from './calculation/waiting-lines.ts'
import type { Totals } from './issue-store.ts'
import type { NewLine } from './line-store.ts'
import { findPeriodInvoice } from './list-store.ts'
import { readSpan } from './span.ts'
import type { InvoiceRow } from './store.ts'

/** What an invoice says, if it is issued at this moment. */
export type Calculation = {
  /** In the order of the invoice. */
  readonly lines: readonly NewLine[]
  /** Those of them that waited as rows of their own. */
  readonly waited: ReadonlySet<string>
  /** Credits that wait for the next invoice. */
  readonly carried: readonly NewLine[]
  readonly billed: readonly BilledUsage[]
  readonly totals: Totals
}

/** Finds the lines and totals of an invoice that closes a period. Reads, and changes nothing. */
export async function calculate(
  ctx: Ctx,
  billing: Billing,
  invoice: InvoiceRow,
): Promise<Calculation> {
  const subscription = await billing.subscriptionOf(ctx, invoice.subscriptionId)
  assert(subscription, 'an invoice is of a subscription')
  const closing = await closingOf(ctx, invoice, subscription)
  const due = await enterDueLines(ctx, closing)
  // After the readings, so that nothing can arrive between the two unseen.
  const late = await enterLateLines(ctx, closing)
  const instant = await enterInstantLines(ctx, billing, closing)
  const waiting = await enterWaitingLines(ctx, closing)
  const entered = await taxed(
    ctx,
    {
      customerId: invoice.customerId,
      exempt: subscription.taxExempt,
      suppliedAt: invoice.period.end,
    },
    [...due.entered, ...late.entered, ...waiting, ...instant],
  )
  return decide(ctx, { invoice, entered, billed: [...late.billed, ...due.billed] })
}

/** What follows is billed ahead, by its own terms; while it is not open yet, as far as is known. */
async function closingOf(
  ctx: Ctx,
  invoice: InvoiceRow,
  { endingAt, changesTo }: BilledSubscription,
): Promise<Closing> {
  assert(invoice.terms, 'an invoice of a period has terms')
  const span = readSpan(invoice.terms, invoice.termsEnd)
  const isNext = await isIssuedNext(ctx, invoice)
  const next = await findPeriodInvoice(ctx, invoice.subscriptionId, invoice.sequence + 1)
  if (next?.terms) {
    const ahead = { span: readSpan(next.terms, next.termsEnd), period: next.period }
    return { invoice, span, ahead: next.advanceBilled ? undefined : ahead, isNext }
  }
  const isLast = invoice.closesSubscription || (endingAt && !isAfter(endingAt, invoice.period.end))
  if (isLast) return { invoice, span, isNext, ahead: undefined }
  const following = changesTo && { ...span, to: changesTo.from }
  const ahead = expectedNext(changesTo ?? span, invoice.period)
  return { invoice, span: following ?? span, isNext, ahead }
}

/** While the period before is in its grace, what waits goes on the invoice of that one. */
async function isIssuedNext(ctx: Ctx, { status, subscriptionId, sequence }: InvoiceRow) {
  if (status !== 'ACTIVE' || sequence === 1) return true
  const before = await findPeriodInvoice(ctx, subscriptionId, sequence - 1)
  return before?.status !== 'CLOSING'
}

type Deciding = {
  readonly invoice: InvoiceRow
  readonly entered: readonly Taxed[]
  readonly billed: readonly BilledUsage[]
}

function decide(ctx: Ctx, { invoice, entered, billed }: Deciding): Calculation {
  const { closesSubscription: isLast, currency } = invoice
  const first = sumUp(entered, currency)
  const { summed, sums } = isLast ? first : sumUp(takeable(first.summed), currency)
  const back = isLast ? paidOut(summed) : { net: 0n, tax: 0n }
  return {
    lines: summed.map(({ line }) => line),
    waited: new Set(summed.flatMap(({ entered: { waited }, line }) => (waited ? line.id : []))),
    carried: isLast ? [] : carriedOver(ctx, summed),
    billed,
    totals: {
      ...sums,
      paidOutNet: back.net,
      paidOutTax: back.tax,
      itemCount: summed.length,
      tax: taxBlock(ctx, summed, { currency, totalTax: sums.totalTax }),
    },
  }
}

/** A credit that waited, and of which this invoice could take nothing, waits on. */
function takeable(summed: readonly Summed[]): readonly Taxed[] {
  return summed
    .filter(({ entered: { waited, amount }, cut }) => !(waited && amount < 0n && cut === -amount))
    .map(({ entered }) => entered)
}
