import { moneyToText } from '@tallystick/core/money/money.ts'
import { fundsOf } from '../../ledger/funds.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { type Payables, payableOf } from '../payable.ts'
import { findSession } from '../sessions/store.ts'

export type Described = {
  readonly description?: string
  readonly dueAt?: string | undefined
  readonly documentUrl?: string | undefined
  readonly funds?: { readonly available: string }
}

/** What the page says that stands with what is paid, and what its customer could pay it with. */
export async function describeSession(
  ctx: Ctx,
  payables: Payables,
  sessionId: string,
): Promise<Described> {
  const session = await findSession(ctx, sessionId)
  if (!session) return {}
  const { entityType, entityId, customerId, amount } = session
  const { describe, settleFromFunds } = payableOf(payables, entityType)
  const said = await describe?.(ctx, entityId)
  const { currency } = amount
  const nanos = settleFromFunds && customerId ? await fundsOf(ctx, customerId, currency) : 0n
  return {
    ...(said && { ...said, dueAt: said.dueAt?.toString() }),
    ...(nanos >= amount.nanos &&
      nanos > 0n && { funds: { available: moneyToText({ nanos, currency }) } }),
  }
}
