import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenCustomer } from '../../../test/harness/customers.ts'
import { call, product } from '../../../test/harness/product.ts'
import { givenShop } from '../../../test/harness/standard.ts'
import { givenFeePlan, givenSeller } from '../../../test/harness/subscribed.ts'

const it = product()
type Shop = Awaited<ReturnType<typeof givenShop>>

const preview = async ({ key }: Pick<Shop, 'key'>, body: object) => {
  const reply = await call(it, 'previewSubscription', { key, body })
  assert.equal(reply.status, 200, JSON.stringify(reply.body))
  return reply.body
}
// biome-ignore lint/suspicious/noExplicitAny: tests look into replies freely; the edge has checked them.
const linesOf = ({ lines }: any) =>
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  lines.map((line: any) => `${line.displayName} ${line.periodStart.slice(0, 10)} ${line.subtotal}`)

test('a preview says what a start and its usage cost, and then exactly that is billed', async () => {
  const shop = await givenShop(it)
  const planId = await shop.plan(
    [
      await shop.fee('49.00'),
      await shop.fee('99.00', { billingCadence: 'P0D', invoiceDisplayName: 'Set-up' }),
      await shop.fee('5.00', { paymentTerm: 'in_arrears', invoiceDisplayName: 'Support' }),
      await shop.usage('0.0000025'),
    ],
    { defaultTaxRate: 10 },
  )
  const at = '2026-12-01T00:00:00Z'
  const { billableMetricId } = shop
  const usage = [{ billableMetricId, quantity: '22361870' }]
  const { dueAtStart, firstInvoice, ...period } = await preview(shop, {
    planId,
    startedAt: at,
    usage,
  })

  assert.deepEqual(period, {
    object: 'subscriptionPreview',
    planId,
    startedAt: at,
    periodStart: at,
    periodEnd: '2027-01-01T00:00:00Z',
  })
  assert.equal(dueAtStart.amount, '162.80')
  assert.deepEqual(linesOf(dueAtStart).sort(), [
    'Base fee 2026-12-01 49.00',
    'Set-up 2026-12-01 99.00',
  ])
  // 22,361,870 at 0.0000025 are 55.904675.
  assert.deepEqual(linesOf(firstInvoice).sort(), [
    'Base fee 2027-01-01 49.00',
    'Support 2026-12-01 5.00',
    'Tokens read 2026-12-01 55.90',
  ])
  const { issuedAt, subtotal, totalTax, grandTotal } = firstInvoice
  assert.deepEqual(
    [issuedAt, subtotal, totalTax, grandTotal],
    ['2027-01-02T00:00:00Z', '109.90', '10.99', '120.89'],
  )

  const { clockId, customerId, id } = await shop.subscriber({ planId, at })
  await shop.uses(customerId, 22_361_870)
  await shop.passes(clockId, 'P1M2D')
  const [zero, first] = await shop.invoices(id)
  assert.deepEqual([zero.grandTotal, first.grandTotal], [dueAtStart.amount, grandTotal])
  assert.deepEqual((await shop.lines(first.id)).sort(), linesOf(firstInvoice).sort())
})

test('tax is that of the customer, or of where somebody lives who is none yet', async () => {
  const shop = await givenShop(it)
  const planId = await shop.plan([await shop.fee('100.00')], { defaultTaxRate: 10 })
  const customerId = await givenCustomer(it, shop)
  const tax = async (body: object) => (await preview(shop, { planId, ...body })).dueAtStart.totalTax

  assert.equal(await tax({ customerId }), '10.00')
  assert.equal(await tax({ address: { country: 'DE', zipCode: '10115' } }), '10.00')
  assert.equal(await tax({ taxExempt: true }), '0.00')
  const rates = { taxRates: { default: 7 } }
  await call(it, 'updateCustomer', { key: shop.key, params: { id: customerId }, body: rates })
  assert.equal(await tax({ customerId }), '7.00')
})

test('what is missing of the funds to have is paid at the start', async () => {
  const seller = await givenSeller(it)
  const planId = await givenFeePlan(it, seller)
  const { dueAtStart } = await preview(seller, { planId, minimumAccountBalance: '20.00' })
  assert.deepEqual(
    [dueAtStart.grandTotal, dueAtStart.prefund, dueAtStart.amount],
    ['99.00', '20.00', '119.00'],
  )
})

test('a preview leaves nothing behind', async () => {
  const shop = await givenShop(it)
  const planId = await shop.plan([await shop.fee('100.00')])
  const customerId = await givenCustomer(it, shop)
  await preview(shop, { planId, customerId })
  const { key } = shop
  for (const list of ['listSubscriptions', 'listInvoices', 'listPaymentSessions']) {
    assert.deepEqual((await call(it, list, { key, query: { customerId } })).body.data, [], list)
  }
})

test('a preview of what cannot be is refused, by the field that is wrong', async () => {
  const shop = await givenShop(it)
  const planId = await shop.plan([await shop.usage('0.01')])
  const customerId = await givenCustomer(it, shop)
  const bare = await shop.plan([])
  const used = { billableMetricId: shop.billableMetricId, quantity: '1' }
  const refused = async (body: object) => {
    const reply = await call(it, 'previewSubscription', { key: shop.key, body })
    return [reply.status, reply.body.errors?.[0].field]
  }
  assert.deepEqual(await refused({ planId, usage: [used, used] }), [
    400,
    'usage.1.billableMetricId',
  ])
  assert.deepEqual(await refused({ planId: bare, usage: [used] }), [
    400,
    'usage.0.billableMetricId',
  ])
  assert.deepEqual(await refused({ planId, customerId, address: { country: 'DE' } }), [
    400,
    'address',
  ])
  assert.deepEqual(await refused({ planId, usage: [{ ...used, quantity: '-1' }] }), [
    400,
    'usage.0.quantity',
  ])
  assert.deepEqual(await refused({ planId, startedAt: '2028-01-01T00:00:00Z' }), [400, 'startedAt'])
  assert.deepEqual(await refused({ planId: `plan_${'0'.repeat(32)}` }), [404, undefined])
})
