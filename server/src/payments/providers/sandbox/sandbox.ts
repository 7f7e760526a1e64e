import { assert } from '@tallystick/core/assert.ts'
import { isAfter } from '@tallystick/core/time/instant.ts'
import { atTimeOf } from '../../../clocks/at-time-of.ts'
import type { Ctx } from '../../../platform/ctx.ts'
import { uuidv7 } from '../../../platform/ids.ts'
import { systemIn, transact, type Workspace } from '../../../platform/workspace.ts'
import type {
  ChallengeAnswer,
  Party,
  PaymentKey,
  PaymentOrder,
  Provider,
  ProviderPayment,
} from '../provider.ts'
import { announce } from './announce.ts'
import { readMeans } from './means.ts'
import { lockMethod, setMethodRemoved } from './method-store.ts'
import { isDisputed } from './outcome.ts'
import { cancelRefund, createRefund } from './refunds.ts'
import { insertPayment, lockPayment, type SandboxPayment, setPayment } from './store.ts'
import { told } from './told.ts'

const delaySeconds = 5
const challengeMinutes = 15
const disputeMinutes = 1

/**
 * The provider of test cards. It stands outside our books as a real one does: it has a memory and transactions of its
 * own, and tells us by webhook what became of a payment.
 */
export function sandbox(workspace: Workspace): Provider {
  const forParty = <T>(
    { merchantId, customerId }: Pick<Party, 'merchantId' | 'customerId'>,
    work: (ctx: Ctx) => Promise<T>,
  ) =>
    transact(workspace, systemIn(merchantId, 'sandbox'), async (ctx) =>
      work(await atTimeOf(ctx, customerId)),
    )
  return {
    name: 'sandbox',
    isReal: false,
    offers: ['card', 'wallet', 'bank_debit'],
    createPayment: (order) => forParty(order, (ctx) => createPayment(ctx, order)),
    findPayment: (asked) =>
      forParty(asked, async (ctx) => {
        const payment = await lockPayment(ctx, 'idempotency_key', asked.idempotencyKey)
        return payment && told(await endStaleChallenge(ctx, payment))
      }),
    answerChallenge: (answer) => forParty(answer, (ctx) => answerChallenge(ctx, answer)),
    abandonPayment: (asked) => forParty(asked, (ctx) => abandonPayment(ctx, asked)),
    createRefund: (order) => forParty(order, (ctx) => createRefund(ctx, order)),
    cancelRefund: (order) => forParty(order, (ctx) => cancelRefund(ctx, order)),
    forgetMethod: (method) => forParty(method, (ctx) => setMethodRemoved(ctx, method.token)),
  }
}

async function createPayment(ctx: Ctx, order: PaymentOrder): Promise<ProviderPayment> {
  const { amount, idempotencyKey } = order
  // The card first: of two who ask under one key, the second waits, and finds the payment of the first.
  const stored = 'token' in order ? await lockMethod(ctx, order.token) : undefined
  const known = await lockPayment(ctx, 'idempotency_key', idempotencyKey)
  if (known) return told(known)
  const { outcome, method, beginning } = await readMeans(ctx, order, stored)
  const reference = `sbx_pay_${uuidv7()}`
  const payment: SandboxPayment = {
    reference,
    idempotencyKey,
    amount,
    outcome,
    ...beginning,
    challengeId: beginning.status === 'requires_action' ? `sbx_chl_${uuidv7()}` : undefined,
    method,
    createdAt: ctx.now,
  }
  if (!(await insertPayment(ctx, payment))) {
    const first = await lockPayment(ctx, 'idempotency_key', order.idempotencyKey)
    assert(first, 'the key is taken by a payment')
    return told(first)
  }
  if (beginning.status === 'processing') {
    const dueAt = ctx.now.add({ seconds: delaySeconds })
    const kind = 'sandbox.finish_payment'
    // Somebody waits at the page.
    await ctx.schedule({ kind, subjectId: reference, dueAt, orByRealTime: true })
  } else {
    await announce(ctx, 'payment.changed', reference)
  }
  if (isDisputed(outcome) && amount.nanos > 0n) {
    const dueAt = ctx.now.add({ minutes: disputeMinutes })
    await ctx.schedule({ kind: 'sandbox.open_dispute', subjectId: reference, dueAt })
  }
  return told(payment)
}

const answered: Readonly<Record<ChallengeAnswer['outcome'], Change>> = {
  accept: { status: 'succeeded' },
  refuse: { status: 'failed', failureCode: 'challenge_refused' },
  abandon: { status: 'failed', failureCode: 'challenge_abandoned' },
}

async function answerChallenge(
  ctx: Ctx,
  { challengeId, outcome }: ChallengeAnswer,
): Promise<ProviderPayment | undefined> {
  const found = await lockPayment(ctx, 'challenge_id', challengeId)
  const payment = found && (await endStaleChallenge(ctx, found))
  if (payment?.status !== 'requires_action') return payment && told(payment)
  return told(await change(ctx, payment, answered[outcome]))
}

async function abandonPayment(
  ctx: Ctx,
  { idempotencyKey }: PaymentKey,
): Promise<ProviderPayment | undefined> {
  const payment = await lockPayment(ctx, 'idempotency_key', idempotencyKey)
  if (payment?.status !== 'requires_action') return payment && told(payment)
  return told(await change(ctx, payment, answered.abandon))
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
