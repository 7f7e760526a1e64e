import { assert } from '@tallystick/core/assert.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { JobCall } from '../../platform/jobs/job.ts'
import type { Collecting } from '../collecting.ts'
import { findSession, lockSession } from '../sessions/store.ts'
import { recordFailure, recordPayment } from './record-payment.ts'
import { followLater } from './start-attempt.ts'
import { chargeOf } from './start-charge.ts'
import { type Attempt, findAttempt, setAttempt } from './store.ts'

const isSettled = ({ status }: Attempt) => status === 'succeeded' || status === 'failed'

/**
 * Goes to look what became of an attempt that nobody told us the end of: the process may have died between asking the
 * provider and writing down its answer.
 */
export async function followAttempt(
  { organizationId: merchantId, within }: JobCall,
  { provider, payables }: Collecting,
  attemptId: string,
): Promise<void> {
  const { attempt, customerId, charge } = await within((ctx) => findWithOrder(ctx, attemptId))
  if (isSettled(attempt)) return
  const { idempotencyKey } = attempt
  const payment = charge
    ? await provider.createPayment(charge)
    : await provider.findPayment({ merchantId, customerId, idempotencyKey })
  await within(async (ctx) => {
    if (payment) await recordPayment(ctx, payables, payment)
    else await giveUp(ctx, { provider, payables }, attempt)
    const now = await findAttempt(ctx, 'payment_attempt_id', attemptId)
    if (now && !isSettled(now)) await followLater(ctx, attemptId, pauseMinutes(ctx, now))
  })
}

/** With what a stored method is charged: the provider may be asked again, under the same key. */
async function findWithOrder(ctx: Ctx, attemptId: string) {
  const attempt = await findAttempt(ctx, 'payment_attempt_id', attemptId)
  assert(attempt, 'an attempt is not deleted')
  const session = await findSession(ctx, attempt.sessionId)
  assert(session, 'an attempt has a session')
  const charge = await chargeOf(ctx, session, attempt)
  return { attempt, customerId: session.customerId, charge }
}

/** The provider never heard of it, and whoever was to ask it has long had to give up. */
async function giveUp(ctx: Ctx, { payables }: Collecting, { id, sessionId }: Attempt) {
  const session = await lockSession(ctx, sessionId)
  const attempt = await findAttempt(ctx, 'payment_attempt_id', id)
  if (!session || attempt?.status !== 'created') return
  const failureCode = 'payment_not_sent'
  await setAttempt(ctx, id, { status: 'failed', failureCode })
  await recordFailure(ctx, payables, { session, attempt, failureCode })
}

/** Each time as long again as it has lasted, up to an hour. */
function pauseMinutes({ now }: Ctx, { createdAt }: Attempt): number {
  const minutes = Math.ceil(now.since(createdAt).total('minutes'))
  return Math.min(Math.max(minutes, 1), 60)
}
