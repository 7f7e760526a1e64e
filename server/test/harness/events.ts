import assert from 'node:assert/strict'
import { foldReadings } from '../../src/metering/fold/fold.ts'
import { asSystem } from './acting.ts'
import { givenMetric, givenProduct } from './catalog.ts'
import { call, givenMerchant, type Party, type Product } from './product.ts'

let customers = 0

/** A merchant whose metrics read events. */
export async function givenMeters(of: Product) {
  const merchant = await givenMerchant(of)
  const { key, organizationId: merchantId } = merchant
  const { productId } = await givenProduct(of, merchant)
  return {
    merchant,
    key,
    async metric(body: object = {}): Promise<string> {
      const reading = { eventType: 'llm.call', valueProperty: '$.tokens', ...body }
      return (await givenMetric(of, merchant, { productId, ...reading })).billableMetricId
    },
    async customer(body: object = {}): Promise<string> {
      customers += 1
      const consumer = {
        name: 'Ada',
        email: `ada${customers}@example.com`,
        address: { country: 'DE' },
      }
      const made = await call(of, 'createCustomer', {
        key,
        body: { merchantId, consumer, ...body },
      })
      assert.equal(made.status, 201)
      // biome-ignore lint/suspicious/noExplicitAny: the edge has checked the reply.
      return (made.body as any).customerId
    },
    /** Sends events as one array; all of them have to be taken. */
    async send(events: readonly object[]): Promise<string[]> {
      const body = events.map((event) => ({ type: 'llm.call', source: 'gateway', ...event }))
      const sent = await call(of, 'ingestEvent', { key, body })
      assert.equal(sent.status, 202, JSON.stringify(sent.body))
      // biome-ignore lint/suspicious/noExplicitAny: the edge has checked the reply.
      const { data, rejected } = sent.body as any
      assert.deepEqual(rejected, [])
      return data.map(({ id }: { id: string }) => id)
    },
    /** Sends what is given as it is. */
    post: (body: unknown, headers: Readonly<Record<string, string>> = {}) =>
      call(of, 'ingestEvent', { key, body, headers }),
    fold: () => foldAll(of, merchant),
    /** What a metric counted of November 2026. */
    async total(metricId: string): Promise<number> {
      const query = { from: '2026-11-01T00:00:00Z', to: '2026-12-01T00:00:00Z' }
      const { status, body } = await call(of, 'getBillableMetricMeter', {
        key,
        params: { id: metricId },
        query,
      })
      assert.equal(status, 200, JSON.stringify(body))
      return body.totalValue
    },
  }
}

/** Everything that is read is in the totals then. */
export async function foldAll(of: Product, merchant: Party): Promise<void> {
  while ((await asSystem(of, merchant, (ctx) => foldReadings(ctx))) > 0) {
    // There is more.
  }
}
