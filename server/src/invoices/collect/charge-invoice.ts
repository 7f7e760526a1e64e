import { assert } from '@tallystick/core/assert.ts'
import { chargeSession } from '../../payments/attempts/charge-session.ts'
import { type Charge, startCharge } from '../../payments/attempts/start-charge.ts'
import type { Collecting } from '../../payments/collecting.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { JobCall } from '../../platform/jobs/job.ts'
import { isInFlight } from '../show-invoice.ts'
import { findInvoice } from '../store.ts'
import { chargeAt } from './collect-invoice.ts'
import type { Collection } from './collection.ts'
import { noteFailure } from './note-failure.ts'
import { isPayable } from './owed.ts'

/** Charges the stored method of an invoice's customer. However often it is done, and by how many, it charges once. */
export async function chargeInvoice(
  call: JobCall,
  { collecting, collection }: { readonly collecting: Collecting; readonly collection: Collection },
  invoiceId: string,
): Promise<void> {
  await chargeSession(call, collecting, (ctx) => start(ctx, collecting, { collection, invoiceId }))
}

type Start = { readonly collection: Collection; readonly invoiceId: string }

async function start(
  ctx: Ctx,
  collecting: Collecting,
  { collection, invoiceId }: Start,
): Promise<Charge> {
  const invoice = await findInvoice(ctx, invoiceId)
  if (!invoice || !isPayable(invoice)) return undefined
  const { paymentSessionId } = invoice
  assert(paymentSessionId !== undefined, 'an invoice that is charged has a page')
  // Locks the session first, as everything does that pays; whoever paid meanwhile has closed it.
  const charge = await startCharge(ctx, collecting, paymentSessionId)
  if (charge && 'failureCode' in charge) {
    await noteFailure(ctx, collection, { invoiceId, failureCode: charge.failureCode })
  }
  if (!charge && (await isInFlight(ctx, invoice))) await lookAgain(ctx, invoiceId)
  return charge
}

/** Somebody is paying on the page. Whoever walks away there does not end the tries. */
async function lookAgain(ctx: Ctx, invoiceId: string): Promise<void> {
  await chargeAt(ctx, invoiceId, ctx.now.add({ hours: 1 }))
}
