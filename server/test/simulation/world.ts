import { createHash } from 'node:crypto'
import { payCheckout } from '../../demo/lifecycle.ts'
import { ask, type Client } from '../../src/commands/usage-import/client.ts'
import type { ModelEvent, ModelLife, ModelPlan } from './model.ts'

/** What the simulated merchant sells, once as the API takes it and once as the model does. */
export const eventType = 'simulated.call'

export const modelPlan = (taxRate: bigint): ModelPlan => ({
  taxRate,
  fees: [
    { name: 'Set-up', cents: 1_000n, when: 'once_in_advance' },
    { name: 'Base fee', cents: 4_900n, when: 'monthly_in_advance' },
    { name: 'Support', cents: 1_999n, when: 'monthly_in_arrears' },
  ],
  meters: [
    { name: 'Tokens', eventType, counts: 'sum', cost: (quantity) => quantity * 250_000n },
    { name: 'Calls', eventType, counts: 'count', cost: packages },
    { name: 'Largest call', eventType, counts: 'max', cost: graduated },
  ],
})

/** 0.50 for every ten begun, after three that are free. */
function packages(quantity: bigint): bigint {
  const paid = quantity > 3n ? quantity - 3n : 0n
  return ((paid + 9n) / 10n) * 50_000_000n
}

/** 0.10 each up to 50, and 0.035 each beyond. */
function graduated(quantity: bigint): bigint {
  const low = quantity > 50n ? 50n : quantity
  return low * 10_000_000n + (quantity - low) * 3_500_000n
}

const fees = [
  { name: 'Set-up', unitPrice: '10', paymentTerm: 'in_advance', billingCadence: 'P0D' },
  { name: 'Base fee', unitPrice: '49', paymentTerm: 'in_advance', billingCadence: 'P1M' },
  { name: 'Support', unitPrice: '19.99', paymentTerm: 'in_arrears', billingCadence: 'P1M' },
] as const

const meters = [
  { name: 'Tokens', aggregation: 'SUM', price: { properties: { unitPrice: '0.0025' } } },
  {
    name: 'Calls',
    aggregation: 'COUNT',
    price: {
      properties: { unitPrice: '0' },
      pricing: { model: 'package', size: '10', price: '0.50', freeUnits: '3' },
    },
  },
  {
    name: 'Largest call',
    aggregation: 'MAX',
    price: {
      properties: { unitPrice: '0' },
      pricing: {
        model: 'graduated',
        tiers: [{ upTo: '50', unitPrice: '0.10' }, { unitPrice: '0.035' }],
      },
    },
  },
] as const

export type Subscriber = {
  readonly customerId: string
  readonly subscriptionId: string
  readonly clockId: string
  readonly taxRate: bigint
  readonly startedAt: number
  endedAt?: number
  readonly events: ModelEvent[]
}

export type World = {
  client: Client
  readonly merchantId: string
  readonly planId: string
  readonly clocks: string[]
  readonly subscribers: Subscriber[]
}

type Made = { readonly id: string }

export async function createPlan(client: Client, merchantId: string): Promise<string> {
  const make = async (path: string, body: object) =>
    (
      await ask<Made>(client, `POST /v0/${path}`, {
        body,
        idempotencyKey: createHash('sha256')
          .update(JSON.stringify([path, body]))
          .digest('hex'),
      })
    ).id
  const about = (name: string) => ({ merchantId, name, description: name })
  const productId = await make('products', about('Simulated'))
  const prices: string[] = []
  for (const { name, unitPrice, ...terms } of fees) {
    const feeId = await make('fees', { ...about(name), productId })
    const price = { feeId, model: 'standard', properties: { unitPrice }, ...terms }
    prices.push(await make('prices', { ...price, invoiceDisplayName: name }))
  }
  for (const { name, aggregation, price } of meters) {
    const reading = { eventType, ...(aggregation !== 'COUNT' && { valueProperty: '$.amount' }) }
    const metric = { ...about(name), productId, unit: 'unit', aggregation, ...reading }
    const billableMetricId = await make('billableMetrics', metric)
    const terms = { model: 'standard', paymentTerm: 'in_arrears', invoiceDisplayName: name }
    prices.push(await make('prices', { billableMetricId, ...terms, ...price }))
  }
  const plan = { ...about('Simulated'), productId, currency: 'USD', billingCadence: 'P1M' }
  return make('plans', { ...plan, prices })
}

export type Arrival = {
  readonly clockId: string
  readonly now: number
  readonly name: string
  readonly taxRate: bigint
  readonly autoCharge: boolean
  readonly card: string
}

type Subscribed = {
  readonly id: string
  readonly customerId: string
  readonly payment?: { readonly checkoutUrl?: string }
}

/** A customer subscribes at the clock's time, and pays Invoice 0. */
export async function subscribe(world: World, arrival: Arrival): Promise<Subscriber> {
  const { client, planId } = world
  const { clockId, now, name, taxRate, autoCharge } = arrival
  const customer = {
    name,
    email: `${name}@example.com`,
    address: { country: 'DE', zipCode: '10115' },
    taxRates: { default: Number(taxRate) / 1000 },
  }
  const startedAt = new Date(now).toISOString()
  const { id, customerId, payment } = await ask<Subscribed>(client, 'POST /v0/subscriptions', {
    body: { name, planId, customer, startedAt, testClockId: clockId, autoCharge },
    idempotencyKey: name,
  })
  if (payment?.checkoutUrl) await payCheckout(client, payment.checkoutUrl, arrival.card)
  return { customerId, subscriptionId: id, clockId, taxRate, startedAt: now, events: [] }
}

export function lifeOf(subscriber: Subscriber, until: number): ModelLife {
  const { startedAt, endedAt, events, taxRate } = subscriber
  return { plan: modelPlan(taxRate), startedAt, endedAt, graceMs: 86_400_000, events, until }
}

/** What the sender of events says; the same event again is byte by byte the same. */
export function eventBody({ customerId }: Subscriber, { key, at, value }: ModelEvent) {
  return {
    type: eventType,
    source: 'simulation',
    subject: customerId,
    timestamp: new Date(at).toISOString(),
    idempotencyKey: key,
    data: { amount: value.toString() },
  }
}
