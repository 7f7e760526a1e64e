import { atTimeOf } from '../../clocks/at-time-of.ts'
import type { Collecting } from '../../payments/collecting.ts'
import { finishCancelling, startCancelling } from '../../payments/refunds/cancel-refund.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { notFound, Problem } from '../../platform/problem.ts'
import { findRefund, type InvoiceRefund, setVoidReason } from './store.ts'

export type Voiding = {
  readonly invoiceId: string
  readonly refundId: string
  readonly reason?: string | undefined
}

/** From now on nobody sends the money of this credit note. 400 when none is in transit. */
export async function startVoiding(ctx: Ctx, voiding: Voiding): Promise<void> {
  const note = await findNote(ctx, voiding)
  const own = await atTimeOf(ctx, note.customerId)
  if (note.status === 'VOIDED' || note.refundId === undefined) throw tooLate(note)
  if (!(await startCancelling(own, note.refundId))) throw tooLate(note)
  await setVoidReason(own, note, voiding.reason)
}

type Within = <T>(work: (ctx: Ctx) => Promise<T>) => Promise<T>

/** The provider is asked to stop what is being voided. 400 when it was too late. */
export async function finishVoiding(
  within: Within,
  collecting: Collecting,
  voiding: Voiding,
): Promise<InvoiceRefund> {
  const { customerId, refundId, status } = await within((ctx) => findNote(ctx, voiding))
  if (refundId !== undefined && status === 'ISSUED') {
    const atItsTime: Within = (work) => within(async (ctx) => work(await atTimeOf(ctx, customerId)))
    await finishCancelling(atItsTime, collecting, refundId)
  }
  const note = await within((ctx) => findNote(ctx, voiding))
  if (note.status !== 'VOIDED') throw tooLate(note)
  return note
}

async function findNote(ctx: Ctx, { invoiceId, refundId }: Voiding): Promise<InvoiceRefund> {
  const note = await findRefund(ctx, refundId)
  if (note?.invoiceId !== invoiceId) throw notFound()
  return note
}

function tooLate({ id, status }: InvoiceRefund): Problem {
  const why = status === 'VOIDED' ? 'is void already' : 'has no money in transit'
  return new Problem('REFUND_NOT_VOIDABLE', `The refund ${id} ${why}.`)
}
