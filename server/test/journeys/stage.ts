import assert from 'node:assert/strict'
import type { SandboxOutcome } from '@tallystick/contract/sandbox-cards.ts'
import { cardThat } from '../harness/checkout.ts'
import { givenCustomer } from '../harness/customers.ts'
import { givenLink, tokenOf } from '../harness/links.ts'
import { call, type Party, type Product } from '../harness/product.ts'
import type { Seller } from '../harness/subscribed.ts'

export type Subscribed = {
  readonly id: string
  readonly customerId: string
  readonly checkoutUrl: string
}

/** Who plays, and every line they may say. All of it goes through HTTP. */
export function stage(of: Product, seller: Seller) {
  const { key, organizationId: merchantId } = seller
  const get = async (name: string, id: string) => (await succeeds(name, { params: { id } })).body

  async function succeeds(name: string, options: Parameters<typeof call>[2]) {
    const reply = await call(of, name, { key, ...options })
    assert.ok(reply.status < 300, `${name}: ${reply.status} ${JSON.stringify(reply.body)}`)
    return reply
  }

  return {
    async subscribes(
      prefundAmount: string,
      { customerId: known, ...more }: { customerId?: string; sessionExpiryMinutes?: number } = {},
    ): Promise<Subscribed> {
      const customerId = known ?? (await givenCustomer(of, seller))
      const startedAt = of.clock.now.toString()
      const request = { name: 'Pro', planId: seller.planId, customerId, startedAt, prefundAmount }
      const { body } = await succeeds('createSubscription', { body: { ...request, ...more } })
      return { id: body.id, customerId, checkoutUrl: body.payment.checkoutUrl }
    },

    /** Opens the checkout as a payer does. */
    opens: ({ checkoutUrl }: Subscribed) => tokenOf(of, checkoutUrl),

    async pays(payer: string, outcome: SandboxOutcome) {
      return call(of, 'payCheckout', { key: payer, body: { card: cardThat(outcome) } })
    },

    async uses({ customerId }: Subscribed, quantity: number, idempotencyKey: string) {
      const properties = [{ billableMetricId: seller.billableMetricId, quantity }]
      const timestamp = of.clock.now.toString()
      const body = { merchantId, customerId, idempotencyKey, timestamp, properties }
      return call(of, 'createUsageEvent', { key, body })
    },

    subscription: ({ id }: Subscribed) => get('getSubscription', id),

    async funds({ customerId }: Subscribed): Promise<string> {
      const { body } = await succeeds('listAccounts', { query: { customerId } })
      const funds = body.data.find(({ kind }: { kind: string }) => kind === 'funds')
      return funds?.balance ?? '0.00'
    },

    /** The merchant's own accounts that are not empty. */
    async books(): Promise<Record<string, string>> {
      const { body } = await succeeds('listAccounts', { query: { merchantId, limit: 100 } })
      const accounts: { kind: string; balance: string }[] = body.data
      const filled = accounts.filter(({ balance }) => Number(balance) !== 0)
      return Object.fromEntries(filled.map(({ kind, balance }) => [kind, balance]))
    },

    terminates: ({ id }: Subscribed) =>
      succeeds('terminateSubscription', { params: { id }, body: { reason: 'Moved away' } }),

    async givesBack({ customerId }: Subscribed) {
      const body = { currency: 'USD' }
      return (await succeeds('createFundsReturn', { params: { id: customerId }, body })).body
    },

    /** Opens the portal as the customer does. */
    async looks({ id }: Subscribed): Promise<string> {
      const { status, body } = await givenLink(of, seller as Party, { id })
      assert.equal(status, 200)
      return tokenOf(of, body.url)
    },
  }
}
