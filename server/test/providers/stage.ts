import assert from 'node:assert/strict'
import { chargeSession } from '../../src/payments/attempts/charge-session.ts'
import { type Charge, startCharge } from '../../src/payments/attempts/start-charge.ts'
import type { Provider } from '../../src/payments/providers/provider.ts'
import { providerOf } from '../../src/payments/providers/provider.ts'
import type { Ctx } from '../../src/platform/ctx.ts'
import { collecting } from '../../src/wiring.ts'
import { asSystem } from '../harness/acting.ts'
import { balancesOf, factsOf, fundsIn } from '../harness/books.ts'
import { givenCustomer } from '../harness/customers.ts'
import { linkOf, tokenOf } from '../harness/links.ts'
import { call, givenMerchant, type Party, type Product } from '../harness/product.ts'

/** What a payer holds in the hand. */
export type Holding =
  | 'succeeds'
  | 'card_declined'
  | 'insufficient_funds'
  | 'expired_card'
  | 'challenge'
  | 'debit'
  | 'debit_fails'
  | 'declined_later'
  | 'expired_later'
  | 'stolen_later'
  /** Succeeds, and is disputed afterwards. */
  | 'disputed'

export type Answer = 'accept' | 'refuse' | 'abandon'

export type Checkout = {
  readonly status: string
  readonly failure?: { readonly code: string }
  readonly challenge?: { readonly id: string }
}

/** One thing that the provider has to say, as it is sent. */
export type News = {
  /** True when it was believed. */
  readonly send: (how?: 'forged' | 'too old') => Promise<boolean>
}

/** A provider with the world around it: payers, their banks, and the way of the news. */
export type Stage = {
  readonly name: string
  readonly of: Product
  /** The payer pays on the page, with what it holds. */
  readonly pays: (payer: string, holding: Holding, save?: boolean) => Promise<Checkout>
  /** The payer answers its bank, or leaves it alone. */
  readonly answers: (payer: string, asked: Checkout, answer: Answer) => Promise<Checkout>
  /** Banks do what they do in some minutes, and the provider tells of it. */
  readonly waits: () => Promise<void>
  /** What the provider has to say by now, which has not been sent. */
  readonly news: () => Promise<readonly News[]>
  /** The payer's bank takes the only payment of a merchant back, and that is told. */
  readonly disputed: (merchant: Party) => Promise<void>
  /** How many payments succeeded at the provider, in its own memory, in the name of this merchant. */
  readonly charged: (merchant: Party) => Promise<number>
  /** How many refunds are on their way or have arrived there, likewise. */
  readonly refunded: (merchant: Party) => Promise<number>
  /** A day and more goes by at the provider, and what it kept for a day is gone. */
  readonly forgets: () => void
}

/** A merchant with a customer on a stage. */
export type Scene = Awaited<ReturnType<typeof sceneOn>>

export async function sceneOn(stage: Stage) {
  const { of } = stage
  const merchant = await givenMerchant(of)
  const { key } = merchant
  const customerId = await givenCustomer(of, merchant)
  const params = { id: customerId }
  const outside = collecting(of.installation)
  const within = <T>(work: (ctx: Ctx) => Promise<T>) => asSystem(of, merchant, work)

  async function created(name: 'createPayment' | 'createTopup', body: object) {
    const reply = await call(of, name, { key, params, body })
    assert.equal(reply.status, 201, JSON.stringify(reply.body))
    const url = reply.body.paymentUrl as string
    return { url, sessionId: linkOf(url).id, payer: await tokenOf(of, url) }
  }

  return {
    merchant,
    customerId,
    outside,
    within,
    provider: providerOf(outside.providers, { provider: stage.name }),
    payment: (more: object = {}) =>
      created('createPayment', { amount: '25.00', currency: 'USD', customerId, ...more }),
    topup: (amount = '25.00') => created('createTopup', { amount, currency: 'USD' }),
    look: async (payer: string): Promise<Checkout> =>
      (await call(of, 'getCheckout', { key: payer })).body as unknown as Checkout,
    async stores(holding: Holding) {
      const opened = await call(of, 'createCustomerPaymentMethod', { key, params })
      const payer = await tokenOf(of, opened.body.url)
      const paid = await stage.pays(payer, holding)
      const done = paid.challenge ? await stage.answers(payer, paid, 'accept') : paid
      // A debit takes its time, also where nothing is charged.
      await stage.waits()
      const { status } = done.status === 'processing' ? await this.look(payer) : done
      assert.equal(status, 'completed')
    },
    methods: async () => (await call(of, 'listCustomerPaymentMethods', { key, params })).body.data,
    removes: (methodId: string) =>
      call(of, 'deleteCustomerPaymentMethod', { key, params: { ...params, methodId } }),
    givesBack: () =>
      call(of, 'createFundsReturn', { key, params, body: { currency: 'USD', reason: 'Leaving' } }),
    balances: () => balancesOf(of, merchant),
    facts: () => factsOf(of, merchant),
    funds: () => fundsIn(of, merchant, customerId),
    /** The default method of the customer is charged while it is away. */
    async charges(sessionId: string, dying?: (provider: Provider) => Provider) {
      const organizationId = merchant.organizationId
      await chargeSession({ within, organizationId } as never, outside, async (realCtx) => {
        const charge = await startCharge(realCtx, outside, sessionId)
        return dying && charge && 'order' in charge
          ? { ...charge, provider: dying(charge.provider) }
          : charge
      })
    },
    starts: (sessionId: string): Promise<Charge> =>
      within((ctx) => startCharge(ctx, outside, sessionId)),
  }
}
