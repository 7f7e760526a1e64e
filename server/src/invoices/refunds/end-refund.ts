import { invoiceCreditVoided } from '@tallystick/core/ledger/invoice-recipes.ts'
import { post } from '../../ledger/post.ts'
import type { EndedRefund } from '../../payments/payable.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { credited } from './credited.ts'
import { lockRefund, setSettled, setVoided } from './store.ts'

/**
 * The money of a credit note has arrived, has become the customer's funds because the provider rejected it, or was stopped
 * on its way: then the note is void.
 */
export async function endRefund(ctx: Ctx, { subjectId, status }: EndedRefund): Promise<void> {
  const note = await lockRefund(ctx, subjectId)
  if (note?.status !== 'ISSUED' || note.settledAt !== undefined) return
  if (status !== 'cancelled') return setSettled(ctx, note.id)
  await setVoided(ctx, note.id)
  await post(ctx, invoiceCreditVoided(credited(note)))
}
