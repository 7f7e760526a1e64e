import { assert } from '@tallystick/core/assert.ts'
import { ofCustomer } from '@tallystick/core/ledger/accounts.ts'
import { isCurrency, nanosFromText } from '@tallystick/core/money/money.ts'
import type { Ctx } from '../platform/ctx.ts'
import { accountIdOf } from './account-id.ts'
import { findFloorBalance } from './store.ts'

/** Nanos that a customer may spend; zero when it never had any. Another transaction may change it: it is not locked. */
export async function fundsOf(ctx: Ctx, customerId: string, currency: string): Promise<bigint> {
  assert(isCurrency(currency), 'funds are counted in a currency')
  const accountId = accountIdOf(ctx.organizationId, ofCustomer('funds', customerId, currency))
  return nanosFromText(await findFloorBalance(ctx, accountId)) ?? 0n
}
