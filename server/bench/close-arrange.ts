import { availableParallelism } from 'node:os'
import type { Installation } from '../src/installation.ts'
import { edgeOf } from '../src/wiring.ts'
import { givenMetric } from '../test/harness/catalog.ts'
import type { Product } from '../test/harness/product.ts'
import { givenShop } from '../test/harness/standard.ts'

const eventsAtOnce = 1000

type Customers = { readonly key: string; readonly planId: string; readonly count: number }

/**
 * A merchant whose customers pay a fee and for two kinds of usage, of which each has some. All of it through the product's
 * own doors. Answers the merchant's id.
 */
export async function arrangeSubscribers(
  installation: Installation,
  count: number,
): Promise<string> {
  const http = await edgeOf(installation, { checkReplies: false })
  try {
    const of = { installation, http } as unknown as Product
    const shop = await givenShop(of)
    const { key, productId } = shop
    const written = { productId, eventType: 'close.used', valueProperty: '$.written' }
    const read = { productId, eventType: 'close.used', valueProperty: '$.read' }
    const prices = [
      await shop.fee('49.00', { paymentTerm: 'in_arrears' }),
      await shop.usage('0.0000025', await givenMetric(of, shop, read)),
      await shop.usage('0.00001', await givenMetric(of, shop, written)),
    ]
    const planId = await shop.plan(prices, { defaultTaxRate: 19 })
    const customerIds = await subscribe(of, { key, planId, count })
    for (let at = 0; at < count; at += eventsAtOnce) {
      await report(of, { key, customerIds: customerIds.slice(at, at + eventsAtOnce) })
    }
    return shop.organizationId
  } finally {
    await http.close()
  }
}

async function subscribe(of: Product, { key, planId, count }: Customers): Promise<string[]> {
  const customerIds: string[] = []
  const startedAt = of.installation.workspace.clock().toString()
  let begun = 0
  const worker = async () => {
    for (let nth = begun++; nth < count; nth = begun++) {
      const address = { country: 'DE', zipCode: '10115' }
      const customer = { name: `Customer ${nth}`, email: `customer${nth}@example.com`, address }
      const body = { name: 'Pro', planId, startedAt, customer }
      customerIds.push((await post(of, { key, url: '/v0/subscriptions', body })).customerId)
    }
  }
  await Promise.all(Array.from({ length: 2 * availableParallelism() }, worker))
  return customerIds
}

type Reported = { readonly key: string; readonly customerIds: readonly string[] }

async function report(of: Product, { key, customerIds }: Reported): Promise<void> {
  const body = customerIds.map((subject, nth) => ({
    ...{ type: 'close.used', source: 'bench', subject },
    data: { read: 1_000_000 + 977 * nth, written: 200_000 + 331 * nth },
  }))
  await post(of, { key, url: '/v0/events', body })
}

type Post = { readonly key: string; readonly url: string; readonly body: object }

async function post(of: Product, { key, url, body }: Post) {
  const headers = { authorization: `Bearer ${key}` }
  const reply = await of.http.inject({ method: 'POST', url, headers, payload: body })
  if (reply.statusCode >= 300) throw new Error(`${url}: ${reply.statusCode} ${reply.body}`)
  return reply.json()
}
