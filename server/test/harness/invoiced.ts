import assert from 'node:assert/strict'
import { made } from './catalog.ts'
import { call, type Party, type Product } from './product.ts'
import { givenShop } from './standard.ts'

type Fields = Readonly<Record<string, unknown>>
type Query = Readonly<Record<string, string | number>>

/** Where the test clocks of these tests begin: December is the first period. */
export const december = '2026-12-01T00:00:00Z'

/** A shop, and what a merchant does with its invoices. */
export async function givenInvoicing(of: Product, settings?: Fields) {
  const shop = await givenShop(of)
  const { key, organizationId } = shop

  const read = async (name: string, id: string, query: Query = {}) => {
    const { status, body } = await call(of, name, { key, params: { id }, query })
    assert.equal(status, 200, JSON.stringify(body))
    return body
  }
  const sets = async (body: Fields) => {
    const params = { id: organizationId }
    const reply = await call(of, 'updateBillingSettings', { key, params, body })
    assert.equal(reply.status, 200, JSON.stringify(reply.body))
  }
  if (settings) await sets(settings)

  return {
    ...shop,
    sets,
    invoice: (id: string, query?: Query) => read('getInvoice', id, query),
    invoiceLines: (id: string, query?: Query) => read('getInvoiceLineItems', id, query),
    explanation: (id: string) => read('explainInvoice', id),

    /** The invoice of a period by its number. */
    async period(subscriptionId: string, number: number) {
      const found = (await shop.invoices(subscriptionId)).find(
        ({ sequenceNumber, ...more }) => sequenceNumber === number && isOfPeriod(more),
      )
      assert.ok(found, `there is an invoice ${number}`)
      return found
    },

    lineItems: (query: Query) => call(of, 'listLineItems', { key, query }),

    /** A line by hand: 10.00, unless told otherwise. */
    writes: (line: Fields, headers: Readonly<Record<string, string>> = {}) =>
      call(of, 'createLineItem', {
        ...{ key, headers },
        body: { displayName: 'Extra', currency: 'USD', quantity: 1, unitPrice: 10, ...line },
      }),
  }
}

/** A plan change has an upfront invoice with the number of the period that it opens. */
function isOfPeriod({ gracePeriodEnd, periodStart }: Record<string, unknown>): boolean {
  return gracePeriodEnd !== periodStart
}

/** The states that an invoice went through, and when. */
export function passedThrough(invoice: {
  metadata: { history: { status: string; at: string }[] }
}): string[] {
  return invoice.metadata.history.map(({ status, at }) => `${status} ${at}`)
}

/** Every invoice of a subscription, computed again from what is kept with its lines, says the same. */
export async function assertExplained(
  shop: Awaited<ReturnType<typeof givenInvoicing>>,
  subscriptionId: string,
): Promise<void> {
  for (const { id, subtotal, totalTax, grandTotal } of await shop.invoices(subscriptionId)) {
    const explanation = await shop.explanation(id)
    const { alreadyPaid: _, ...totals } = explanation.recomputedTotals
    assert.deepEqual(totals, { subtotal, totalTax, grandTotal })
    const doubtful = explanation.lines.filter((line: { recomputed: boolean }) => !line.recomputed)
    assert.deepEqual(doubtful, [])
    assert.equal(explanation.recomputed, true)
  }
}

type Buyer = {
  readonly country: string
  readonly zipCode?: string
  readonly taxId?: string
  readonly taxRates?: Fields
}

let buyers = 0

/** A customer of the shop somewhere in the world. */
export async function givenBuyer(
  of: Product,
  { key, organizationId: merchantId }: Pick<Party, 'key' | 'organizationId'>,
  { country, zipCode = '10115', ...more }: Buyer,
): Promise<string> {
  buyers += 1
  const address = { country, zipCode }
  const consumer = { name: `Buyer ${buyers}`, email: `buyer${buyers}@example.com`, address }
  const body = { merchantId, consumer, ...more }
  return (await made(of, 'createCustomer', { key, body })).customerId
}

/** A German seller that is in the One Stop Shop. */
export const germanSeller = {
  taxRegistrations: [{ country: 'DE', scheme: 'oss' }],
  seller: { address: { line1: 'Weg 1', city: 'Berlin', zipCode: '10115', country: 'DE' } },
}
