import { assert } from '@tallystick/core/assert.ts'
import { nanosToText } from '@tallystick/core/money/money.ts'
import type { Ctx } from '../../../platform/ctx.ts'
import type { DueHandlers } from '../../../platform/due/step.ts'
import type { FreestandingJob } from '../../../platform/jobs/job.ts'
import type { ProviderEvent } from '../provider.ts'
import { announce, type SandboxNews } from './announce.ts'
import { decisionOf, endings } from './outcome.ts'
import { findRefund, lockPayment, setDecided, setDisputed, setPayment, setRefund } from './store.ts'
import { told } from './told.ts'
import { readWebhook, signWebhook } from './webhook.ts'

/** Takes the news of a webhook, in a transaction of its own. */
type Receive = (ctx: Ctx, event: ProviderEvent) => Promise<void>

/** In major units of whatever the currency is. */
const disputeFee = '15.00'
const decisionMinutes = 1

/** What the sandbox does by itself, later. */
export function sandboxDueWork(receive: Receive): DueHandlers {
  const tell = (kind: SandboxNews): FreestandingJob => ({
    freestanding: async ({ within }, { subjectId = '' }) => {
      const webhook = await within(async (ctx) =>
        signWebhook(ctx, await eventOf(ctx, kind, subjectId)),
      )
      await within((ctx) => receive(ctx, readWebhook(ctx, webhook)))
    },
  })
  return {
    'sandbox.finish_payment': async (ctx, { subjectId: reference = '' }) => {
      const payment = await lockPayment(ctx, 'sandbox_payment_id', reference)
      if (payment?.status !== 'processing') return
      await setPayment(ctx, reference, endings[payment.outcome] ?? { status: 'succeeded' })
      await announce(ctx, 'payment.changed', reference)
    },
    'sandbox.finish_refund': async (ctx, { subjectId: reference = '' }) => {
      const refund = await findRefund(ctx, reference)
      if (refund?.status !== 'pending') return
      await setRefund(ctx, reference, 'succeeded')
      await announce(ctx, 'refund.changed', reference)
    },
    'sandbox.open_dispute': async (ctx, { subjectId: reference = '' }) => {
      const payment = await lockPayment(ctx, 'sandbox_payment_id', reference)
      assert(payment, 'a dispute is about a payment')
      await setDisputed(ctx, reference, disputeFee)
      await announce(ctx, 'dispute.opened', reference)
      if (decisionOf(payment.outcome) === undefined) return
      const dueAt = ctx.now.add({ minutes: decisionMinutes })
      await ctx.schedule({ kind: 'sandbox.close_dispute', subjectId: reference, dueAt })
    },
    'sandbox.close_dispute': async (ctx, { subjectId: reference = '' }) => {
      const payment = await lockPayment(ctx, 'sandbox_payment_id', reference)
      const decision = payment && decisionOf(payment.outcome)
      if (!decision) return
      await setDecided(ctx, reference, decision)
      await announce(ctx, 'dispute.closed', reference)
    },
    'sandbox.tell_payment': tell('payment.changed'),
    'sandbox.tell_refund': tell('refund.changed'),
    'sandbox.tell_dispute': tell('dispute.opened'),
    'sandbox.tell_decision': tell('dispute.closed'),
  }
}

/** Told as it is now: what was delivered late says the latest. The same news again have the same id. */
async function eventOf(ctx: Ctx, kind: SandboxNews, reference: string): Promise<ProviderEvent> {
  const idOf = (state: string) => `sbx_evt_${reference}_${state}`
  if (kind === 'refund.changed') {
    const refund = await findRefund(ctx, reference)
    assert(refund, 'an event is about a refund')
    const { idempotencyKey, status } = refund
    return { id: idOf(status), kind, refund: { reference, idempotencyKey, status } }
  }
  const payment = await lockPayment(ctx, 'sandbox_payment_id', reference)
  assert(payment, 'an event is about a payment')
  if (kind === 'payment.changed') {
    return { id: idOf(payment.status), kind, payment: told(payment) }
  }
  const { amount, idempotencyKey: paymentKey } = payment
  const dispute = {
    reference: `${reference}_dp`,
    paymentKey,
    amount: nanosToText(amount.nanos),
    fee: disputeFee,
    currency: amount.currency,
  }
  if (kind === 'dispute.opened') return { id: idOf('disputed'), kind, dispute }
  const outcome = decisionOf(payment.outcome)
  assert(outcome, 'what is told as decided was decided')
  // Who wins has paid the fee for the case nevertheless.
  return { id: idOf(outcome), kind, dispute: { ...dispute, outcome, feeReturned: '0.00' } }
}
