import assert from 'node:assert/strict'
import { test } from 'node:test'
import { balancesOf } from '../../test/harness/books.ts'
import { givenPlan, givenPrice } from '../../test/harness/catalog.ts'
import { payAt } from '../../test/harness/checkout.ts'
import { givenCustomer } from '../../test/harness/customers.ts'
import { call, givenMerchant, product } from '../../test/harness/product.ts'
import {
  firstInvoice,
  givenFeePlan,
  givenSeller,
  subscribe,
} from '../../test/harness/subscribed.ts'

const it = product()

type Reply = Awaited<ReturnType<typeof call>>
const fieldsOf = ({ body }: Reply) =>
  (body.errors ?? []).map(({ field }: { field: string }) => field).sort()
const get = (key: string, id: string) => call(it, 'getSubscription', { key, params: { id } })

test('a prefund has to be paid first, and its reply counts in nanos', async () => {
  const seller = await givenSeller(it)
  const { status, body } = await subscribe(it, seller, { prefundAmount: '150.00' })

  assert.equal(status, 201)
  assert.equal(body.status, 'pending_payment')
  assert.equal(body.prefundAmount, '150000000000')
  assert.equal(body.minimumAccountBalance, '150000000000')
  const { checkoutUrl, paymentSessionId, ...payment } = body.payment
  assert.match(paymentSessionId, /^ps_/)
  assert.match(checkoutUrl, new RegExp(`/checkout/${paymentSessionId}#[0-9a-f]{64}$`))
  assert.deepEqual(payment, {
    amount: '150.00',
    status: 'pending',
    breakdown: { upfrontCharges: '0.00', walletCharge: '150.00' },
  })
  assert.deepEqual((await get(seller.key, body.id)).body, body)
})

test('without anything due a subscription begins at once', async () => {
  const seller = await givenSeller(it)
  const { status, body } = await subscribe(it, seller)
  assert.equal(status, 201)
  assert.equal(body.status, 'active')
  assert.equal(body.payment, undefined)
})

test('a fee of zero is a first invoice that is paid already', async () => {
  const seller = await givenSeller(it)
  const planId = await givenFeePlan(it, seller, { fee: { properties: { unitPrice: '0' } } })
  const { body } = await subscribe(it, seller, { planId })
  assert.equal(body.status, 'active')
  assert.equal(body.payment.status, 'paid')
  assert.equal((await firstInvoice(it, seller, body.id))?.status, 'PAID')
})

test('fees and prefund are one payment, and paying it starts the subscription', async () => {
  const seller = await givenSeller(it)
  const planId = await givenFeePlan(it, seller, { defaultTaxRate: 10 })
  const { body } = await subscribe(it, seller, { planId, prefundAmount: '150.00' })

  assert.equal(body.payment.amount, '258.90')
  assert.deepEqual(body.payment.breakdown, { upfrontCharges: '108.90', walletCharge: '150.00' })
  assert.equal((await firstInvoice(it, seller, body.id))?.status, 'ISSUED')
  assert.deepEqual(await balancesOf(it, seller), {
    merchant_pending: '108.9',
    receivable: '-108.9',
  })

  const paid = await payAt(it, body.payment.checkoutUrl)
  assert.equal(paid.status, 200)
  assert.equal(paid.body.status, 'completed')
  assert.deepEqual(paid.body.breakdown, [
    { label: 'Set-up', amount: '108.90' },
    { label: 'Balance', amount: '150.00' },
  ])
  const after = await get(seller.key, body.id)
  assert.equal(after.body.status, 'active')
  assert.deepEqual(after.body.payment, {
    invoiceId: body.payment.invoiceId,
    amount: '108.90',
    status: 'paid',
  })
  assert.equal((await firstInvoice(it, seller, body.id))?.status, 'PAID')
  assert.deepEqual(await balancesOf(it, seller), {
    funds: '150',
    merchant_balance: '99',
    provider_clearing: '-258.9',
    tax_payable: '9.9',
  })
})

