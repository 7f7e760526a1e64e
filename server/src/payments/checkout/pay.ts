import type { checkout } from '@tallystick/contract/checkout.ts'
import type { Input } from '@tallystick/contract/endpoint.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { Call } from '../../platform/http/bind.ts'
import { invalid, Problem } from '../../platform/problem.ts'
import { partyOf, questionOf } from '../attempts/order-of.ts'
import { recordPayment } from '../attempts/record-payment.ts'
import { type Chosen, startAttempt } from '../attempts/start-attempt.ts'
import { findLastAttempt, isUnderWay, isWaitingForForm } from '../attempts/store.ts'
import type { Collecting } from '../collecting.ts'
import { type ProviderPayment, providerOf } from '../providers/provider.ts'
import { isChallengeOpen } from './answer-challenge.ts'
import { isValidIban } from './iban.ts'
import { holderOf, readSession } from './show.ts'

/** Enough for somebody who looks for the right card, too few for somebody who tries out stolen ones. */
const attemptsPerMinute = 10

type Body = Input<(typeof checkout)['payCheckout']>['body']

/** The body names one way to pay, and no other. */
export function readMeans(body: Body): Chosen {
  const named = (['card', 'paymentMethodId', 'wallet', 'bankDebit'] as const).filter(
    (name) => name in body,
  )
  if (named.length > 1) {
    throw invalid({ field: named[1] ?? '', message: 'is one way too many', code: 'invalid_value' })
  }
  if ('paymentMethodId' in body) return { methodId: body.paymentMethodId }
  if ('wallet' in body) return { wallet: true }
  if ('card' in body) return { card: body.card }
  const { bankDebit } = body
  if (!isValidIban(bankDebit.iban)) {
    const message = 'is not the number of a bank account'
    throw invalid({ field: 'bankDebit.iban', message, code: 'invalid_value' })
  }
  return { bankDebit }
}

/**
 * Pays, in several transactions: none is open while the provider is asked. Undefined for the repetition of a request,
 * else what the provider said.
 */
export async function pay(
  call: Call,
  collecting: Collecting,
  { means, saveMethod }: { readonly means: Chosen; readonly saveMethod: boolean },
): Promise<ProviderPayment | undefined> {
  const { sessionId, system } = holderOf(call)
  await call.limit({
    bucket: 'checkout',
    who: sessionId,
    max: attemptsPerMinute,
    windowSeconds: 60,
  })
  await assertOffered(call, collecting, means)
  await leaveForm(call, collecting)
  const wish = { sessionId, saveMethod, requestKey: call.idempotencyKey, means }
  const asking = await call.as(system, (ctx) => startAttempt(ctx, collecting, wish))
  if (!asking) return undefined
  const payment = await asking.provider.createPayment(asking.order)
  await call.as(system, (ctx) => recordPayment(ctx, collecting.payables, payment))
  return payment
}

const offerOf = {
  card: 'card',
  wallet: 'wallet',
  bankDebit: 'bank_debit',
  onPage: 'element',
} as const

async function assertOffered(call: Call, { providers }: Collecting, means: Chosen) {
  const { sessionId } = holderOf(call)
  const { provider } = await call.within((ctx) => readSession(ctx, sessionId))
  const { offers } = providerOf(providers, provider)
  for (const [name, offer] of Object.entries(offerOf)) {
    if (name in means && !offers.includes(offer)) {
      throw new Problem('BAD_REQUEST', 'This cannot be paid that way.')
    }
  }
}

/** Who pays anew leaves the form that was opened before: what was begun there can succeed no more. */
export async function leaveForm(call: Call, { providers, payables }: Collecting): Promise<void> {
  const { sessionId, system } = holderOf(call)
  const { session, question } = await call.as(system, (ctx) => readUnderWay(ctx, sessionId))
  if (!question?.isWaitingForForm) return
  const payment = await providerOf(providers, session.provider).abandonPayment(question)
  if (payment) await call.as(system, (ctx) => recordPayment(ctx, payables, payment))
}

/** Looks at the provider what became of the attempt that is under way. */
export async function refresh(
  call: Call,
  { providers, payables }: Collecting,
): Promise<ProviderPayment | undefined> {
  const { sessionId, system } = holderOf(call)
  await call.limit({ bucket: 'checkout.refresh', who: sessionId, max: 60, windowSeconds: 60 })
  const { session, question } = await call.as(system, (ctx) => readUnderWay(ctx, sessionId))
  if (!question) return undefined
  const payment = await providerOf(providers, session.provider).findPayment(question)
  if (payment) await call.as(system, (ctx) => recordPayment(ctx, payables, payment))
  return payment
}

async function readUnderWay(ctx: Ctx, sessionId: string) {
  const session = await readSession(ctx, sessionId)
  const attempt = await findLastAttempt(ctx, sessionId)
  if (!attempt || !isUnderWay(attempt)) return { session, question: undefined }
  const question = questionOf(ctx, session, attempt)
  return { session, question: { ...question, isWaitingForForm: isWaitingForForm(attempt) } }
}

type Answer = Input<(typeof checkout)['answerChallenge']>['body']

/** Tells the provider what the payer answered its bank, unless that has been said before. */
export async function answer(
  call: Call,
  { providers, payables }: Collecting,
  { challengeId, outcome }: Answer,
): Promise<void> {
  const { sessionId, system } = holderOf(call)
  const asked = await call.within(async (ctx) => {
    const isOpen = await isChallengeOpen(ctx, sessionId, challengeId)
    const session = await readSession(ctx, sessionId)
    return { isOpen, session, party: partyOf(ctx, session) }
  })
  if (!asked.isOpen) return
  const { session, party } = asked
  const provider = providerOf(providers, session.provider)
  const payment = await provider.answerChallenge({ ...party, challengeId, outcome })
  if (payment) await call.as(system, (ctx) => recordPayment(ctx, payables, payment))
}
