import assert from 'node:assert/strict'
import { test } from 'node:test'
import { product } from '../harness/product.ts'
import { givenShop } from '../harness/standard.ts'

const it = product()
type Shop = Awaited<ReturnType<typeof givenShop>>

const change = async (shop: Shop, id: string, wanted: object) => {
  const body = { at: 'now', ...wanted }
  const reply = await shop.post('changeSubscriptionPlan', id, body)
  assert.equal(reply.status, 200, JSON.stringify(reply.body))
  return reply.body
}
// biome-ignore lint/suspicious/noExplicitAny: tests look into replies freely; the edge has checked them.
const linesOf = (body: any) =>
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  body.lines.map((line: any) => `${line.cause} ${line.displayName} ${line.amount}`)

async function givenPlans(shop: Shop) {
  const small = await shop.plan([
    await shop.fee('30.00', { invoiceDisplayName: 'Small' }),
    await shop.usage('0.01'),
  ])
  const large = await shop.plan([
    await shop.fee('90.00', { invoiceDisplayName: 'Large' }),
    await shop.usage('0.02'),
  ])
  return { small, large }
}

test('an upgrade in mid-month is invoiced at once: the rest of the new plan less the rest of the old one', async () => {
  const shop = await givenShop(it)
  const { small, large } = await givenPlans(shop)
  const at = '2027-04-01T00:00:00Z'
  const { clockId, customerId, id } = await shop.subscriber({ planId: small, at })
  await shop.uses(customerId, 100)
  await shop.passes(clockId, 'P15D')

  const preview = await change(shop, id, { planId: large, preview: true })
  assert.deepEqual(linesOf(preview), ['charge Large 45.00', 'credit Small -15.00'])
  assert.deepEqual(
    [preview.grandTotal, preview.carriedCredit, preview.effectiveAt, preview.periodEnd],
    ['30.00', '0.00', '2027-04-16T00:00:00Z', '2027-05-01T00:00:00Z'],
  )
  assert.equal((await shop.subscription(id)).planId, small)

  const { invoiceId, ...changed } = await change(shop, id, { planId: large })
  assert.deepEqual(changed, { ...preview, preview: false })
  assert.equal((await shop.subscription(id)).planId, large)
  assert.deepEqual((await shop.lines(invoiceId)).sort(), [
    'Large 2027-04-16 45.00',
    'Small 2027-04-16 -15.00',
  ])
  await shop.uses(customerId, 200)
  await shop.passes(clockId, 'P1M')

  assert.deepEqual((await shop.bills(id)).sort(), [
    '0 2027-04-01 PAID 30.00',
    '1 2027-04-01 ISSUED 1.00',
    '2 2027-04-16 ISSUED 30.00',
    '2 2027-04-16 ISSUED 94.00',
    '3 2027-05-01 ACTIVE 90.00',
  ])
})

test('a downgrade in mid-month owes the customer something, which the next invoices take', async () => {
  const shop = await givenShop(it)
  const { small, large } = await givenPlans(shop)
  const at = '2027-04-01T00:00:00Z'
  const { clockId, customerId, id } = await shop.subscriber({ planId: large, at })
  await shop.uses(customerId, 100)
  await shop.passes(clockId, 'P15D')

  const changed = await change(shop, id, { planId: small })
  assert.deepEqual(linesOf(changed), ['charge Small 15.00', 'credit Large -45.00'])
  assert.deepEqual([changed.grandTotal, changed.carriedCredit], ['0.00', '30.00'])
  await shop.uses(customerId, 200)
  await shop.passes(clockId, 'P1M')

  // The month so far: 2.00 of usage, less as much of the 30.00. Then 2.00 and the 30.00 of May, less the other 28.00.
  assert.deepEqual((await shop.bills(id)).sort(), [
    '0 2027-04-01 PAID 90.00',
    '1 2027-04-01 PAID 0.00',
    '2 2027-04-16 ISSUED 4.00',
    '2 2027-04-16 PAID 0.00',
    '3 2027-05-01 ACTIVE 30.00',
  ])
})

test('a change for the end of the period waits for it, and can be taken back', async () => {
  const shop = await givenShop(it)
  const { small, large } = await givenPlans(shop)
  const { clockId, id } = await shop.subscriber({ planId: small, at: '2027-04-01T00:00:00Z' })

  const planned = await change(shop, id, { planId: large, at: 'period_end' })
  assert.deepEqual(linesOf(planned), ['charge Large 90.00'])
  assert.equal(planned.effectiveAt, '2027-05-01T00:00:00Z')
  assert.equal((await shop.subscription(id)).nextPlanId, large)
  await change(shop, id, { planId: small, at: 'period_end' })
  assert.equal((await shop.subscription(id)).nextPlanId, undefined)

  await change(shop, id, { planId: large, at: 'period_end' })
  // What April will bill shows already what May will cost by the other plan.
  assert.deepEqual(await shop.bills(id), ['0 2027-04-01 PAID 30.00', '1 2027-04-01 ACTIVE 90.00'])
  await shop.passes(clockId, 'P1M2D')
  const { planId, nextPlanId } = await shop.subscription(id)
  assert.deepEqual([planId, nextPlanId], [large, undefined])
  assert.deepEqual(await shop.bills(id), [
    '0 2027-04-01 PAID 30.00',
    '1 2027-04-01 ISSUED 90.00',
    '2 2027-05-01 ACTIVE 90.00',
  ])
})

