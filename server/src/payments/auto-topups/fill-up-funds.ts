import { isAfter } from '@tallystick/core/time/instant.ts'
import { dueTopup, monthOf } from '@tallystick/core/topups/auto-topup.ts'
import { watchFunds } from '../../ledger/watch-funds.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { JobCall } from '../../platform/jobs/job.ts'
import { chargeSession } from '../attempts/charge-session.ts'
import type { Charge } from '../attempts/start-charge.ts'
import type { Collecting } from '../collecting.ts'
import { openSessionOf, startTopupCharge } from '../topups/charge-topup.ts'
import { isFillingUp } from '../topups/is-filling-up.ts'
import { sumAutomatic } from '../topups/store.ts'
import { lookAt } from './look-at.ts'
import { failed } from './note-outcome.ts'
import {
  type AutoTopup,
  findAutoTopup,
  type Progress,
  setProgressSince,
  untroubled,
} from './store.ts'

/**
 * Looks at the funds of a customer, and charges its default method when they are low. However often it is done, by
 * whomever at once, there is one charge on its way.
 */
export async function fillUpFunds(
  call: JobCall,
  collecting: Collecting,
  customerId: string,
): Promise<void> {
  await chargeSession(call, collecting, (ctx) => start(ctx, collecting, customerId))
}

/** For this long a top-up that could not be charged can be paid by hand. */
const daysOpen = 30
const hoursBetweenLooks = 1

async function start(ctx: Ctx, collecting: Collecting, customerId: string): Promise<Charge> {
  const isRefilled = await isFillingUp(ctx, customerId, 'refill')
  const auto = await findAutoTopup(ctx, customerId)
  if (!auto?.isOn || isStopped(auto)) return undefined
  const open = auto.topupId === undefined ? undefined : await openSessionOf(ctx, auto.topupId)
  if (open?.status === 'processing') return chargeAgain(ctx, collecting, auto)
  if (isRefilled) {
    await lookAt(ctx, customerId, ctx.now.add({ hours: hoursBetweenLooks }))
    return undefined
  }
  // From here on nothing is spent, and nobody needs to be told that the funds are low: we are looking.
  const funds = await watchFunds(ctx, auto, undefined)
  const month = monthOf(ctx.now)
  const charged = await sumAutomatic(ctx, auto, month.start)
  switch (dueTopup({ ...auto, funds, charged })) {
    case 'none':
      await watchFunds(ctx, auto, auto.threshold)
      return dropOpen(ctx, collecting, { auto, because: undefined })
    case 'over_limit':
      await lookAt(ctx, customerId, month.end)
      await collecting.news.limitReached(ctx, customerId)
      return dropOpen(ctx, collecting, { auto, because: limitReached })
    case 'charge':
      return charge(ctx, collecting, auto)
  }
}

const limitReached = 'monthly_limit_reached'

/** The limit is another one next month; all else waits for somebody to do something. */
function isStopped({ stoppedReason }: AutoTopup): boolean {
  return stoppedReason !== undefined && stoppedReason !== limitReached
}

/** Nobody knows whether the provider has heard of it: it is asked for the same again. */
async function chargeAgain(ctx: Ctx, collecting: Collecting, auto: AutoTopup): Promise<Charge> {
  const { topupId: before } = auto
  return (await startTopupCharge(ctx, collecting, { before, topup: undefined })).charge
}

type Dropping = { readonly auto: AutoTopup; readonly because: string | undefined }

/** One that failed, and waited to be tried again, is not wanted any more. */
async function dropOpen(
  ctx: Ctx,
  collecting: Collecting,
  { auto, because }: Dropping,
): Promise<undefined> {
  await startTopupCharge(ctx, collecting, { before: auto.topupId, topup: undefined })
  const progress = { ...untroubled, topupId: undefined, stoppedReason: because }
  await setProgressSince(ctx, auto, progress)
}

async function charge(ctx: Ctx, collecting: Collecting, auto: AutoTopup): Promise<Charge> {
  const { customerId, currency, retryAt } = auto
  if (retryAt && isAfter(retryAt, ctx.now)) {
    await lookAt(ctx, customerId, retryAt)
    return undefined
  }
  const { topupId, charge } = await startTopupCharge(ctx, collecting, {
    before: auto.topupId,
    topup: {
      customerId,
      amount: { nanos: auto.amount, currency },
      origin: 'auto',
      expiresAt: ctx.now.add({ hours: 24 * daysOpen }),
    },
  })
  const progress: Partial<Progress> = { topupId, retryAt: undefined, stoppedReason: undefined }
  await setProgressSince(ctx, auto, progress)
  if (charge && 'failureCode' in charge) {
    const { failureCode } = charge
    await failed(ctx, { ...auto, ...progress }, failureCode)
    if (topupId !== undefined) await collecting.news.topupFailed(ctx, topupId, failureCode)
  }
  return charge
}
