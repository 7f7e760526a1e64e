import type { ProviderAccount } from '@tallystick/core/ledger/accounts.ts'
import type { Ctx } from '../platform/ctx.ts'
import { findOwnAccount } from './accounts/key-store.ts'
import { findLastAttempt } from './attempts/store.ts'
import { stripePlatform } from './providers/accounts.ts'
import type { Session } from './sessions/session.ts'

/** Who moves the money of this merchant's new payments. */
export async function providerFor(ctx: Ctx): Promise<ProviderAccount> {
  const account = await findOwnAccount(ctx)
  return account === undefined ? ctx.collector : { provider: stripePlatform.provider, account }
}

/**
 * Who moves the money of a session. Nobody has paid anywhere before the first try, so until then it follows what is set
 * up now; from then on it stays where its money may be.
 */
export async function providerNow(ctx: Ctx, session: Session): Promise<ProviderAccount> {
  if (session.status !== 'pending') return session.provider
  const isTried = (await findLastAttempt(ctx, session.id)) !== undefined
  return isTried ? session.provider : providerFor(ctx)
}
