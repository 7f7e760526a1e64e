import type { AutoTopUp } from '@tallystick/contract/auto-topups.ts'
import type { Sent } from '@tallystick/contract/endpoint.ts'
import { type Currency, moneyToText } from '@tallystick/core/money/money.ts'
import { monthOf } from '@tallystick/core/topups/auto-topup.ts'
import type { Static } from 'typebox'
import { atTimeOf } from '../../clocks/at-time-of.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { sumAutomatic } from '../topups/store.ts'
import { findAutoTopup } from './store.ts'

/** What was agreed, and how far this month has come; in the currency that is named where nothing was agreed. */
export async function showAutoTopup(
  realCtx: Ctx,
  customerId: string,
  currency?: Currency,
): Promise<Sent<Static<typeof AutoTopUp>>> {
  const ctx = await atTimeOf(realCtx, customerId)
  const auto = await findAutoTopup(ctx, customerId)
  if (!auto) return { object: 'autoTopUp', enabled: false, currency, chargedThisMonth: '0.00' }
  const charged = await sumAutomatic(ctx, auto, monthOf(ctx.now).start)
  const amount = (nanos: bigint) => moneyToText({ nanos, currency: auto.currency })
  return {
    object: 'autoTopUp',
    enabled: auto.isOn,
    threshold: amount(auto.threshold),
    amount: amount(auto.amount),
    monthlyLimit: amount(auto.monthlyLimit),
    currency: auto.currency,
    chargedThisMonth: amount(charged),
    stoppedReason: auto.stoppedReason,
    nextRetryAt: auto.retryAt?.toString(),
  }
}
