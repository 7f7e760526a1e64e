import assert from 'node:assert/strict'
import { pass } from '../harness/due.ts'
import { call, type Party, type Product } from '../harness/product.ts'
import { type FakeStripe, tell, tellAll } from '../harness/stripe/stripe.ts'
import type { Behaviour } from '../harness/stripe/world.ts'
import type { Checkout, Holding, Stage } from './stage.ts'

const behaviours: Readonly<Record<Holding, Behaviour>> = {
  succeeds: 'succeeds',
  card_declined: 'card_declined',
  insufficient_funds: 'insufficient_funds',
  expired_card: 'expired_card',
  challenge: 'challenge',
  debit: 'delayed',
  debit_fails: 'delayed_failing',
  declined_later: 'declined_later',
  expired_later: 'expired_later',
  stolen_later: 'stolen_later',
  disputed: 'succeeds',
}

/** The page of a payer with its browser, in which the form of Stripe and the window of its bank open. */
export function stripeStage(of: Product, stripe: FakeStripe): Stage {
  const secrets = new Map<string, string>()
  const refresh = async (key: string) =>
    (await call(of, 'refreshCheckout', { key })).body as unknown as Checkout
  const ofMerchant = <T extends { readonly metadata: unknown }>(
    all: Iterable<T>,
    { organizationId }: Party,
  ) => [...all].filter(({ metadata }) => Object(metadata).merchantId === organizationId)
  return {
    name: 'stripe',
    of,
    pays: async (key, holding, save = false) => {
      const opened = await call(of, 'openCheckoutElement', {
        key,
        body: { savePaymentMethod: save },
      })
      if (opened.status !== 200) return opened.body as unknown as Checkout
      secrets.set(key, opened.body.clientSecret)
      stripe.confirms(opened.body.clientSecret, behaviours[holding])
      return refresh(key)
    },
    answers: async (key, { challenge }, answer) => {
      if (answer === 'abandon') {
        const body = { challengeId: challenge?.id, outcome: answer }
        return (await call(of, 'answerChallenge', { key, body })).body as unknown as Checkout
      }
      stripe.answersBank(secrets.get(key) ?? '', answer)
      return refresh(key)
    },
    waits: async () => {
      stripe.banksAct()
      await tellAll(of, stripe)
      await pass(of, { minutes: 2 })
      stripe.banksAct()
      await tellAll(of, stripe)
    },
    news: async () =>
      stripe
        .untold()
        .filter(({ type }) => type.startsWith('payment_intent.'))
        .map((event) => ({
          send: async (how) => believed(await tell(of, event, forged[how ?? ''])),
        })),
    disputed: async (merchant) => {
      const [intent] = ofMerchant(stripe.world.paymentIntents.values(), merchant)
      assert.ok(intent)
      stripe.disputes(intent.id)
      await tellAll(of, stripe)
    },
    charged: async (merchant) =>
      ofMerchant(stripe.world.paymentIntents.values(), merchant).filter(
        ({ status }) => status === 'succeeded',
      ).length,
    refunded: async (merchant) =>
      ofMerchant(stripe.world.refunds.values(), merchant).filter(
        ({ status }) => status !== 'failed' && status !== 'canceled',
      ).length,
    forgets: () => stripe.http.forgetKeys(),
  }
}

const forged: Readonly<Record<string, object>> = {
  forged: { secret: 'whsec_somebodyelse' },
  'too old': { agedSeconds: 360 },
}

function believed({ status }: { readonly status: number }): boolean {
  assert.ok(status === 200 || status === 401)
  return status === 200
}
