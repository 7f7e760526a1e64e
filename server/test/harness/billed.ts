import assert from 'node:assert/strict'
import { givenFee, givenMetric, givenPlan, givenPrice, givenProduct, made } from './catalog.ts'
import { payAt } from './checkout.ts'
import { givenCustomer } from './customers.ts'
import { call, givenMerchant, type Party, type Product } from './product.ts'
import { subscribe } from './subscribed.ts'

/** A merchant with a product and a metric that sums the `n` of its events. */
export type Biller = Party & {
  readonly productId: string
  readonly billableMetricId: string
}

export async function givenBiller(of: Product): Promise<Biller> {
  const party = await givenMerchant(of)
  const { productId } = await givenProduct(of, party)
  const metric = { productId, eventType: 'used', valueProperty: '$.n' }
  const { billableMetricId } = await givenMetric(of, party, metric)
  return { ...party, productId, billableMetricId }
}

/** A price of the biller: a fee by its amount, or what is used by its unit price. */
export type Wanted = {
  readonly fee?: string
  readonly unit?: string
  readonly term?: 'in_advance' | 'in_arrears'
  readonly [field: string]: unknown
}

/** A plan of such prices. A fee is monthly and in advance, unless told otherwise; what is used is in arrears. */
export async function givenBilledPlan(
  of: Product,
  biller: Biller,
  { wanted, ...plan }: { readonly wanted: readonly Wanted[]; readonly [field: string]: unknown },
): Promise<string> {
  const prices: string[] = []
  for (const { fee, unit, term, ...more } of wanted) {
    const source =
      fee === undefined
        ? { billableMetricId: biller.billableMetricId, invoiceDisplayName: 'Tokens' }
        : {
            ...(await givenFee(of, biller, biller.productId)),
            invoiceDisplayName: 'Base fee',
            billingCadence: 'P1M',
          }
    const { priceId } = await givenPrice(of, biller, {
      ...source,
      paymentTerm: term ?? (fee === undefined ? 'in_arrears' : 'in_advance'),
      properties: { unitPrice: fee ?? unit ?? '0' },
      ...more,
    })
    prices.push(priceId)
  }
  const { productId } = biller
  const body = { productId, prices, billingVersion: 1, ...plan }
  return (await givenPlan(of, biller, body)).planId
}

export type Billed = Biller & {
  readonly planId: string
  readonly customerId: string
  readonly subscriptionId: string
}

/** A customer who subscribed now and paid what was due. */
export async function givenBilled(
  of: Product,
  biller: Biller,
  { planId, ...wish }: { readonly planId: string; readonly [field: string]: unknown },
): Promise<Billed> {
  const customerId = (wish['customerId'] as string) ?? (await givenCustomer(of, biller))
  const { status, body } = await subscribe(of, { ...biller, planId } as never, {
    ...wish,
    customerId,
    planId,
  })
  assert.equal(status, 201, JSON.stringify(body))
  if (body.payment?.checkoutUrl) await payAt(of, body.payment.checkoutUrl)
  return { ...biller, planId, customerId, subscriptionId: body.id }
}

/** Reports usage: `n` units, now unless told otherwise. */
export async function use(
  of: Product,
  { key, customerId }: Billed,
  { n, at = of.clock.now.toString() }: { readonly n: number | string; readonly at?: string },
) {
  const event = { type: 'used', source: 'test', subject: customerId, timestamp: at, data: { n } }
  const { status, body } = await call(of, 'ingestEvent', { key, body: event })
  assert.equal(status, 202, JSON.stringify(body))
}

/** Invoices of the subscription, the oldest first: Invoice 0, and those of periods by their number. */
export async function invoicesOf(of: Product, { key, subscriptionId }: Billed) {
  const query = { subscriptionId, limit: 100 }
  const { status, body } = await call(of, 'listInvoices', { key, query })
  assert.equal(status, 200, JSON.stringify(body))
  // biome-ignore lint/suspicious/noExplicitAny: tests look into replies freely; the edge has checked them.
  return (body.data as any[]).toSorted((a, b) => a.sequenceNumber - b.sequenceNumber)
}

/** The lines of an invoice as one text: name, quantity, net, in its order. */
export async function linesOn(of: Product, { key }: Party, invoiceId: string): Promise<string> {
  const params = { id: invoiceId }
  const { status, body } = await call(of, 'getInvoiceLineItems', { key, params })
  assert.equal(status, 200, JSON.stringify(body))
  return body.lineItems
    .map(
      (line: { invoiceDisplayName: string; quantity: number; totalPrice: string }) =>
        `${line.invoiceDisplayName} ${line.quantity} ${line.totalPrice}`,
    )
    .join(', ')
}

/** Writes a line by hand. */
export function write(of: Product, { key, subscriptionId }: Billed, line: object) {
  const body = { subscriptionId, displayName: 'Extra', currency: 'USD', quantity: 1, ...line }
  return made(of, 'createLineItem', { key, body })
}
