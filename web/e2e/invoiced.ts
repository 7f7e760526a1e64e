import { randomUUID } from 'node:crypto'
import type { RunningInstallation } from './installation.ts'
import { ask, pay } from './merchant.ts'

type Made = { readonly id: string }

export type Invoice = {
  readonly id: string
  readonly status: string
  readonly invoiceNumber: string
  readonly paymentUrl?: string
}

export type Invoiced = {
  readonly customerId: string
  readonly subscriptionId: string
  readonly invoice: Invoice & { readonly paymentUrl: string }
}

/** What a month costs: support, 12 500 tokens on the invoice, and 40 calls that were paid as they were made. */
async function makePlan(at: RunningInstallation) {
  const { merchantId } = at.keys
  const make = async (kind: string, body: object) =>
    (await ask<Made>(at, `POST /v0/${kind}`, { merchantId, ...body })).id
  const described = { description: 'A language model behind an API' }
  const productId = await make('products', { ...described, name: 'Assistant API' })
  const own = { productId, ...described }
  const eventType = `tokens.${randomUUID()}`
  const counted = { unit: 'token', aggregation: 'SUM', eventType, valueProperty: '$.tokens' }
  const tokens = await make('billableMetrics', { ...own, name: 'Tokens', ...counted })
  const summed = { unit: 'call', aggregation: 'SUM' }
  const calls = await make('billableMetrics', { ...own, name: 'Calls', ...summed })
  const feeId = await make('fees', { ...own, name: 'Support' })
  const price = (name: string, unitPrice: string, body: object) =>
    make('prices', { invoiceDisplayName: name, properties: { unitPrice }, ...body })
  const metered = { model: 'standard', paymentTerm: 'in_arrears' }
  const monthly = { paymentTerm: 'in_arrears', billingCadence: 'P1M' }
  const instant = { model: 'standard', paymentTerm: 'instant', billableMetricId: calls }
  const prices = [
    await price('Priority support', '49.00', { feeId, ...monthly }),
    await price('Context tokens', '0.0025', { ...metered, billableMetricId: tokens }),
    await price('Calls', '0.10', instant),
  ]
  const terms = { currency: 'USD', billingVersion: 0, prices, defaultTaxRate: 20 }
  return { planId: await make('plans', { ...own, name: 'Team', ...terms }), eventType, calls }
}

let people = 0

/** A new customer with an invoice of last month, and so much on the balance. */
export async function invoiced(
  at: RunningInstallation,
  { balance = '10.00' }: { readonly balance?: string } = {},
): Promise<Invoiced> {
  people += 1
  const { merchantId } = at.keys
  const { planId, eventType, calls } = await makePlan(at)
  const startedAt = '2026-12-01T00:00:00Z'
  const clock = await ask<Made>(at, 'POST /v0/testClocks', { currentTime: startedAt })
  const address = { line1: '12 Mill Lane', city: 'Cambridge', zipCode: 'CB1 2AB', country: 'GB' }
  const customer = { name: 'Grace Hopper', email: `grace${people}@example.com`, address }
  const wish = { name: 'Team', planId, customer, startedAt, testClockId: clock.id }
  type Subscription = { readonly id: string; readonly customerId: string }
  const { id, customerId } = await ask<Subscription>(at, 'POST /v0/subscriptions', wish)

  type Topup = { readonly paymentUrl: string }
  const topup = { amount: balance, currency: 'USD' }
  const { paymentUrl } = await ask<Topup>(at, `POST /v0/customers/${customerId}/topups`, topup)
  await pay(at, paymentUrl)
  const used = { customerId, merchantId, timestamp: startedAt, idempotencyKey: randomUUID() }
  const properties = [{ billableMetricId: calls, quantity: 40 }]
  await ask(at, 'POST /v0/usage', { ...used, properties })
  const event = { type: eventType, source: 'e2e', subject: customerId, timestamp: startedAt }
  await ask(at, 'POST /v0/events', { ...event, data: { tokens: 12_500 } })
  for (const advanceBy of ['P1M', 'P1D']) {
    await ask(at, `PATCH /v0/testClocks/${clock.id}`, { advanceBy })
  }
  return { customerId, subscriptionId: id, invoice: await lastInvoice(at, id) }
}

async function lastInvoice(at: RunningInstallation, subscriptionId: string) {
  const door = `GET /v2/invoices?subscriptionId=${subscriptionId}&status=ISSUED`
  const { data } = await ask<{ data: readonly Invoice[] }>(at, door)
  const [invoice] = data
  const { paymentUrl } = invoice ?? {}
  if (!invoice || !paymentUrl) throw new Error(`There is no invoice: ${JSON.stringify(data)}`)
  return { ...invoice, paymentUrl }
}

export async function invoiceStatus(at: RunningInstallation, { invoice }: Invoiced) {
  return (await ask<Invoice>(at, `GET /v2/invoices/${invoice.id}`)).status
}