test('what the customer has already counts towards the prefund', async () => {
  const seller = await givenSeller(it)
  const customerId = await givenCustomer(it, seller)
  const first = await subscribe(it, seller, { customerId, prefundAmount: '150.00' })
  await payAt(it, first.body.payment.checkoutUrl)
  const end = { key: seller.key, params: { id: first.body.id }, body: { reason: 'over' } }
  await call(it, 'terminateSubscription', end)

  const second = await subscribe(it, seller, { customerId, prefundAmount: '160.00' })
  assert.equal(second.body.payment.amount, '10.00')
  const third = await subscribe(it, seller, { customerId, prefundAmount: '160.00' })
  assert.equal(third.status, 200)
  assert.equal(third.body.id, second.body.id)
})

test('the same plan again is the same subscription, another plan of the product is refused', async () => {
  const seller = await givenSeller(it)
  const customerId = await givenCustomer(it, seller)
  const first = await subscribe(it, seller, { customerId })
  const again = await subscribe(it, seller, { customerId, name: 'Another name' })
  assert.equal(again.status, 200)
  assert.deepEqual(again.body, first.body)

  const { planId } = await givenPlan(it, seller, { productId: seller.productId })
  const other = await subscribe(it, seller, { customerId, planId })
  assert.equal(other.status, 409)
  assert.equal(other.body.code, 'ACTIVE_SUBSCRIPTION_EXISTS')
})

test('of several requests at once one creates, and the others get what it created', async () => {
  const seller = await givenSeller(it)
  const customerId = await givenCustomer(it, seller)
  const replies = await Promise.all(
    [1, 2, 3, 4].map(() => subscribe(it, seller, { customerId, prefundAmount: '20' })),
  )
  assert.deepEqual(replies.map(({ status }) => status).sort(), [200, 200, 200, 201])
  assert.equal(new Set(replies.map(({ body }) => body.payment.paymentSessionId)).size, 1)
})

test('the first period’s fees in advance are the first invoice, and what recurs is paid before it begins', async () => {
  const seller = await givenSeller(it)
  const planId = await givenFeePlan(it, seller, { fee: { billingCadence: 'P1M', quantity: 3 } })
  const { body } = await subscribe(it, seller, { planId })
  assert.equal(body.status, 'pending_payment')
  assert.equal(body.payment.amount, '297.00')
  const paid = await payAt(it, body.payment.checkoutUrl)
  assert.deepEqual(paid.body.breakdown, [{ label: 'Set-up × 3', amount: '297.00' }])
  assert.equal((await get(seller.key, body.id)).body.status, 'active')
})

test('with nothing due in advance a subscription begins at once, whatever it owes later', async () => {
  const seller = await givenSeller(it)
  const { productId, billableMetricId } = seller
  const { priceId } = await givenPrice(it, seller, { billableMetricId, paymentTerm: 'in_arrears' })
  const { planId } = await givenPlan(it, seller, { productId, prices: [priceId] })
  const { body } = await subscribe(it, seller, { planId, paymentTermDays: 30 })
  assert.equal(body.status, 'active')
  assert.equal(body.paymentTermDays, 30)
  assert.equal(body.payment, undefined)
})

test('where the merchant approves invoices, the first one waits as a draft, and so does the subscription', async () => {
  const seller = await givenSeller(it)
  const planId = await givenFeePlan(it, seller, { autoApprove: false })
  const { body } = await subscribe(it, seller, { planId, prefundAmount: '20' })
  assert.equal(body.status, 'pending_payment')
  assert.deepEqual(
    { ...body.payment, invoiceId: '' },
    { invoiceId: '', amount: '99.00', status: 'awaiting_approval' },
  )
  const params = { id: body.payment.invoiceId }
  const approved = await call(it, 'approveInvoice', { key: seller.key, params })
  assert.equal(approved.status, 200, JSON.stringify(approved.body))

  const after = await get(seller.key, body.id)
  assert.equal(after.body.payment.amount, '119.00')
  await payAt(it, after.body.payment.checkoutUrl)
  assert.equal((await get(seller.key, body.id)).body.status, 'active')
})

test('a draft that nobody approved is cancelled with its subscription', async () => {
  const seller = await givenSeller(it)
  const planId = await givenFeePlan(it, seller)
  const { body } = await subscribe(it, seller, { planId, autoApprove: false })
  const end = { key: seller.key, params: { id: body.id }, body: { reason: 'over' } }
  assert.equal((await call(it, 'terminateSubscription', end)).status, 200)
  assert.equal((await firstInvoice(it, seller, body.id))?.status, 'CANCELLED')
  assert.deepEqual(await balancesOf(it, seller), {})
})

