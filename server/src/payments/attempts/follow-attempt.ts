import { assert } from '@tallystick/core/assert.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { JobCall } from '../../platform/jobs/job.ts'
import type { Collecting } from '../collecting.ts'
import { providerOf } from '../providers/provider.ts'
import { findSession, lockSession } from '../sessions/store.ts'
import { questionOf } from './order-of.ts'
import { recordFailure, recordPayment } from './record-payment.ts'
import { followLater } from './start-attempt.ts'
import { chargeOf } from './start-charge.ts'
import { type Attempt, findAttempt, isUnderWay, setAttempt } from './store.ts'

/**
 * Goes to look what became of an attempt that nobody told us the end of: the process may have died between asking the
 * provider and writing down its answer.
 */
export async function followAttempt(
  { within }: Pick<JobCall, 'within'>,
  { providers, payables }: Collecting,
  attemptId: string,
): Promise<void> {
  const { session, attempt, question, charge } = await within((ctx) => findAll(ctx, attemptId))
  if (!isUnderWay(attempt)) return
  const provider = providerOf(providers, session.provider)
  const payment = charge
    ? await provider.createPayment(charge)
    : await provider.findPayment(question)
  await within(async (ctx) => {
    if (payment) await recordPayment(ctx, payables, payment)
    else await giveUp(ctx, payables, attempt)
    const now = await findAttempt(ctx, 'payment_attempt_id', attemptId)
    if (now && isUnderWay(now)) await followLater(ctx, attemptId, pauseMinutes(ctx, now))
  })
}

/**
 * With what a stored method is charged: the provider may be asked again, under the same key, as long as anybody wants it
 * paid. What was cancelled meanwhile is only looked for.
 */
async function findAll(ctx: Ctx, attemptId: string) {
  const attempt = await findAttempt(ctx, 'payment_attempt_id', attemptId)
  assert(attempt, 'an attempt is not deleted')
  const session = await findSession(ctx, attempt.sessionId)
  assert(session, 'an attempt has a session')
  const question = questionOf(ctx, session, attempt)
  const isWanted = session.status === 'processing'
  const charge = isWanted ? await chargeOf(ctx, session, attempt) : undefined
  return { attempt, session, question, charge }
}

/** The provider never heard of it, and whoever was to ask it has long had to give up. */
async function giveUp(ctx: Ctx, payables: Collecting['payables'], { id, sessionId }: Attempt) {
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
