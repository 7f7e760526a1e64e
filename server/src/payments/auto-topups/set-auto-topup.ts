import type { Currency } from '@tallystick/core/money/money.ts'
import { atTimeOf } from '../../clocks/at-time-of.ts'
import { isCustomerDeleted } from '../../customers/is-deleted.ts'
import { watchFunds } from '../../ledger/watch-funds.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/problem.ts'
import { lookAt } from './look-at.ts'
import { type AutoTopupRequest, readTerms } from './read-request.ts'
import { findAutoTopup, upsertAutoTopup } from './store.ts'

export type Setting = AutoTopupRequest & { readonly currency: Currency }

/** Has the default method of a customer charged when its funds run low: now, if they are. */
export async function setAutoTopup(
  realCtx: Ctx,
  customerId: string,
  request: Setting,
): Promise<void> {
  const ctx = await atTimeOf(realCtx, customerId)
  const { currency } = request
  const terms = readTerms(request, currency)
  if (await isCustomerDeleted(ctx, customerId, { held: true })) throw notFound()

  const before = await findAutoTopup(ctx, customerId)
  if (before && before.currency !== currency) await watchFunds(ctx, before, undefined)
  await upsertAutoTopup(ctx, { ...terms, customerId, currency })
  await lookAt(ctx, customerId)
}
