import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asSystem } from '../../../test/harness/acting.ts'
import { balancesOf } from '../../../test/harness/books.ts'
import { pay } from '../../../test/harness/checkout.ts'
import { givenCustomer } from '../../../test/harness/customers.ts'
import { linkOf, tokenOf } from '../../../test/harness/links.ts'
import { givenPlatformFee } from '../../../test/harness/metered.ts'
import { call, givenMerchant, type Party, product } from '../../../test/harness/product.ts'

const it = product()

const create = ({ key }: Party, more: object = {}) =>
  call(it, 'createPayment', { key, body: { amount: '25', currency: 'USD', ...more } })

test('a payment comes back as it was created, by its id and by that of its session', async () => {
  const merchant = await givenMerchant(it)
  const customerId = await givenCustomer(it, merchant)
  const wish = {
    customerId,
    idempotencyKey: 'order 7',
    reference: 'Order 7',
    metadata: { order: '7' },
    lineItems: [{ description: 'Hours', amount: '12.50', quantity: 2 }],
    expiresIn: 'P31D',
  }
  const { status, body } = await create(merchant, wish)
  const { expiresIn: _, ...shown } = wish
  assert.equal(status, 201)
  assert.deepEqual({ ...body, ...shown }, body)
  assert.equal(body.amount, '25.00')
  assert.equal(body.status, 'pending')
  assert.equal(body.expiresAt, '2026-12-22T10:00:00Z')
  const { key } = merchant
  for (const id of [body.id, linkOf(body.paymentUrl).id]) {
    assert.deepEqual((await call(it, 'getPayment', { key, params: { id } })).body, body)
  }
})

test('the same idempotencyKey answers with the first payment, whatever else is asked, even at once', async () => {
  const merchant = await givenMerchant(it)
  const wish = { idempotencyKey: 'order 8' }
  const replies = await Promise.all([1, 2, 3].map(() => create(merchant, wish)))
  assert.deepEqual(replies.map(({ status }) => status).sort(), [200, 200, 201])
  const later = await create(merchant, { ...wish, amount: '99.00' })
  assert.equal(later.status, 200)
  assert.deepEqual(later.body, replies[0]?.body)
  assert.equal((await create(await givenMerchant(it), wish)).status, 201)
})

test('what cannot be is refused by the field that is wrong', async () => {
  const merchant = await givenMerchant(it)
  const wrong = {
    amount: [{ amount: '0.99' }, { amount: '5000.01' }, { amount: '1.001' }, { amount: '-5' }],
    expiresIn: [{ expiresIn: 'P32D' }, { expiresIn: 'PT0S' }],
    customerId: [{ savePaymentMethod: true }],
    currency: [{ currency: 'JPY' }],
  }
  for (const [field, wishes] of Object.entries(wrong)) {
    for (const wish of wishes) {
      const { status, body } = await create(merchant, wish)
      assert.equal(status, 400)
      assert.equal(body.errors[0].field, field)
    }
  }
})

test('the platform takes its fee of a one-off payment', async () => {
  const merchant = await givenMerchant(it)
  await givenPlatformFee(it, merchant, { percent: '2' })
  const { body } = await create(merchant)
  await pay(it, await tokenOf(it, body.paymentUrl), 'succeeds')
  assert.deepEqual(await balancesOf(it, merchant), {
    merchant_balance: '24.5',
    platform_fees: '0.5',
    provider_clearing: '-25',
  })
})

test('a card is kept when the merchant asks, without its number', async () => {
  const merchant = await givenMerchant(it)
  const customerId = await givenCustomer(it, merchant)
  const { body } = await create(merchant, { customerId, savePaymentMethod: true })
  const payer = await tokenOf(it, body.paymentUrl)
  const shown = await call(it, 'getCheckout', { key: payer })
  assert.equal(shown.body.savePaymentMethod, 'required')
  await pay(it, payer, 'succeeds')

  const kept = await asSystem(it, merchant, async (ctx) => {
    const row = await ctx.db
      .selectFrom('tally.payment_methods')
      .select(['payment_method_id', 'customer_id', 'details'])
      .executeTakeFirstOrThrow()
    const place = { table: 'payment_methods', column: 'details', row: row.payment_method_id }
    return { of: row.customer_id, text: JSON.stringify(ctx.seals.open(place, row.details)) }
  })
  assert.equal(kept.of, customerId)
  assert.match(kept.text, /"last4":"4242"/)
  assert.doesNotMatch(kept.text, /42424242/)
})

test('payments of another merchant cannot be told apart from ones that never existed', async () => {
  const mine = await givenMerchant(it)
  const other = await givenMerchant(it)
  const { body } = await create(other, { customerId: await givenCustomer(it, other) })
  const read = (id: string) => call(it, 'getPayment', { key: mine.key, params: { id } })
  const never = await read('pay_00000000000000000000000000000000')
  assert.equal(never.status, 404)
  assert.deepEqual((await read(body.id)).body, never.body)
  assert.deepEqual((await read(linkOf(body.paymentUrl).id)).body, never.body)
  assert.deepEqual((await create(mine, { customerId: body.customerId })).body, never.body)
  assert.equal((await call(it, 'listPayments', { key: mine.key })).body.pagination.total, 0)
  assert.equal((await call(it, 'listPaymentSessions', { key: mine.key })).body.pagination.total, 0)
})

test('sessions are listed by what they are for, whose they are and how far they are', async () => {
  const merchant = await givenMerchant(it)
  const customerId = await givenCustomer(it, merchant)
  const { key } = merchant
  const { body: open } = await create(merchant, { customerId, reference: 'Order 9' })
  const { body: paid } = await create(merchant)
  await pay(it, await tokenOf(it, paid.paymentUrl), 'succeeds')
  const params = { id: customerId }
  await call(it, 'createTopup', { key, params, body: { amount: '5.00', currency: 'USD' } })

  const list = async (query: Record<string, string>) => {
    const { body } = await call(it, 'listPaymentSessions', { key, query })
    return body.data.map(({ entityType }: { entityType: string }) => entityType).sort()
  }
  assert.deepEqual(await list({}), ['payment', 'payment', 'topup'])
  assert.deepEqual(await list({ customerId }), ['payment', 'topup'])
  assert.deepEqual(await list({ status: 'completed' }), ['payment'])
  assert.deepEqual(await list({ entityType: 'topup' }), ['topup'])
  assert.deepEqual(await list({ subscriptionId: 'sub_none' }), [])
  const { body } = await call(it, 'listPaymentSessions', { key, query: { customerId } })
  const session = body.data.find(({ entityId }: { entityId: string }) => entityId === open.id)
  assert.equal(session.entityLabel, 'Order 9')
  assert.equal(session.providerPaymentRef, null)
})
