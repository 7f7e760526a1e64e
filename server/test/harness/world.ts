import assert from 'node:assert/strict'
import { cardThat } from './checkout.ts'
import { runDueWork } from './due.ts'
import { linkOf } from './links.ts'
import { call, givenOrganization, type Party, type Product } from './product.ts'

/** One merchant with one of everything, each carrying a string that must never show up anywhere else. */
export type World = {
  readonly name: string
  readonly merchant: Party
  readonly platform: Party
  /** Another customer of the same merchant. */
  readonly neighbour: string
  readonly portalToken: string
  readonly secrets: readonly string[]
  /** The object that a field of a request names; undefined for fields that name none of ours. */
  readonly idFor: (field: string, pattern?: string, path?: string) => string | undefined
}

export const canaryOf = (name: string) => `canary-${name}-3f9a`

let platform: Party | undefined

export async function givenEverything(of: Product, name: string): Promise<World> {
  platform ??= await givenOrganization(of, 'platform')
  const canary = canaryOf(name)
  const merchant = await givenOrganization(of, 'merchant', canary)
  const create = creator(of, merchant)
  const ids = await givenCatalog(create, merchant, canary)
  const { customerId } = await givenCustomer(create, merchant, { canary, who: 'one' })
  const { customerId: neighbour } = await givenCustomer(create, merchant, { canary, who: 'two' })
  const { subscription, checkout, usage } = await givenPaidUsage(create, {
    of,
    merchant,
    canary,
    customerId,
    ids,
  })
  const house = await givenHouse(create, merchant, { canary, customerId })
  const billed = await givenInvoice(create, { of, merchant, canary, ids })
  const portal = linkOf(
    (await create('generatePortalLink', { params: { id: subscription.id }, body: {} })).url,
  )
  const viewer = await create('createPortalSession', { body: portal })
  const accounts = await create('listAccounts', { query: { customerId } })
  const methods = await create('listCustomerPaymentMethods', { params: { id: customerId } })

  const byPrefix: Readonly<Record<string, string>> = {
    org: merchant.organizationId,
    usr: merchant.userId,
    prod: ids.product,
    bm: ids.metric,
    fee: ids.fee,
    price: ids.price,
    plan: ids.plan,
    cus: customerId,
    sub: subscription.id,
    usg: usage.id,
    acc: accounts.data[0].id,
    pm: methods.data[0].id,
    pl: portal.id,
    ...house.ids,
    ...billed,
  }
  return {
    name,
    merchant,
    platform,
    neighbour,
    portalToken: viewer.token,
    secrets: [merchant.key, checkout.code, portal.code, viewer.token, ...house.secrets],
    idFor: idFinder(byPrefix),
  }
}

