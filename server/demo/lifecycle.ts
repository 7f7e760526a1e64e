import { setTimeout as sleep } from 'node:timers/promises'
import type { Account } from '@tallystick/contract/accounts.ts'
import type { ApiKey } from '@tallystick/contract/api-keys.ts'
import type { BillableMetric } from '@tallystick/contract/billable-metrics.ts'
import type { Checkout } from '@tallystick/contract/checkout.ts'
import type { Organization } from '@tallystick/contract/organizations.ts'
import type { Plan } from '@tallystick/contract/plans.ts'
import type { PortalSession } from '@tallystick/contract/portal.ts'
import { sandboxCards } from '@tallystick/contract/sandbox-cards.ts'
import type { Subscription as SubscriptionSchema } from '@tallystick/contract/subscription.ts'
import { nanosFromText } from '@tallystick/core/money/money.ts'
import type { Static, TSchema } from 'typebox'
import { ask, type Client } from '../src/commands/usage-import/client.ts'

/** Who acts, and the word by which everything that was made is found again. */
export type Scene = {
  readonly client: Client
  readonly merchantId: string
  readonly prefix: string
  /** What the platform takes of a price, in percent. */
  readonly feePercent: string
}

type ListOf<T extends TSchema> = { readonly data: readonly Static<T>[] }
type Subscription = Static<typeof SubscriptionSchema>

export async function enter(client: Client, prefix: string): Promise<Scene> {
  const keys = await ask<ListOf<typeof ApiKey>>(client, 'GET /v0/apiKeys', { query: { limit: 1 } })
  const merchantId = keys.data[0]?.organizationId
  if (!merchantId) throw new Error('The key belongs to no merchant.')
  const { platformFee } = await ask<Static<typeof Organization>>(
    client,
    `GET /v0/organizations/${merchantId}`,
  )
  return { client, merchantId, prefix, feePercent: platformFee?.percent ?? '0' }
}

/** The customer of this prefix: found by its e-mail address when it is there already. */
export async function createCustomer({ client, merchantId, prefix }: Scene): Promise<string> {
  const address = { line1: '12 Mill Lane', city: 'Cambridge', zipCode: 'CB1 2AB', country: 'GB' }
  const email = `${prefix}@example.com`
  const { customerId } = await ask<{ customerId: string }>(client, 'POST /v0/customers', {
    body: { merchantId, externalId: prefix, consumer: { name: 'Mill Lane Labs', email, address } },
    repeatable: true,
  })
  return customerId
}

/** What is sold: a plan with one instant price per metric. */
export type Offer = {
  readonly planId: string
  /** In the order of the prices. */
  readonly metricIds: readonly string[]
}

const metered = [
  { name: 'Context tokens', unitPrice: '0.0000025' },
  { name: 'Generated tokens', unitPrice: '0.00001' },
]

export async function createOffer(scene: Scene): Promise<Offer> {
  const { merchantId, prefix } = scene
  const description = 'A language model behind an API'
  const product = await create(scene, 'products', {
    merchantId,
    name: `Language model (${prefix})`,
    description,
  })
  const metricIds: string[] = []
  const prices: string[] = []
  for (const { name, unitPrice } of metered) {
    const metricId = await create(scene, 'billableMetrics', {
      merchantId,
      productId: product,
      name,
      description: name,
      unit: 'token',
      aggregation: 'SUM',
    })
    metricIds.push(metricId)
    prices.push(
      await create(scene, 'prices', {
        billableMetricId: metricId,
        model: 'standard',
        paymentTerm: 'instant',
        invoiceDisplayName: name,
        properties: { unitPrice },
      }),
    )
  }
  const planId = await create(scene, 'plans', {
    merchantId,
    productId: product,
    name: 'Pay as you go',
    description: 'Tokens, charged as they are used',
    currency: 'USD',
    billingVersion: 0,
    prices,
  })
  return { planId, metricIds }
}

/** The same key with the same body is answered with the object of the first time. */
export async function create(
  { client, prefix }: Scene,
  resource: string,
  body: { readonly [field: string]: unknown },
): Promise<string> {
  const of = body['billableMetricId'] ?? body['name']
  const idempotencyKey = `${prefix} ${resource} ${of}`
  const { id } = await ask<{ id: string }>(client, `POST /v0/${resource}`, { body, idempotencyKey })
  return id
}