test('bad input names every field that is wrong', async () => {
  const seller = await givenSeller(it)
  const reply = await subscribe(it, seller, {
    startedAt: it.clock.now.subtract({ hours: 24 * 367 }).toString(),
    endingAt: it.clock.now.subtract({ hours: 24 * 368 }).toString(),
    prefundAmount: '5000.01',
    minimumAccountBalance: '10',
  })
  assert.equal(reply.status, 400)
  assert.deepEqual(fieldsOf(reply), ['endingAt', 'prefundAmount', 'prefundAmount', 'startedAt'])
})

test('a customer comes along with the request, and is found again by e-mail', async () => {
  const seller = await givenSeller(it)
  const address = { country: 'DE', zipCode: '10115' }
  const customer = { name: 'Grace', email: 'grace@example.com', address }
  const first = await subscribe(it, seller, { customer })
  const again = await subscribe(it, seller, {
    customer: { ...customer, email: 'GRACE@Example.com' },
  })
  assert.equal(first.status, 201, JSON.stringify(first.body))
  assert.equal(again.status, 200, JSON.stringify(again.body))
  assert.equal(again.body.customerId, first.body.customerId)

  const nowhere = await subscribe(it, seller, { customer: { ...customer, address: {} } })
  assert.equal(nowhere.status, 400)
})

test('another merchant’s subscription, plan and customer are answered as if they never existed', async () => {
  const mine = await givenSeller(it)
  const other = await givenSeller(it)
  const theirs = await subscribe(it, other)

  const read = await get(mine.key, theirs.body.id)
  const never = await get(mine.key, 'sub_00000000000000000000000000000000')
  assert.equal(read.status, 404)
  assert.deepEqual(read.body, never.body)
  const changed = { key: mine.key, params: { id: theirs.body.id }, body: { reason: 'x' } }
  assert.equal((await call(it, 'terminateSubscription', changed)).status, 404)
  assert.equal((await call(it, 'updateSubscription', { ...changed, body: {} })).status, 404)
  assert.equal((await subscribe(it, mine, { planId: other.planId })).status, 404)
  const { customerId } = theirs.body
  assert.equal((await subscribe(it, mine, { customerId })).status, 404)
  const list = await call(it, 'listSubscriptions', { key: mine.key, query: { customerId } })
  assert.deepEqual(list.body.data, [])
})

test('lists are filtered, and show customers when asked', async () => {
  const seller = await givenSeller(it)
  const { body: active } = await subscribe(it, seller)
  const { body: pending } = await subscribe(it, seller, { prefundAmount: '5' })
  const list = async (query: Record<string, string>) => {
    const { body } = await call(it, 'listSubscriptions', { key: seller.key, query })
    return body.data.map(({ id }: { id: string }) => id)
  }
  assert.deepEqual(await list({ limit: '10', offset: '0' }), [pending.id, active.id])
  assert.deepEqual(await list({ status: 'active' }), [active.id])
  assert.deepEqual(await list({ customerId: pending.customerId }), [pending.id])
  assert.deepEqual(await list({ startedBefore: it.clock.now.toString() }), [pending.id, active.id])
  const before = it.clock.now.subtract({ seconds: 1 }).toString()
  assert.deepEqual(await list({ startedBefore: before }), [])

  const { body } = await call(it, 'listSubscriptions', {
    key: seller.key,
    query: { include: 'customer', limit: 1 },
  })
  const [{ customer }] = body.data
  assert.equal(customer.id, pending.customerId)
  assert.equal(customer.merchant.id, seller.organizationId)
  assert.match(customer.consumer.email, /^ada\d+@example.com$/)
  assert.deepEqual(await list({ consumerId: customer.consumer.id }), [pending.id])

  const both = { customerId: active.customerId, merchantId: seller.organizationId }
  const refused = await call(it, 'listSubscriptions', { key: seller.key, query: both })
  assert.deepEqual(fieldsOf(refused), ['customerId'])
})

test('without a key, and with the key of a consumer’s house, nobody subscribes', async () => {
  const seller = await givenSeller(it)
  assert.equal((await subscribe(it, { ...seller, key: '' }, { customerId: 'cus_1' })).status, 401)
  const stranger = await givenMerchant(it)
  const reply = await subscribe(it, { ...seller, key: stranger.key }, { customerId: 'cus_1' })
  assert.equal(reply.status, 404)
})
