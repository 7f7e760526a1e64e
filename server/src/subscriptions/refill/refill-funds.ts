import { chargeSession } from '../../payments/attempts/charge-session.ts'
import type { Charge } from '../../payments/attempts/start-charge.ts'
import type { Collecting } from '../../payments/collecting.ts'
import { startTopupCharge } from '../../payments/topups/charge-topup.ts'
import { isFillingUp } from '../../payments/topups/is-filling-up.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { JobCall } from '../../platform/jobs/job.ts'
import { drawsFunds, missing } from '../dues.ts'
import { planOf } from '../roll-over.ts'
import { findSubscription } from '../store.ts'
import { failed } from './note-failure.ts'
import { findRefill, setRefillTopup } from './store.ts'

/** Charges the stored method of a customer for what its funds lack. However often it is done, it charges once. */
export async function refillFunds(
  call: JobCall,
  collecting: Collecting,
  subscriptionId: string,
): Promise<void> {
  await chargeSession(call, collecting, (ctx) => start(ctx, collecting, subscriptionId))
}

/** As long as the card is tried, the top-up can be paid by hand, too. */
const daysOpen = 30
const hoursBetweenLooks = 1

async function start(ctx: Ctx, collecting: Collecting, id: string): Promise<Charge> {
  const subscription = await findSubscription(ctx, id)
  if (subscription?.status !== 'active' || !subscription.autoCharge) return undefined
  const { planId, customerId, currency, prefundTarget, details } = subscription
  if (!drawsFunds(await planOf(ctx, planId))) return undefined
  // What low funds are charged for just now would be missing here, and charged twice.
  if (await isFillingUp(ctx, customerId, 'auto')) {
    const dueAt = ctx.now.add({ hours: hoursBetweenLooks })
    await ctx.schedule({ kind: 'subscriptions.refill_funds', subjectId: id, dueAt })
    return undefined
  }
  const refill = await findRefill(ctx, id)
  const nanos = await missing(ctx, { customerId, currency, prefundTarget })
  const topup = {
    customerId,
    subscriptionId: id,
    label: details.name,
    amount: { nanos, currency },
    origin: 'refill' as const,
    expiresAt: ctx.now.add({ hours: 24 * daysOpen }),
  }
  const { topupId, charge } = await startTopupCharge(ctx, collecting, {
    before: refill.topupId,
    topup: nanos > 0n ? topup : undefined,
  })
  if (topupId !== refill.topupId) await setRefillTopup(ctx, refill, topupId)
  if (charge && 'failureCode' in charge) {
    const { failureCode } = charge
    await failed(ctx, { ...refill, topupId }, failureCode)
    if (topupId !== undefined) await collecting.news.topupFailed(ctx, topupId, failureCode)
  }
  return charge
}
