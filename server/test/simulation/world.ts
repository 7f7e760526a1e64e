import { createHash } from 'node:crypto'
import { payCheckout } from '../../demo/lifecycle.ts'
import { ask, type Client } from '../../src/commands/usage-import/client.ts'
import type { ModelLife } from './model.ts'
import type { ModelEvent } from './model-meter.ts'
import type { Offer } from './offer.ts'

export type Subscriber = {
  readonly customerId: string
  readonly subscriptionId: string
  readonly clockId: string
  readonly offer: Offer
  readonly taxRate: bigint
  readonly startedAt: number
  endedAt?: number
  readonly events: ModelEvent[]
}

export type Plan = { readonly id: string; readonly offer: Offer }

export type World = {
  client: Client
  readonly merchantId: string
  /** Tells what one run makes from what others do. */
  readonly prefix: string
  readonly plans: readonly Plan[]
  readonly clocks: readonly string[]
  readonly subscribers: Subscriber[]
}

type Made = { readonly id: string }
type Owner = Pick<World, 'client' | 'merchantId' | 'prefix'>

export const eventTypeOf = ({ prefix }: Pick<World, 'prefix'>) => `simulated.${prefix}`

export async function createPlan(owner: Owner, offer: Offer, number: number): Promise<Plan> {
  const { client, merchantId, prefix } = owner
  const make = async (path: string, body: object) => {
    const said = JSON.stringify([prefix, path, body])
    const idempotencyKey = createHash('sha256').update(said).digest('hex')
    return (await ask<Made>(client, `POST /v0/${path}`, { body, idempotencyKey })).id
  }
  const about = (name: string) => ({ merchantId, name, description: name })
  const productId = await make('products', about(`Simulated ${number}`))
  const prices: string[] = []
  for (const { name, price } of offer.fees) {
    const feeId = await make('fees', { ...about(name), productId })
    prices.push(await make('prices', { feeId, ...price, invoiceDisplayName: name }))
  }
  for (const { name, aggregation, price } of offer.meters) {
    const reads = aggregation !== 'COUNT' && { valueProperty: '$.amount' }
    const reading = { aggregation, eventType: eventTypeOf(owner), ...reads }
    const metric = { ...about(name), productId, unit: 'unit', ...reading }
    const billableMetricId = await make('billableMetrics', metric)
    const terms = { paymentTerm: 'in_arrears', invoiceDisplayName: name }
    prices.push(await make('prices', { billableMetricId, ...terms, ...price }))
  }
  const { cadence: billingCadence, autoApprove } = offer
  const terms = { productId, currency: 'USD', billingCadence, autoApprove, prices }
  return { id: await make('plans', { ...about(`Simulated ${number}`), ...terms }), offer }
}

export type Arrival = {
  readonly clockId: string
  readonly plan: Plan
  readonly now: number
  /** Known beforehand. */
  readonly endingAt: number | undefined
  readonly name: string
  readonly taxRate: bigint
  readonly autoCharge: boolean
  readonly card: string
}

type Payment = {
  readonly status: string
  readonly invoiceId: string
  readonly checkoutUrl?: string
}
type Subscribed = {
  readonly id: string
  readonly customerId: string
  readonly payment?: Payment | undefined
}

/** A customer subscribes at the clock's time, and pays Invoice 0. */
export async function subscribe({ client }: World, arrival: Arrival): Promise<Subscriber> {
  const { clockId, plan, now, name, taxRate, autoCharge, endingAt } = arrival
  const customer = {
    name,
    email: `${name}@example.com`,
    address: { country: 'DE', zipCode: '10115' },
    taxRates: { default: Number(taxRate) / 1000 },
  }
  const when = { startedAt: text(now), ...(endingAt && { endingAt: text(endingAt) }) }
  const { id, customerId, payment } = await ask<Subscribed>(client, 'POST /v0/subscriptions', {
    body: { name, planId: plan.id, customer, ...when, testClockId: clockId, autoCharge },
    idempotencyKey: name,
  })
  const checkoutUrl = await approvedCheckout(client, { id, payment })
  if (checkoutUrl) await payCheckout(client, checkoutUrl, arrival.card)
  return {
    ...{ customerId, subscriptionId: id, clockId, offer: plan.offer, taxRate, startedAt: now },
    ...(endingAt && { endedAt: endingAt }),
    events: [],
  }
}

type Asked = Pick<Subscribed, 'id' | 'payment'>

/** Where Invoice 0 can be paid, once the merchant has approved it; undefined when there is none. */
async function approvedCheckout(client: Client, { id, payment }: Asked) {
  if (payment?.status !== 'awaiting_approval') return payment?.checkoutUrl
  await ask(client, `POST /v2/invoices/${payment.invoiceId}/approval`)
  return (await ask<Subscribed>(client, `GET /v0/subscriptions/${id}`)).payment?.checkoutUrl
}

export function lifeOf(subscriber: Subscriber, until: number): ModelLife {
  const { startedAt, endedAt, events, taxRate, offer } = subscriber
  return { plan: offer.model, startedAt, endedAt, taxRate, graceMs: 86_400_000, events, until }
}

/** What the sender of events says; the same event again is byte by byte the same. */
export function eventBody(subscriber: Subscriber, { key, at, value, eventType }: ModelEvent) {
  return {
    type: eventType,
    source: 'simulation',
    subject: subscriber.customerId,
    timestamp: text(at),
    idempotencyKey: key,
    data: { amount: value.toString() },
  }
}

const text = (ms: number) => new Date(ms).toISOString()
