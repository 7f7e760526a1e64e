import { creditPaidOut } from '@tallystick/core/ledger/invoice-recipes.ts'
import { isAfter } from '@tallystick/core/time/instant.ts'
import { post } from '../ledger/post.ts'
import type { Ctx } from '../platform/ctx.ts'
import { isDatabaseError } from '../platform/db/database-error.ts'
import { becomeDebt } from './become-debt.ts'
import { saveBilled } from './billed-store.ts'
import type { Billing } from './billing.ts'
import { type Calculation, calculate } from './calculate.ts'
import { CannotCalculate } from './calculation/cannot-calculate.ts'
import { assertInRange } from './calculation/in-range.ts'
import { lookLater } from './find-unbilled.ts'
import { setCalculated } from './issue-store.ts'
import { insertLines, setLinesInvoiced } from './line-store.ts'
import { changeInvoice, type InvoiceRow, type InvoiceStatus, lockInvoice } from './store.ts'

const calculable: readonly InvoiceStatus[] = ['CLOSING', 'CLOSED', 'FAILED']

/**
 * The grace period of an invoice is over: its lines and totals become final, and it becomes a debt, a draft that waits
 * for approval, or, when there is nothing on it, nothing at all. Run twice, or too early, it changes nothing.
 */
export async function issueInvoice(ctx: Ctx, billing: Billing, id: string): Promise<void> {
  const invoice = await lockInvoice(ctx, id)
  if (!invoice || !calculable.includes(invoice.status)) return
  if (isAfter(invoice.gracePeriodEnd, ctx.now)) {
    const dueAt = invoice.gracePeriodEnd
    return ctx.schedule({ kind: 'invoices.issue_invoice', subjectId: id, dueAt })
  }
  const calculation = await calculated(ctx, billing, invoice)
  if (calculation) await apply(ctx, billing, { invoice, calculation })
}

/** What keeps an invoice from being calculated keeps this one alone: somebody looks at it, and tries again. */
async function calculated(
  ctx: Ctx,
  billing: Billing,
  invoice: InvoiceRow,
): Promise<Calculation | undefined> {
  try {
    const calculation = await calculate(ctx, billing, invoice)
    assertInRange(calculation)
    return calculation
  } catch (error) {
    // What the database cannot do now has spoilt the transaction: the whole step is tried again later.
    if (isDatabaseError(error)) throw error
    const failureCode = error instanceof CannotCalculate ? error.code : 'CALCULATION_FAILED'
    await changeInvoice(ctx, invoice.id, { status: 'FAILED', failureCode })
    return undefined
  }
}

type Applying = { readonly invoice: InvoiceRow; readonly calculation: Calculation }

async function apply(ctx: Ctx, billing: Billing, { invoice, calculation }: Applying) {
  const { id, customerId, currency } = invoice
  const { lines, waited, carried, billed, totals } = calculation
  const passed: InvoiceStatus[] = ['CLOSED', 'CALCULATING']
  await saveBilled(ctx, invoice, billed)
  if (invoice.closesSubscription) await lookLater(ctx, id)
  if (lines.length === 0) {
    await setCalculated(ctx, { id, statuses: [...passed, 'CANCELLED'], totals })
    return
  }
  const final = lines.map((line) => ({ ...line, calculatedAt: ctx.now }))
  await insertLines(ctx, [...final.filter((line) => !waited.has(line.id)), ...carried])
  await setLinesInvoiced(
    ctx,
    final.filter((line) => waited.has(line.id)),
  )
  const { paidOutNet: net, paidOutTax: tax } = totals
  await post(ctx, creditPaidOut({ id, customerId, currency, net, tax }))
  if (!invoice.autoApprove) passed.push('DRAFT')
  const calculated = await setCalculated(ctx, { id, statuses: passed, totals })
  if (invoice.autoApprove) await becomeDebt(ctx, billing, calculated)
}
