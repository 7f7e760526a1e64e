import { made } from './catalog.ts'
import type { Party, Product } from './product.ts'

let people = 0

/** A customer of the merchant, with a managed consumer of its own. */
export async function givenCustomer(of: Product, { key, organizationId }: Party): Promise<string> {
  people += 1
  const address = { country: 'DE', zipCode: '10115' }
  const consumer = { name: `Ada ${people}`, email: `ada${people}@example.com`, address }
  const body = { merchantId: organizationId, consumer }
  const { customerId } = await made(of, 'createCustomer', { key, body })
  return customerId
}
