import { nextRetry } from '@tallystick/core/invoicing/dunning.ts'
import { isAfter } from '@tallystick/core/time/instant.ts'
import { billingSettingsOf } from '../../access/billing-settings/billing-settings-of.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { type InvoiceRow, lockInvoice } from '../store.ts'
import { chargeAt } from './collect-invoice.ts'
import type { Collection } from './collection.ts'
import { isPayable } from './owed.ts'
import { setFailing } from './store.ts'

/**
 * A charge of an invoice failed. It is tried again while that makes sense; after the last try the invoice has failed, and
 * its subscription goes on or ends as the merchant says. Who charges by hand alone is only told why it failed.
 */
export async function noteFailure(
  ctx: Ctx,
  collection: Collection,
  { invoiceId, failureCode }: { readonly invoiceId: string; readonly failureCode: string },
): Promise<void> {
  const invoice = await lockInvoice(ctx, invoiceId)
  if (!invoice || !isPayable(invoice)) return
  const byItself = await collection.chargesByItself(ctx, invoice.subscriptionId)
  const failed = byItself
    ? await dun(ctx, invoice, failureCode)
    : await setFailing(ctx, invoiceId, { failureCode })
  // Who pays by hand has seen it on the page.
  if (byItself) for (const heard of collection.failed) await heard(ctx, failed, failureCode)
}

async function dun(ctx: Ctx, invoice: InvoiceRow, failureCode: string): Promise<InvoiceRow> {
  const { id, status, firstFailedAt = ctx.now } = invoice
  // After the last try only a person tries again, and what a person tries changes nothing but the reason.
  if (status === 'PAYMENT_FAILED') return setFailing(ctx, id, { failureCode })

  const retry = retryAfter(ctx.now, { firstFailedAt, code: failureCode })
  if (retry) {
    await chargeAt(ctx, id, retry.at)
    return setFailing(ctx, id, { failureCode, firstFailedAt, dunningStep: retry.step })
  }
  await ctx.unschedule('invoices.charge_invoice', id)
  await endLater(ctx, id, firstFailedAt)
  return setFailing(ctx, id, { failureCode, firstFailedAt, status: 'PAYMENT_FAILED' })
}

type Unpaid = { readonly firstFailedAt: Temporal.Instant; readonly code: string }

/** The first of the tries that is still to come: one that was made by hand in between takes none away. */
function retryAfter(now: Temporal.Instant, unpaid: Unpaid) {
  for (let step = 1; ; step += 1) {
    const at = nextRetry({ ...unpaid, failedTimes: step })
    if (!at || isAfter(at, now)) return at && { at, step }
  }
}

const dunningHours = 7 * 24

/** Whose card cannot be charged again has as much time to pay on the page as anybody whose card is tried again. */
async function endLater(ctx: Ctx, subjectId: string, firstFailedAt: Temporal.Instant) {
  const { afterDunning } = await billingSettingsOf(ctx)
  if (afterDunning !== 'terminate') return
  const dueAt = firstFailedAt.add({ hours: dunningHours })
  await ctx.schedule({ kind: 'subscriptions.end_unpaid', subjectId, dueAt })
}
