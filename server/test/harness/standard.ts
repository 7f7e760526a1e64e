import assert from 'node:assert/strict'
import { givenFee, givenMetric, givenPlan, givenPrice, givenProduct, made } from './catalog.ts'
import { payAt } from './checkout.ts'
import { advance, givenClock } from './clocks.ts'
import { givenCustomer } from './customers.ts'
import { call, givenMerchant, type Party, type Product } from './product.ts'

type Fields = Readonly<Record<string, unknown>>
/** What a test subscribes: `at` is when its test clock and the subscription begin. */
type Wish = { readonly planId: string; readonly at: string } & Fields

let shops = 0

/** A merchant that bills by period, and what its customers do; every customer has a test clock of its own. */
export async function givenShop(of: Product) {
  shops += 1
  const eventType = `tokens.read.${shops}`
  const party = await givenMerchant(of)
  const { key } = party
  const { productId } = await givenProduct(of, party)
  const reading = { eventType, valueProperty: '$.tokens' }
  const { billableMetricId } = await givenMetric(of, party, { productId, ...reading })

  const priced = async (body: Fields) => (await givenPrice(of, party, body)).priceId
  const post = (name: string, id: string, body: Fields) =>
    call(of, name, { key, params: { id }, body })

  return {
    ...{ ...party, productId, billableMetricId },
    post,

    /** The price of a fee, monthly and in advance unless told otherwise. */
    async fee(unitPrice: string, more: Fields = {}) {
      const { feeId } = await givenFee(of, party, productId)
      const what = { feeId, model: undefined, invoiceDisplayName: 'Base fee' }
      const when = { paymentTerm: 'in_advance', billingCadence: 'P1M' }
      return priced({ ...what, ...when, properties: { unitPrice }, ...more })
    },

    /** The price of usage, in arrears. */
    usage: (unitPrice: string, more: Fields = {}) =>
      priced({
        billableMetricId,
        invoiceDisplayName: 'Tokens read',
        paymentTerm: 'in_arrears',
        properties: { unitPrice },
        ...more,
      }),

    async plan(prices: readonly string[], more: Fields = {}) {
      const body = { productId, billingVersion: 1, prices, ...more }
      return (await givenPlan(of, party, body)).planId
    },

    /** A customer with a subscription that is paid for. */
    async subscriber({ at, ...more }: Wish) {
      const clockId = await givenClock(of, party, at)
      const customerId = (more['customerId'] as string) ?? (await givenCustomer(of, party))
      const body = { name: 'Pro', customerId, startedAt: at, testClockId: clockId, ...more }
      const subscription = await made(of, 'createSubscription', { key, body })
      const { checkoutUrl } = subscription.payment ?? {}
      if (checkoutUrl) assert.equal((await payAt(of, checkoutUrl)).status, 200)
      return { clockId, customerId, id: subscription.id as string }
    },

    passes: (clockId: string, by: string) => advance(of, party, { id: clockId, by }),

    async uses(subject: string, tokens: number, at?: string) {
      const body = { type: eventType, source: 'tests', subject, timestamp: at, data: { tokens } }
      const reply = await call(of, 'ingestEvent', { key, body })
      assert.equal(reply.status, 202, JSON.stringify(reply.body))
    },

    ...readingOf(of, party),
  }
}

/** What the merchant reads of its subscriptions and their invoices. */
function readingOf(of: Product, { key }: Party) {
  return {
    async subscription(id: string) {
      return (await call(of, 'getSubscription', { key, params: { id } })).body
    },

    /** Every invoice of a subscription, the oldest first. */
    async invoices(subscriptionId: string) {
      const { body } = await call(of, 'listInvoices', {
        key,
        query: { subscriptionId, limit: 100 },
      })
      // biome-ignore lint/suspicious/noExplicitAny: tests look into replies freely; the edge has checked them.
      return (body.data as any[]).toReversed()
    },

    /** The same in a line each: its number, when its period began, its state and its total. */
    async bills(subscriptionId: string) {
      return (await this.invoices(subscriptionId)).map(
        ({ sequenceNumber, status, periodStart, grandTotal }) =>
          `${sequenceNumber} ${periodStart.slice(0, 10)} ${status} ${grandTotal}`,
      )
    },

    /** What an invoice says: each line by its name, from when it bills, and what it costs. */
    async lines(invoiceId: string) {
      const { body } = await call(of, 'listLineItems', { key, query: { invoiceId, limit: 100 } })
      return (body.data as { displayName: string; periodStart: string; subtotal: string }[]).map(
        ({ displayName, periodStart, subtotal }) =>
          `${displayName} ${periodStart.slice(0, 10)} ${subtotal}`,
      )
    },
  }
}
