import type { Money } from '@tallystick/core/money/money.ts'
import { isAfter } from '@tallystick/core/time/instant.ts'
import type Stripe from 'stripe'
import type { Workspace } from '../../../platform/workspace.ts'
import { stripePlatform } from '../accounts.ts'
import type {
  ChallengeAnswer,
  PageForm,
  Party,
  PaymentQuestion,
  Provider,
  ProviderPayment,
} from '../provider.ts'
import { toStripe } from './amounts.ts'
import { createPayment } from './create-payment.ts'
import { customerFor, knownCustomer } from './customers.ts'
import { isRefusal, unavailable } from './errors.ts'
import { findIntent } from './find-intent.ts'
import { conclude, endIntent, readToken, retrieveIntent } from './intent.ts'
import type { StripeReach } from './reach.ts'
import { cancelRefund, createRefund } from './refunds.ts'

/** How long the payer has to answer its bank, or to fill in the form. */
const waitMinutes = 15

/** Stripe, behind the same port as the sandbox. */
export function stripe(workspace: Workspace, reach: StripeReach): Provider {
  const asking = async <T>(party: Party, work: (client: Stripe) => Promise<T>): Promise<T> => {
    const client = await reach.clientOf(party)
    return work(client).catch((error: unknown) => {
      throw unavailable(error)
    })
  }
  return {
    name: stripePlatform.provider,
    isReal: true,
    offers: ['element'],
    createPayment: (order) =>
      asking(order, async (client) => {
        const customerOf = (gone?: string) => customerFor(workspace, client, { ...order, gone })
        return createPayment({ client, order, customerOf, now: workspace.clock() })
      }),
    findPayment: (asked) => asking(asked, (client) => findPayment(workspace, client, asked)),
    abandonPayment: (asked) => asking(asked, (client) => abandon(workspace, client, asked)),
    answerChallenge: (answer) => asking(answer, (client) => answerChallenge(client, answer)),
    createRefund: (order) => asking(order, (client) => createRefund(client, order)),
    cancelRefund: (order) => asking(order, (client) => cancelRefund(client, order)),
    forgetMethod: (method) => asking(method, (client) => forgetMethod(client, method.token)),
    pageForm: (party, amount) => pageForm(reach, party, amount),
  }
}

async function findPayment(
  workspace: Workspace,
  client: Stripe,
  asked: PaymentQuestion,
): Promise<ProviderPayment | undefined> {
  const intent = await findIntent(client, asked, await knownCustomer(workspace, asked))
  if (!intent) return undefined
  const payment = await conclude(client, intent)
  const end = asked.askedAt.add({ minutes: waitMinutes })
  const isStale = payment.status === 'requires_action' && !isAfter(end, workspace.clock())
  // Nobody waits for an answer for ever: the payer may have closed the page.
  return isStale ? endIntent(client, intent, 'challenge_expired') : payment
}

async function abandon(
  workspace: Workspace,
  client: Stripe,
  asked: PaymentQuestion,
): Promise<ProviderPayment | undefined> {
  const intent = await findIntent(client, asked, await knownCustomer(workspace, asked))
  if (!intent) return undefined
  const payment = await conclude(client, intent)
  return payment.status === 'requires_action'
    ? endIntent(client, intent, 'challenge_abandoned')
    : payment
}

/** The payer's bank hears its answer in a window of Stripe; we only go to look, or give the payment up. */
async function answerChallenge(
  client: Stripe,
  { challengeId, outcome }: ChallengeAnswer,
): Promise<ProviderPayment> {
  const intent = await retrieveIntent(client, challengeId)
  const payment = await conclude(client, intent)
  return outcome === 'abandon' && payment.status === 'requires_action'
    ? endIntent(client, intent, 'challenge_abandoned')
    : payment
}

async function forgetMethod(client: Stripe, token: string): Promise<void> {
  try {
    await client.paymentMethods.detach(readToken(token).payment_method)
  } catch (error) {
    // Forgotten before, there or here.
    if (!isRefusal(error)) throw error
  }
}

async function pageForm(
  reach: StripeReach,
  party: Party,
  money: Money,
): Promise<PageForm | undefined> {
  const { publishableKey } = await reach.keysOf(party)
  const amount = toStripe(money)
  if (amount === undefined) return undefined
  return { publishableKey, amount, currency: money.currency.toLowerCase() }
}
