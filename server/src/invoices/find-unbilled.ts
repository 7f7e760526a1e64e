import { compareDecimals } from '@tallystick/core/money/decimal.ts'
import { isAfter } from '@tallystick/core/time/instant.ts'
import { changedSince } from '../metering/changed-since.ts'
import { noteUnbilled } from '../metering/inbox/note-unbilled.ts'
import { readMeters } from '../metering/read-meter.ts'
import type { Ctx } from '../platform/ctx.ts'
import { listBilled, listLastBilled, setReadAt } from './billed-store.ts'
import { findInvoice, type InvoiceRow } from './store.ts'

/** An event counts once within 35 days, so for so long somebody may send it again. */
const daysToLook = 35

/** After the last invoice of a subscription there is none that late usage could go on: it is looked for day by day. */
export async function lookLater(ctx: Ctx, invoiceId: string): Promise<void> {
  const dueAt = ctx.now.add({ hours: 24 })
  await ctx.schedule({ kind: 'invoices.find_unbilled', subjectId: invoiceId, dueAt })
}

/** What has come since the last invoice of a subscription waits in the inbox, for a line by hand. */
export async function findUnbilled(ctx: Ctx, invoiceId: string): Promise<void> {
  const invoice = await findInvoice(ctx, invoiceId)
  if (!invoice) return
  const { subscriptionId, customerId, gracePeriodEnd } = invoice
  for (const { billableMetricId, until, readAt } of await listLastBilled(ctx, subscriptionId)) {
    const question = { billableMetricId, customerId, before: until, since: readAt }
    if (await changedSince(ctx, question)) await noteLate(ctx, invoice, billableMetricId)
  }
  if (isAfter(gracePeriodEnd.add({ hours: 24 * daysToLook }), ctx.now)) {
    await lookLater(ctx, invoiceId)
  }
}

/** Only what changes a quantity is unbilled. What was billed stays as it is. */
async function noteLate(
  ctx: Ctx,
  { subscriptionId, customerId }: InvoiceRow,
  billableMetricId: string,
): Promise<void> {
  const all = await listBilled(ctx, subscriptionId, [billableMetricId])
  const stretches = all.map(({ billed: { start: from, end: to } }) => ({ from, to }))
  const requests = stretches.map((stretch) => ({ billableMetricId, customerId, ...stretch }))
  const readings = await readMeters(ctx, requests)
  for (const [at, { billed, quantity, readAt }] of all.entries()) {
    const reading = readings[at]
    if (!reading || compareDecimals(reading.quantity, quantity) === 0) continue
    await noteUnbilled(ctx, { billableMetricId, customerId, billed, readAt })
  }
  const [first] = readings
  if (first) await setReadAt(ctx, { subscriptionId, billableMetricId }, first.asOf)
}
