import type { ProviderAccount } from '@tallystick/core/ledger/accounts.ts'
import {
  payoutFailed,
  payoutSettled,
  payoutSettlementReversed,
  payoutStarted,
} from '@tallystick/core/ledger/settlement-recipes.ts'
import { post } from '../../ledger/post.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { newId } from '../../platform/ids.ts'
import type { ProviderPayout } from '../providers/provider.ts'
import { levelSoon } from '../transfers/level-soon.ts'
import { insertPayout, lockPayout, type PayoutStatus, setPayout } from './store.ts'

/** A payout only goes up. News arrive twice and out of order; what the bank sends back has failed, even after it arrived. */
const rank: Record<PayoutStatus, number> = { in_transit: 0, paid: 1, failed: 2 }

/** Takes note of a payout, whoever tells it: it leaves the provider when it begins, and is there again when it fails. */
export async function recordPayout(
  ctx: Ctx,
  provider: ProviderAccount,
  told: ProviderPayout,
): Promise<void> {
  const { reference, amount, status } = told
  const first = {
    ...told,
    provider,
    id: newId('payout'),
    status: 'in_transit',
    updatedAt: ctx.realNow,
  } as const
  const isNew = await insertPayout(ctx, first)
  const payout = isNew ? first : await lockPayout(ctx, provider, reference)
  if (!payout) return
  const { id } = payout
  const moved = { id, ...amount, provider }
  if (isNew) await post(ctx, payoutStarted(moved))
  if (rank[status] <= rank[payout.status]) return
  if (status === 'paid') {
    await post(ctx, payoutSettled(moved))
    await setPayout(ctx, id, { status, settledAt: ctx.realNow })
    return
  }
  if (payout.status === 'paid') await post(ctx, payoutSettlementReversed(moved))
  await post(ctx, payoutFailed(moved))
  await setPayout(ctx, id, { status, failureCode: told.failureCode, failedAt: ctx.realNow })
  await levelSoon(ctx, provider)
}