function idFinder(byPrefix: Readonly<Record<string, string>>): World['idFor'] {
  return (field, pattern, path = '') => {
    const prefix = /^\^\(?([a-z]+)[|_]/.exec(pattern ?? '')?.[1]
    const plain = { subscriptions: 'sub', payments: 'pay' }[path.split('/')[2] ?? '']
    return byPrefix[prefix ?? (field === 'id' ? (plain ?? '') : '')]
  }
}

type Create = (
  name: string,
  options: Parameters<typeof call>[2],
  // biome-ignore lint/suspicious/noExplicitAny: tests look into replies freely.
) => Promise<any>

function creator(of: Product, { key }: Party): Create {
  return async (name, options) => {
    const reply = await call(of, name, { key, ...options })
    assert.ok(reply.status < 300, `${name}: ${reply.status} ${JSON.stringify(reply.body)}`)
    return reply.body
  }
}

/** A product with a metered instant price and a one-time fee, and a plan that holds the metered price. */
async function givenCatalog(create: Create, { organizationId: merchantId }: Party, canary: string) {
  const product = await create('createProduct', {
    body: { merchantId, name: canary, description: canary, metadata: { note: canary } },
  })
  const about = { merchantId, productId: product.id, name: canary, description: canary }
  const metric = await create('createBillableMetric', {
    body: { ...about, unit: canary, aggregation: 'SUM' },
  })
  const fee = await create('createFee', { body: about })
  const price = await create('createPrice', {
    body: {
      billableMetricId: metric.id,
      model: 'standard',
      invoiceDisplayName: canary,
      paymentTerm: 'instant',
      properties: { unitPrice: '0.01' },
    },
  })
  const plan = await create('createPlan', {
    body: { ...about, currency: 'USD', billingVersion: 0, prices: [price.id] },
  })
  return { product: product.id, metric: metric.id, fee: fee.id, price: price.id, plan: plan.id }
}

type Paid = {
  readonly of: Product
  readonly merchant: Party
  readonly canary: string
  readonly customerId: string
  readonly ids: { readonly plan: string; readonly metric: string }
}

/** A subscription paid at the checkout, and one event charged to it. */
async function givenPaidUsage(create: Create, { of, merchant, canary, customerId, ids }: Paid) {
  const subscription = await create('createSubscription', {
    body: {
      customerId,
      planId: ids.plan,
      name: canary,
      startedAt: of.clock.now.toString(),
      prefundAmount: '150.00',
      metadata: { note: canary },
    },
  })
  const checkout = linkOf(subscription.payment.checkoutUrl)
  const payer = await create('createPortalSession', { body: checkout })
  await create('payCheckout', {
    key: payer.token,
    body: { card: cardThat('succeeds'), savePaymentMethod: true },
  })
  const usage = await create('createUsageEvent', {
    body: {
      merchantId: merchant.organizationId,
      customerId,
      idempotencyKey: `usage ${canary}`,
      timestamp: of.clock.now.toString(),
      properties: [{ billableMetricId: ids.metric, quantity: 3 }],
      metadata: { note: canary },
    },
  })
  return { subscription, checkout, usage }
}

/** What an organization keeps besides its business. */
/** A fee that was invoiced, paid, told by mail and given back. */
async function givenInvoice(
  create: Create,
  {
    of,
    merchant,
    canary,
    ids,
  }: Omit<Paid, 'customerId' | 'ids'> & { ids: { fee: string; product: string } },
) {
  const { customerId } = await givenCustomer(create, merchant, { canary, who: 'three' })
  const price = await create('createPrice', {
    body: {
      feeId: ids.fee,
      invoiceDisplayName: canary,
      paymentTerm: 'in_advance',
      billingCadence: 'P1M',
      properties: { unitPrice: '49.00' },
    },
  })
  const own = { merchantId: merchant.organizationId, productId: ids.product, name: canary }
  const plan = await create('createPlan', {
    body: { ...own, description: canary, currency: 'USD', prices: [price.id] },
  })
  const { id: subscriptionId, payment } = await create('createSubscription', {
    body: { customerId, planId: plan.id, name: canary, startedAt: of.clock.now.toString() },
  })
  const payer = await create('createPortalSession', { body: linkOf(payment.checkoutUrl) })
  await create('payCheckout', { key: payer.token, body: { card: cardThat('succeeds') } })
  await runDueWork(of)
  const invoices = await create('listInvoices', { query: { subscriptionId, status: 'PAID' } })
  const [{ id: inv }] = invoices.data
  const note = await create('createInvoiceRefund', {
    params: { id: inv },
    body: { reason: canary },
  })
  const notices = await create('listNotices', { query: { customerId } })
  return { inv, crn: note.id, ntc: notices.data[0].id }
}

async function givenHouse(
  create: Create,
  { organizationId }: Party,
  { canary, customerId }: { canary: string; customerId: string },
) {
  const payment = await create('createPayment', {
    body: { amount: '5.00', currency: 'USD', customerId, reference: canary },
  })
  const key = await create('createApiKey', { body: { name: canary } })
  const role = await create('createRole', {
    params: { id: organizationId },
    body: { name: canary, permissions: ['catalog:read'] },
  })
  const invitation = await create('createInvitation', {
    params: { id: organizationId },
    body: { email: `${canary}@example.com`, roles: ['viewer'] },
  })
  await create('updateBillingSettings', {
    params: { id: organizationId },
    body: { invoiceNotes: canary, seller: { legalName: canary, phone: canary } },
  })
  await create('updatePortalSettings', {
    params: { id: organizationId },
    body: { branding: { displayName: canary, supportUrl: `https://help.example/${canary}` } },
  })
  const embedOrigin = await create('createEmbedOrigin', {
    params: { id: organizationId },
    body: { origin: `https://${canary}.example` },
  })
  return {
    ids: {
      pay: payment.id,
      key: key.id,
      role: role.id,
      invt: invitation.id,
      eo: embedOrigin.id,
    },
    secrets: [key.key, invitation.code],
  }
}

function givenCustomer(
  create: Create,
  { organizationId: merchantId }: Party,
  { canary, who }: { canary: string; who: string },
): Promise<{ customerId: string }> {
  return create('createCustomer', {
    body: {
      merchantId,
      externalId: `${who}-${canary}`,
      consumer: {
        name: `${canary} ${who}`,
        email: `${who}-${canary}@example.com`,
        address: { line1: canary, country: 'DE', zipCode: '10115' },
      },
    },
  })
}