/** The offer that an earlier run with this prefix has sold to the customer. */
export async function offerOf({ client, merchantId }: Scene, planId: string): Promise<Offer> {
  const { productId } = await ask<Static<typeof Plan>>(client, `GET /v0/plans/${planId}`)
  const { data } = await ask<ListOf<typeof BillableMetric>>(client, 'GET /v0/billableMetrics', {
    query: { merchantId, productId },
  })
  const metricIds = metered.map(({ name }) => data.find((metric) => metric.name === name)?.id ?? '')
  return { planId, metricIds }
}

/** The running subscription of the customer, if an earlier run has made one. */
export async function findSubscription(
  { client }: Scene,
  customerId: string,
): Promise<Subscription | undefined> {
  const { data } = await ask<ListOf<typeof SubscriptionSchema>>(client, 'GET /v0/subscriptions', {
    query: { customerId },
  })
  return data.find(({ status }) => status !== 'terminated')
}

export type Start = {
  readonly customerId: string
  readonly planId: string
  readonly startedAt: Temporal.Instant
  /** In major units. */
  readonly prefundAmount: string
}

export function subscribe({ client }: Scene, start: Start): Promise<Subscription> {
  const { startedAt, ...rest } = start
  return ask<Subscription>(client, 'POST /v0/subscriptions', {
    body: { name: 'Pay as you go', startedAt: startedAt.toString(), ...rest },
  })
}

const goodCard = sandboxCards.find(({ outcome }) => outcome === 'succeeds')?.number

/** Does what the payer does at the checkout page: opens the link, and pays with a test card. */
export async function payCheckout(
  client: Client,
  checkoutUrl: string,
  number = goodCard,
): Promise<void> {
  const link = new URL(checkoutUrl)
  const { token } = await ask<Static<typeof PortalSession>>(
    { ...client, key: '' },
    'POST /v0/portal/sessions',
    // A link opens as often as asked; one address only so many a minute, and then it waits.
    { body: { id: link.pathname.split('/').at(-1), code: link.hash.slice(1) }, repeatable: true },
  )
  const payer = { ...client, key: token }
  const { status, failure } = await ask<Static<typeof Checkout>>(
    payer,
    'POST /v0/portal/checkout/payments',
    { body: { card: { number, expMonth: 12, expYear: 2099, cvc: '123' } } },
  )
  if (status === 'failed' || failure) throw new Error(`The card was refused: ${failure?.message}`)
}

const activationMs = 15_000

/** Activation follows the payment; a provider may take a moment to confirm it. */
export async function becomesActive({ client }: Scene, id: string): Promise<void> {
  const deadline = performance.now() + activationMs
  while (performance.now() < deadline) {
    const { status } = await ask<Subscription>(client, `GET /v0/subscriptions/${id}`)
    if (status === 'active') return
    await sleep(50)
  }
  throw new Error(`The subscription ${id} was paid and did not become active.`)
}

/** What the books say, in nanos of the demo's currency. */
export type Books = {
  /** The customer's funds. */
  readonly funds: bigint
  /** What the merchant has earned, all customers together. */
  readonly merchant: bigint
  /** The platform's share of it. */
  readonly platform: bigint
}

export async function readBooks({ client, merchantId }: Scene, customerId: string): Promise<Books> {
  const read = (query: { [name: string]: string | number }) =>
    ask<ListOf<typeof Account>>(client, 'GET /v0/accounts', { query: { limit: 100, ...query } })
  const [theirs, own] = await Promise.all([read({ customerId }), read({ merchantId })])
  const sum = (accounts: typeof own, kind: string) =>
    accounts.data
      .filter((account) => account.kind === kind && account.currency === 'USD')
      .reduce((total, { balance }) => total + (nanosFromText(balance) ?? 0n), 0n)
  return {
    funds: sum(theirs, 'funds'),
    merchant: sum(own, 'merchant_balance'),
    platform: sum(own, 'platform_fees'),
  }
}

export async function portalLink({ client }: Scene, subscriptionId: string): Promise<string> {
  const { url } = await ask<{ url: string }>(
    client,
    `POST /v0/subscriptions/${subscriptionId}/portal`,
    { body: { expiresIn: 'P1D' }, repeatable: true },
  )
  return url
}
