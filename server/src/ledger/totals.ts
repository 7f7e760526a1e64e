import type { AccountKind } from '@tallystick/core/ledger/entry.ts'
import type { Ctx } from '../platform/ctx.ts'
import { listTotals } from './account-store.ts'

/** What the accounts of one kind in one currency come to; clearing for each account at a provider, as `provider:account`. */
export type Total = {
  readonly kind: AccountKind
  readonly subject: string
  readonly currency: string
  /** Credits minus debits, in nanos, of everything that is committed. */
  readonly nanos: bigint
}

/** The whole book at one moment. */
export function totalsOf(ctx: Ctx): Promise<readonly Total[]> {
  return listTotals(ctx)
}
