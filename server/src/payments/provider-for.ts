import type { ProviderAccount } from '@tallystick/core/ledger/accounts.ts'
import type { Ctx } from '../platform/ctx.ts'
import { findLastAttempt } from './attempts/store.ts'
import type { Session } from './sessions/session.ts'

/** Who moves the money of this merchant's new payments. */
export async function providerFor(ctx: Ctx): Promise<ProviderAccount> {
  return ctx.collector
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
