import { create, payCheckout } from '../../demo/lifecycle.ts'
import { ask } from '../../src/commands/usage-import/client.ts'
import type { Buyer, Clock, Told } from './told.ts'

const eventType = 'processes.call'

/** 20.00 a month in advance, and calls at 0.003 in arrears. */
export async function createInvoicedPlan(told: Told): Promise<string> {
  const { merchantId } = told
  const scene = { ...told, client: told.next() }
  const about = (name: string) => ({ merchantId, name, description: name })
  const productId = await create(scene, 'products', about('By invoice'))
  const feeId = await create(scene, 'fees', { ...about('Base'), productId })
  const billableMetricId = await create(scene, 'billableMetrics', {
    ...about('Calls'),
    ...{ productId, unit: 'call', aggregation: 'SUM', eventType, valueProperty: '$.calls' },
  })
  const base = { feeId, name: 'Base', paymentTerm: 'in_advance', billingCadence: 'P1M' }
  const calls = { billableMetricId, name: 'Calls', paymentTerm: 'in_arrears' }
  const prices = [
    await create(scene, 'prices', { ...priced('20.00'), ...base, invoiceDisplayName: 'Base' }),
    await create(scene, 'prices', { ...priced('0.003'), ...calls, invoiceDisplayName: 'Calls' }),
  ]
  const terms = { currency: 'USD', billingCadence: 'P1M', prices }
  return create(scene, 'plans', { ...about('Invoiced'), productId, ...terms })
}

const priced = (unitPrice: string) => ({ model: 'standard', properties: { unitPrice } })

type Wish = {
  readonly planId: string
  readonly clock: Pick<Clock, 'id'>
  readonly startedAt: string
  readonly endingAt: string
}

/** The customer also buys what is billed by invoice, charged to the card that pays Invoice 0. */
export async function buyByInvoice(told: Told, { customerId }: Buyer, wish: Wish): Promise<void> {
  const { clock, ...terms } = wish
  const body = { name: 'By invoice', customerId, testClockId: clock.id, autoCharge: true, ...terms }
  const { payment } = await ask<{ payment?: { checkoutUrl: string } }>(
    told.next(),
    'POST /v0/subscriptions',
    { body },
  )
  await payCheckout(told.next(), payment?.checkoutUrl ?? '')
}

/** Events of a moment, each in a request of its own and every one to both processes at once. */
export async function sendCalls(
  told: Told,
  customers: readonly Buyer[],
  timestamp: string,
): Promise<void> {
  const all = customers.flatMap(({ customerId }) =>
    [1000, 2000, 3111].map((calls) => ({
      ...{ type: eventType, source: 'processes', subject: customerId, timestamp },
      ...{ idempotencyKey: `${customerId} ${timestamp} ${calls}`, data: { calls } },
    })),
  )
  const send = (body: object) => ask(told.next(), 'POST /v0/events', { body, repeatable: true })
  await Promise.all(all.flatMap((body) => [send(body), send(body)]))
}

type Invoice = {
  readonly sequenceNumber: number
  readonly status: string
  readonly grandTotal: string
  readonly periodStart: string
}

/** How many invoices there are of a kind: by period, state and total. */
export async function countInvoices({ next, merchantId }: Told): Promise<Map<string, bigint>> {
  const counts = new Map<string, bigint>()
  const query = { merchantId, limit: 100 }
  const { data } = await ask<{ data: Invoice[] }>(next(), 'GET /v2/invoices', { query })
  for (const { sequenceNumber, status, grandTotal, periodStart } of data) {
    const name = `invoice ${sequenceNumber} ${periodStart} ${status} ${grandTotal}`
    counts.set(name, (counts.get(name) ?? 0n) + 1n)
  }
  return counts
}
