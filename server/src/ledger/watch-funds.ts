import { ofCustomer } from '@tallystick/core/ledger/accounts.ts'
import { type Currency, nanosToText } from '@tallystick/core/money/money.ts'
import type { Ctx } from '../platform/ctx.ts'
import { nanosOf } from '../platform/db/amounts.ts'
import { accountIdOf } from './account-id.ts'
import { openAccounts, setLowBelow } from './store.ts'

type Funds = { readonly customerId: string; readonly currency: Currency }

/**
 * Has `payments.fill_up_funds` scheduled, once, when the customer spends its funds below these nanos; undefined: no more.
 * Answers the funds, in nanos, which are locked: nothing is spent between the answer and the end of the transaction.
 */
export async function watchFunds(
  ctx: Ctx,
  { customerId, currency }: Funds,
  lowBelow: bigint | undefined,
): Promise<bigint> {
  const account = ofCustomer('funds', customerId, currency)
  const accountId = accountIdOf(ctx.organizationId, account)
  await openAccounts(ctx, [{ ...account, accountId, hasFloor: true }])
  const text = lowBelow === undefined ? null : nanosToText(lowBelow)
  return nanosOf(await setLowBelow(ctx, accountId, text))
}
