import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { RunningInstallation } from './installation.ts'

type Body = Readonly<Record<string, unknown>>

type Subscription = {
  readonly id: string
  readonly customerId: string
  readonly status: string
  readonly payment?: { readonly checkoutUrl?: string }
}

/** Calls the API of the installation as its seeded merchant; fails when it says no. */
export async function ask<T>(
  { url, keys }: RunningInstallation,
  door: string,
  body?: Body,
): Promise<T> {
  const [method = 'GET', path = ''] = door.split(' ')
  const reply = await fetch(url + path, {
    method,
    headers: {
      authorization: `Bearer ${keys.merchantKey}`,
      ...(method === 'POST' && { 'idempotency-key': randomUUID() }),
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  })
  const text = await reply.text()
  assert.ok(reply.ok, `${door}: ${reply.status} ${text}`)
  return JSON.parse(text) as T
}

export type Offer = { readonly planId: string; readonly metricIds: readonly string[] }

type Terms = {
  readonly fee?: string
  readonly unitPrices?: readonly string[]
  readonly [field: string]: unknown
}

const usual = ['0.0000025', '0.00001']

/** A plan with two metered prices and, when asked, a fee that is paid once at the start. */
export async function makeOffer(
  at: RunningInstallation,
  { fee, unitPrices = usual, ...plan }: Terms = {},
): Promise<Offer> {
  const { merchantId } = at.keys
  const make = async (kind: string, body: Body) =>
    (await ask<{ id: string }>(at, `POST /v0/${kind}`, body)).id
  const own = { merchantId, description: 'A language model behind an API' }
  const productId = await make('products', { ...own, name: 'Assistant API' })
  const metricIds: string[] = []
  const prices: string[] = []
  for (const [place, unitPrice] of unitPrices.entries()) {
    const name = place === 0 ? 'Context tokens' : 'Generated tokens'
    const metric = { ...own, productId, name, unit: 'token', aggregation: 'SUM' }
    const billableMetricId = await make('billableMetrics', metric)
    metricIds.push(billableMetricId)
    const price = { billableMetricId, model: 'standard', paymentTerm: 'instant' }
    const terms = { invoiceDisplayName: name, properties: { unitPrice } }
    prices.push(await make('prices', { ...price, ...terms }))
  }
  if (fee !== undefined) {
    const feeId = await make('fees', { ...own, productId, name: 'Set-up' })
    const once = { feeId, paymentTerm: 'in_advance', billingCadence: 'P0D' }
    const terms = { invoiceDisplayName: 'Set-up', properties: { unitPrice: fee } }
    prices.push(await make('prices', { ...once, ...terms }))
  }
  const named = { name: 'Pay as you go', description: 'Each token is charged when it is used.' }
  const terms = { productId, currency: 'USD', billingVersion: 0, prices, ...named, ...plan }
  return { planId: await make('plans', { merchantId, ...terms }), metricIds }
}

export type Subscribed = {
  readonly subscriptionId: string
  readonly customerId: string
  readonly checkoutUrl: string
}

let people = 0

/** A new customer's subscription, waiting for its first payment. */
export async function subscribe(
  at: RunningInstallation,
  { planId }: Offer,
  wish: Body = {},
): Promise<Subscribed> {
  people += 1
  const address = { line1: '12 Mill Lane', city: 'Cambridge', zipCode: 'CB1 2AB', country: 'GB' }
  const email = `ada${people}@example.com`
  const subscription = await ask<Subscription>(at, 'POST /v0/subscriptions', {
    customer: { name: 'Ada Lovelace', email, address },
    name: 'Assistant, production',
    planId,
    startedAt: new Date().toISOString(),
    prefundAmount: '150.00',
    ...wish,
  })
  const { id, customerId, payment } = subscription
  return { subscriptionId: id, customerId, checkoutUrl: payment?.checkoutUrl ?? '' }
}

type Account = { readonly kind: string; readonly balance: string }

/** How the subscription stands, and the customer's funds. */
export async function stateOf(
  at: RunningInstallation,
  { subscriptionId, customerId }: Subscribed,
): Promise<{ readonly status: string; readonly funds: string }> {
  const { status } = await ask<Subscription>(at, `GET /v0/subscriptions/${subscriptionId}`)
  const door = `GET /v0/accounts?customerId=${customerId}`
  const { data } = await ask<{ data: readonly Account[] }>(at, door)
  return { status, funds: data.find(({ kind }) => kind === 'funds')?.balance ?? '0' }
}

/** Pays without a page, where the page is not what is looked at. */
export async function pay({ url }: RunningInstallation, checkoutUrl: string): Promise<void> {
  const { pathname, hash } = new URL(checkoutUrl)
  const send = async (path: string, body: Body, headers = {}) => {
    const reply = await fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
    assert.ok(reply.ok, `${path}: ${reply.status}`)
    return reply.json()
  }
  const link = { id: pathname.split('/').at(-1) ?? '', code: hash.slice(1) }
  const { token } = (await send('/v0/portal/sessions', link)) as { token: string }
  const card = { number: '4242424242424242', expMonth: 12, expYear: 2040, cvc: '123' }
  const paid = await send(
    '/v0/portal/checkout/payments',
    { card },
    { authorization: `Bearer ${token}`, 'idempotency-key': randomUUID() },
  )
  assert.equal((paid as { status: string }).status, 'completed')
}

type Batch = { readonly failed: readonly unknown[] }

export type Used = { readonly at: Date; readonly quantities: readonly number[] }

/** Reports usage of the offer's metrics, in batches. */
export async function report(
  at: RunningInstallation,
  { metricIds }: Offer,
  { customerId, used }: { readonly customerId: string; readonly used: readonly Used[] },
): Promise<void> {
  const events = used.map(({ at: time, quantities }) => ({
    customerId,
    merchantId: at.keys.merchantId,
    timestamp: time.toISOString(),
    idempotencyKey: randomUUID(),
    properties: quantities.map((quantity, place) => ({
      billableMetricId: metricIds[place],
      quantity,
    })),
  }))
  for (let first = 0; first < events.length; first += 1000) {
    const batch = { events: events.slice(first, first + 1000) }
    const { failed } = await ask<Batch>(at, 'POST /v0/usage/batch', batch)
    assert.deepEqual(failed, [])
  }
}

const linkAllowedEveryMs = 1000
const mostTries = 8

/** A fresh link to the portal of a subscription, as often as they are given out. */
export async function portalLink(
  at: RunningInstallation,
  subscriptionId: string,
  expiresIn = 'PT10M',
): Promise<string> {
  const door = `POST /v0/subscriptions/${subscriptionId}/portal`
  for (let tries = 1; ; tries += 1) {
    try {
      return (await ask<{ url: string }>(at, door, { expiresIn })).url
    } catch (error) {
      // One a second for the whole merchant, whose shop asks for links as well.
      if (tries === mostTries || !String(error).includes(': 429 ')) throw error
      await sleep(linkAllowedEveryMs)
    }
  }
}
