import { assert } from '@tallystick/core/assert.ts'
import { topupPaid } from '@tallystick/core/ledger/payment-recipes.ts'
import { post } from '../../ledger/post.ts'
import { noteSettled } from '../auto-topups/note-outcome.ts'
import type { Payable } from '../payable.ts'
import { lockTopup, setTopup } from './store.ts'

/** A top-up becomes funds of its customer. */
export const topupPayable: Payable = {
  async settle(ctx, { entityId: id, customerId, amount: { nanos, currency }, provider }) {
    const topup = await lockTopup(ctx, id)
    if (topup?.status !== 'pending') return 'unwanted'
    assert(customerId === topup.customerId, 'the session of a top-up is its customer’s')
    await post(ctx, topupPaid({ id, nanos, currency, provider, customerId }))
    await setTopup(ctx, id, 'success')
    await noteSettled(ctx, topup)
    return 'settled'
  },

  async expire(ctx, entityId) {
    const topup = await lockTopup(ctx, entityId)
    if (topup?.status === 'pending') await setTopup(ctx, entityId, 'cancelled')
  },
}