test('a change gives back what a longer cycle was paid ahead, now and at the end of the period', async () => {
  const shop = await givenShop(it)
  const { small } = await givenPlans(shop)
  const licensed = await shop.plan([
    await shop.fee('365.00', { billingCadence: 'P1Y', invoiceDisplayName: 'Licence' }),
  ])
  const at = '2027-01-01T00:00:00Z'
  const now = await shop.subscriber({ planId: licensed, at })
  await shop.passes(now.clockId, 'P10D')
  assert.deepEqual(linesOf(await change(shop, now.id, { planId: small })), [
    // 21 of the 31 days of January, and 355 of the year.
    'charge Small 20.32',
    'credit Licence -355.00',
  ])

  const later = await shop.subscriber({ planId: licensed, at })
  const planned = await change(shop, later.id, { planId: small, at: 'period_end' })
  assert.deepEqual(linesOf(planned), ['charge Small 30.00', 'credit Licence -334.00'])
  await shop.passes(later.clockId, 'P2M2D')
  // 334.00 are taken 30.00 a month.
  assert.deepEqual(await shop.bills(later.id), [
    '0 2027-01-01 PAID 365.00',
    '1 2027-01-01 PAID 0.00',
    '2 2027-02-01 PAID 0.00',
    '3 2027-03-01 ACTIVE 0.00',
  ])
  const [, , february] = await shop.invoices(later.id)
  assert.deepEqual((await shop.lines(february.id)).sort(), [
    'Licence 2027-02-01 -30.00',
    'Small 2027-03-01 30.00',
  ])
})

test('with another cadence the periods are counted from the change', async () => {
  const shop = await givenShop(it)
  const { small } = await givenPlans(shop)
  const yearly = await shop.plan(
    [await shop.fee('730.00', { billingCadence: 'P1Y', invoiceDisplayName: 'Year' })],
    { billingCadence: 'P1Y' },
  )
  const at = '2027-04-01T00:00:00Z'
  const { clockId, id } = await shop.subscriber({ planId: small, at })
  await shop.passes(clockId, 'P10D')

  const changed = await change(shop, id, { planId: yearly })

  assert.deepEqual(linesOf(changed), ['charge Year 730.00', 'credit Small -20.00'])
  assert.deepEqual(
    [changed.grandTotal, changed.periodStart, changed.periodEnd],
    ['710.00', '2027-04-11T00:00:00Z', '2028-04-11T00:00:00Z'],
  )
})

test('a plan may be changed again and back at one and the same moment', async () => {
  const shop = await givenShop(it)
  const shared = await shop.fee('10.00', { invoiceDisplayName: 'Shared' })
  const one = await shop.plan([shared, await shop.usage('0.01')])
  const other = await shop.plan([shared, await shop.fee('5.00', { invoiceDisplayName: 'More' })])
  const at = '2027-04-01T00:00:00Z'
  const { clockId, customerId, id } = await shop.subscriber({ planId: one, at })
  await change(shop, id, { planId: other })
  await change(shop, id, { planId: one })
  await change(shop, id, { planId: other })
  await shop.uses(customerId, 100)
  await shop.passes(clockId, 'P1M2D')

  assert.deepEqual((await shop.bills(id)).sort(), [
    '0 2027-04-01 PAID 10.00',
    '1 2027-04-01 CANCELLED 0.00',
    '2 2027-04-01 CANCELLED 0.00',
    '2 2027-04-01 ISSUED 5.00',
    '3 2027-04-01 CANCELLED 0.00',
    '3 2027-04-01 PAID 0.00',
    '4 2027-04-01 ISSUED 10.00',
    '4 2027-04-01 ISSUED 5.00',
    '5 2027-05-01 ACTIVE 15.00',
  ])
})

test('a change that cannot be is refused, by the field that is wrong or by its state', async () => {
  const shop = await givenShop(it)
  const { small, large } = await givenPlans(shop)
  const euros = await shop.plan([], { currency: 'EUR' })
  const elsewhere = await (await givenShop(it)).plan([])
  const at = '2027-04-01T00:00:00Z'
  const endingAt = '2027-04-20T00:00:00Z'
  const { clockId, id } = await shop.subscriber({ planId: small, at, endingAt })
  const refused = async (planId: string, when: string) => {
    const body = { planId, at: when }
    const reply = await shop.post('changeSubscriptionPlan', id, body)
    return [reply.status, reply.body.errors?.[0].field ?? reply.body.code]
  }

  assert.deepEqual(await refused(small, 'now'), [400, 'planId'])
  assert.deepEqual(await refused(euros, 'now'), [400, 'planId'])
  assert.deepEqual(await refused(elsewhere, 'now'), [404, 'NOT_FOUND'])
  assert.deepEqual(await refused(large, 'period_end'), [400, 'at'])
  await shop.passes(clockId, 'P1M')
  assert.deepEqual(await refused(large, 'now'), [409, 'SUBSCRIPTION_TERMINATED'])
})
