import type { ProviderAccount } from '@tallystick/core/ledger/accounts.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { findPaymentAccount } from '../accounts/store.ts'
import { stripePlatform } from '../providers/accounts.ts'

/** What belongs to the merchant goes to its account at the provider, or comes back, once this transaction is committed. */
export async function levelSoon(ctx: Ctx, { provider, account }: ProviderAccount): Promise<void> {
  if (provider !== stripePlatform.provider || account !== stripePlatform.account) return
  if (!(await findPaymentAccount(ctx))) return
  await ctx.enqueue({ task: 'payments.level_account', payload: {}, key: 'level' })
}
