import { assert } from '@tallystick/core/assert.ts'
import { isAfter } from '@tallystick/core/time/instant.ts'
import { atTimeOf } from '../../../clocks/at-time-of.ts'
import type { Ctx } from '../../../platform/ctx.ts'
import { uuidv7 } from '../../../platform/ids.ts'
import { systemIn, transact, type Workspace } from '../../../platform/workspace.ts'
import type {
  ChallengeAnswer,
  Party,
  PaymentOrder,
  Provider,
  ProviderMethod,
  ProviderPayment,
  ProviderRefund,
  RefundOrder,
} from '../provider.ts'
import { announce } from './announce.ts'
import { beginnings, brandOf, digitsOf, outcomeOf } from './outcome.ts'
import {
  insertPayment,
  insertRefund,
  listRefunds,
  lockPayment,
  type SandboxPayment,
  setPayment,
} from './store.ts'
import { told } from './told.ts'
import { readWebhook } from './webhook.ts'

const delaySeconds = 5
const challengeMinutes = 15
const disputeMinutes = 1
const refundMinutes = 1

/**
 * The provider of test cards. It stands outside our books as a real one does: it has a memory and transactions of its
 * own, and tells us by webhook what became of a payment.
 */
export function sandbox(workspace: Workspace): Provider {
  const forParty = <T>({ merchantId, customerId }: Party, work: (ctx: Ctx) => Promise<T>) =>
    transact(workspace, systemIn(merchantId, 'sandbox'), async (ctx) =>
      work(await atTimeOf(ctx, customerId)),
    )
  return {
    name: 'sandbox',
    isReal: false,
    createPayment: (order) => forParty(order, (ctx) => createPayment(ctx, order)),
    findPayment: (asked) =>
      forParty(asked, async (ctx) => {
        const payment = await lockPayment(ctx, 'idempotency_key', asked.idempotencyKey)
        return payment && told(await endStaleChallenge(ctx, payment))
      }),
    answerChallenge: (answer) => forParty(answer, (ctx) => answerChallenge(ctx, answer)),
    createRefund: (order) => forParty(order, (ctx) => createRefund(ctx, order)),
    readWebhook,
  }
}

async function createPayment(ctx: Ctx, order: PaymentOrder): Promise<ProviderPayment> {
  const outcome = outcomeOf(order.card, ctx.now)
  const reference = `sbx_pay_${uuidv7()}`
  const payment: SandboxPayment = {
    reference,
    idempotencyKey: order.idempotencyKey,
    amount: order.amount,
    ...beginnings[outcome],
    challengeId: outcome === 'challenge' ? `sbx_chl_${uuidv7()}` : undefined,
    method: methodOf(order),
    createdAt: ctx.now,
  }
  if (!(await insertPayment(ctx, { ...payment, outcome }))) {
    const first = await lockPayment(ctx, 'idempotency_key', order.idempotencyKey)
    assert(first, 'the key is taken by a payment')
    return told(first)
  }
  if (outcome === 'delayed') {
    const dueAt = ctx.now.add({ seconds: delaySeconds })
    const kind = 'sandbox.finish_payment'
    // Somebody waits at the page.
    await ctx.schedule({ kind, subjectId: reference, dueAt, orByRealTime: true })
  } else {
    await announce(ctx, 'payment.changed', reference)
  }
  if (outcome === 'disputed') {
    const dueAt = ctx.now.add({ minutes: disputeMinutes })
    await ctx.schedule({ kind: 'sandbox.open_dispute', subjectId: reference, dueAt })
  }
  return told(payment)
}

function methodOf({ card }: PaymentOrder): ProviderMethod {
  const digits = digitsOf(card)
  return {
    token: `sbx_tok_${uuidv7()}`,
    type: 'card',
    brand: brandOf(digits),
    last4: digits.slice(-4),
    expMonth: card.expMonth,
    expYear: card.expYear,
  }
}

async function answerChallenge(
  ctx: Ctx,
  { challengeId, outcome }: ChallengeAnswer,
): Promise<ProviderPayment | undefined> {
  const found = await lockPayment(ctx, 'challenge_id', challengeId)
  const payment = found && (await endStaleChallenge(ctx, found))
  if (payment?.status !== 'requires_action') return payment && told(payment)
  const answered: Change =
    outcome === 'accept'
      ? { status: 'succeeded' }
      : { status: 'failed', failureCode: 'challenge_refused' }
  return told(await change(ctx, payment, answered))
}

/** Nobody waits for an answer for ever: the payer may have closed the page. */
async function endStaleChallenge(ctx: Ctx, payment: SandboxPayment): Promise<SandboxPayment> {
  const end = payment.createdAt.add({ minutes: challengeMinutes })
  const isStale = !isAfter(end, ctx.now)
  if (payment.status !== 'requires_action' || !isStale) return payment
  return change(ctx, payment, { status: 'failed', failureCode: 'challenge_expired' })
}

type Change = { readonly status: 'succeeded' | 'failed'; readonly failureCode?: string }

async function change(ctx: Ctx, payment: SandboxPayment, to: Change): Promise<SandboxPayment> {
  await setPayment(ctx, payment.reference, to)
  await announce(ctx, 'payment.changed', payment.reference)
  return { ...payment, ...to, challengeId: undefined }
}

/** Never more than was paid; what cannot be sent back fails at once. The rest arrives a minute later. */
async function createRefund(ctx: Ctx, order: RefundOrder): Promise<ProviderRefund> {
  const payment = await lockPayment(ctx, 'sandbox_payment_id', order.paymentReference)
  assert(payment, 'a refund names a payment')
  const others = await listRefunds(ctx, payment.reference)
  const first = others.find(({ idempotencyKey }) => idempotencyKey === order.idempotencyKey)
  if (first) return first

  const sent = others
    .filter(({ status }) => status !== 'failed')
    .reduce((sum, { nanos }) => sum + nanos, 0n)
  const isCovered =
    payment.status === 'succeeded' && sent + order.amount.nanos <= payment.amount.nanos
  const reference = `sbx_ref_${uuidv7()}`
  const refund = {
    reference,
    idempotencyKey: order.idempotencyKey,
    status: isCovered ? ('pending' as const) : ('failed' as const),
  }
  const { nanos } = order.amount
  await insertRefund(ctx, { ...refund, paymentReference: payment.reference, nanos })
  if (isCovered) {
    const dueAt = ctx.now.add({ minutes: refundMinutes })
    await ctx.schedule({ kind: 'sandbox.finish_refund', subjectId: reference, dueAt })
  } else {
    await announce(ctx, 'refund.changed', reference)
  }
  return refund
}
