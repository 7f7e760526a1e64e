import assert from 'node:assert/strict'
import { givenCustomer } from '../customers.ts'
import { tokenOf } from '../links.ts'
import { call, givenMerchant, type Product } from '../product.ts'

/** A merchant with a customer that pays and stores methods on pages. */
export async function givenPayer(of: Product) {
  const merchant = await givenMerchant(of)
  const { key } = merchant
  const customerId = await givenCustomer(of, merchant)
  const params = { id: customerId }
  let url = ''
  return {
    merchant,
    customerId,
    async payer(more: object = {}) {
      const body = { amount: '25.00', currency: 'USD', customerId, ...more }
      const created = await call(of, 'createPayment', { key, body })
      assert.equal(created.status, 201)
      url = created.body.paymentUrl
      return tokenOf(of, url)
    },
    /** The last page again: who stays away for long has to follow the link once more. */
    reopened: () => tokenOf(of, url),
    async setup() {
      const opened = await call(of, 'createCustomerPaymentMethod', { key, params })
      return tokenOf(of, opened.body.url)
    },
    methods: async () => (await call(of, 'listCustomerPaymentMethods', { key, params })).body.data,
  }
}

/** The payer opens the form of Stripe; the secret with which that form pays. */
export async function openForm(of: Product, key: string): Promise<string> {
  const reply = await call(of, 'openCheckoutElement', { key, body: {} })
  assert.equal(reply.status, 200, JSON.stringify(reply.body))
  return reply.body.clientSecret
}
