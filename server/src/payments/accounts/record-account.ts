import type { Ctx } from '../../platform/ctx.ts'
import { stripePlatform } from '../providers/accounts.ts'
import type { AccountState } from '../providers/provider.ts'
import { levelSoon } from '../transfers/level-soon.ts'
import { findPaymentAccount, setPaymentAccount } from './store.ts'

/** Takes note of what the provider says of a merchant's account. From when it takes charges, it gets what was kept for it. */
export async function recordAccount(ctx: Ctx, state: AccountState): Promise<void> {
  const before = await findPaymentAccount(ctx)
  if (before?.account !== state.account) return
  await setPaymentAccount(ctx, state)
  if (state.chargesEnabled && !before.chargesEnabled) await levelSoon(ctx, stripePlatform)
}
