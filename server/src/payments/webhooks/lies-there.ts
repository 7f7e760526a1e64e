import type { ProviderAccount } from '@tallystick/core/ledger/accounts.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { findAttempt } from '../attempts/store.ts'
import type { ProviderEvent } from '../providers/provider.ts'
import { lockRefund } from '../refunds/store.ts'
import { findSession } from '../sessions/store.ts'

type Told = ProviderAccount & { readonly event: ProviderEvent }

/**
 * Whether what is told of lies in the account that tells it. A merchant that signs for an account of its own could tell
 * anything of payments in the platform's. What we have never heard of may lie anywhere.
 */
export async function liesThere(ctx: Ctx, { event, ...where }: Told): Promise<boolean> {
  const home = await homeOf(ctx, event)
  return home === undefined || (home.provider === where.provider && home.account === where.account)
}

async function homeOf(ctx: Ctx, event: ProviderEvent): Promise<ProviderAccount | undefined> {
  switch (event.kind) {
    case 'payment.changed':
      return homeOfPayment(ctx, event.payment.idempotencyKey)
    case 'dispute.opened':
    case 'dispute.closed':
      return homeOfPayment(ctx, event.dispute.paymentKey)
    case 'refund.changed':
      return (await lockRefund(ctx, event.refund.idempotencyKey))?.provider
    case 'account.changed':
    case 'payout.changed':
      return undefined
  }
}

async function homeOfPayment(ctx: Ctx, key: string): Promise<ProviderAccount | undefined> {
  const attempt = await findAttempt(ctx, 'idempotency_key', key)
  const session = attempt && (await findSession(ctx, attempt.sessionId))
  return session?.provider
}
