import { ofCustomer } from '@tallystick/core/ledger/accounts.ts'
import type { Currency } from '@tallystick/core/money/money.ts'
import type { Ctx } from '../platform/ctx.ts'
import { nanosOf } from '../platform/db/amounts.ts'
import { accountIdOf } from './account-id.ts'
import { findFloorBalance, lockFundsOf } from './store.ts'

/** Nanos that a customer may spend; zero when it never had any. Another transaction may change it: it is not locked. */
export async function fundsOf(ctx: Ctx, customerId: string, currency: Currency): Promise<bigint> {
  const accountId = accountIdOf(ctx.organizationId, ofCustomer('funds', customerId, currency))
  return nanosOf(await findFloorBalance(ctx, accountId))
}

/**
 * Locks the funds of several customers, in the order of their accounts, so that two who lock the same ones cannot wait
 * for each other. Nanos by currency and customer; a customer without funds is absent.
 */
export async function lockFunds(
  ctx: Ctx,
  customerIds: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, bigint>>> {
  const funds = new Map<string, Map<string, bigint>>()
  for (const { subject, currency, balance } of await lockFundsOf(ctx, customerIds)) {
    const ofCurrency = funds.get(currency) ?? new Map<string, bigint>()
    funds.set(currency, ofCurrency.set(subject, nanosOf(balance)))
  }
  return funds
}
