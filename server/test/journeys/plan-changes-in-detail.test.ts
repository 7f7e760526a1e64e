import assert from 'node:assert/strict'
import { test } from 'node:test'
import { balancesOf } from '../harness/books.ts'
import { product } from '../harness/product.ts'
import { givenShop } from '../harness/standard.ts'

const it = product()
type Shop = Awaited<ReturnType<typeof givenShop>>

const april = '2027-04-01T00:00:00Z'

const change = async (shop: Shop, id: string, wanted: object) => {
  const reply = await shop.post('changeSubscriptionPlan', id, { at: 'now', ...wanted })
  assert.equal(reply.status, 200, JSON.stringify(reply.body))
  return reply.body
}

async function givenPlans(shop: Shop, plan: object = {}, fee: object = {}) {
  const named = (invoiceDisplayName: string) => ({ invoiceDisplayName, ...fee })
  const small = [await shop.fee('30.00', named('Small')), await shop.usage('0.01')]
  const large = [await shop.fee('90.00', named('Large')), await shop.usage('0.02')]
  return { small: await shop.plan(small, { ...plan }), large: await shop.plan(large, { ...plan }) }
}

/** Two plans with the same prices that are due once, one ahead and one in arrears. */
async function givenPlansWithSetUp(shop: Shop) {
  const once = { billingCadence: 'P0D' }
  const setUp = await shop.fee('99.00', { ...once, invoiceDisplayName: 'Set-up' })
  const training = { ...once, paymentTerm: 'in_arrears', invoiceDisplayName: 'Training' }
  const shared = [setUp, await shop.fee('7.00', training)]
  const move = await shop.fee('12.00', { ...once, invoiceDisplayName: 'Move' })
  return {
    one: await shop.plan([...shared, await shop.fee('30.00', { invoiceDisplayName: 'One' })]),
    other: await shop.plan([
      ...[...shared, move],
      await shop.fee('60.00', { invoiceDisplayName: 'Other' }),
    ]),
  }
}

/** The lines of all invoices, without those that bring nothing new. */
async function linesOf(shop: Shop, id: string) {
  const lines: string[] = []
  for (const invoice of await shop.invoices(id)) lines.push(...(await shop.lines(invoice.id)))
  return lines.sort()
}

test('what is due once is billed once, though the plan that has it, too, takes over', async () => {
  const shop = await givenShop(it)
  const { one, other } = await givenPlansWithSetUp(shop)
  const { clockId, id } = await shop.subscriber({ planId: one, at: april })
  await shop.passes(clockId, 'P15D')
  await change(shop, id, { planId: other })
  await shop.passes(clockId, 'P5D')
  await change(shop, id, { planId: one })
  await shop.passes(clockId, 'P2D')

  assert.deepEqual(await linesOf(shop, id), [
    'Move 2027-04-16 12.00',
    'One 2027-04-01 30.00',
    'One 2027-04-16 -15.00',
    'One 2027-04-21 10.00',
    'One 2027-05-01 30.00',
    'Other 2027-04-16 30.00',
    // The rest of it is worth twenty: ten at once, and ten that wait for the next invoice.
    'Other 2027-04-21 -10.00',
    'Other 2027-04-21 -10.00',
    'Set-up 2027-04-01 99.00',
    'Training 2027-04-01 7.00',
  ])
})

test('nor does it come again by changes at one and the same moment, or with the next period', async () => {
  const shop = await givenShop(it)
  const { one, other } = await givenPlansWithSetUp(shop)
  const quick = await shop.subscriber({ planId: one, at: april })
  for (const planId of [other, one, other]) await change(shop, quick.id, { planId })
  await shop.passes(quick.clockId, 'P1M2D')
  const named = (lines: readonly string[]) =>
    lines.filter((line) => /^(Set-up|Training|Move)/.test(line))
  assert.deepEqual(named(await linesOf(shop, quick.id)), [
    'Move 2027-04-01 12.00',
    'Set-up 2027-04-01 99.00',
    'Training 2027-04-01 7.00',
  ])

  const slow = await shop.subscriber({ planId: one, at: april })
  const planned = await change(shop, slow.id, { planId: other, at: 'period_end' })
  assert.equal(planned.grandTotal, '72.00')
  await shop.passes(slow.clockId, 'P2M2D')
  assert.deepEqual(named(await linesOf(shop, slow.id)), [
    'Move 2027-05-01 12.00',
    'Set-up 2027-04-01 99.00',
    'Training 2027-04-01 7.00',
  ])
})

test('an upgrade in the grace of the month before: that month by the old plan, and half a day of the next', async () => {
  const shop = await givenShop(it)
  const { small, large } = await givenPlans(shop)
  const { clockId, customerId, id } = await shop.subscriber({ planId: small, at: april })
  await shop.uses(customerId, 100)
  await shop.passes(clockId, 'P30DT12H')
  await change(shop, id, { planId: large })
  await shop.uses(customerId, 200, '2027-05-01T11:59:59.999Z')
  await shop.uses(customerId, 300, '2027-05-01T12:00:00Z')
  await shop.passes(clockId, 'P1M2D')

  // 30.5 of the 31 days of May: 88.548… of 90.00, and 29.516… of the 30.00 that April's invoice charges ahead.
  assert.deepEqual((await shop.bills(id)).sort(), [
    '0 2027-04-01 PAID 30.00',
    '1 2027-04-01 ISSUED 31.00',
    '2 2027-05-01 ISSUED 2.00',
    '3 2027-05-01 ISSUED 59.03',
    '3 2027-05-01 ISSUED 96.00',
    '4 2027-06-01 ACTIVE 90.00',
  ])
})

test('a downgrade in that grace lowers the very invoice that charges the old plan ahead', async () => {
  const shop = await givenShop(it)
  const { small, large } = await givenPlans(shop)
  const { clockId, customerId, id } = await shop.subscriber({ planId: large, at: april })
  await shop.uses(customerId, 100)
  await shop.passes(clockId, 'P30DT12H')
  const { carriedCredit } = await change(shop, id, { planId: small })
  assert.equal(carriedCredit, '59.03')
  await shop.passes(clockId, 'P2D')

  const [, first] = await shop.invoices(id)
  assert.equal(first.grandTotal, '32.97')
  assert.deepEqual((await shop.lines(first.id)).sort(), [
    'Large 2027-05-01 -59.03',
    'Large 2027-05-01 90.00',
    'Tokens read 2027-04-01 2.00',
  ])
})

test('several units and prices with tax are divided by the second, and taxed on what remains', async () => {
  const shop = await givenShop(it)
  const tax = { defaultTaxRate: 19, taxBehavior: 'inclusive' }
  const { small, large } = await givenPlans(shop, tax, { quantity: 3 })
  const { clockId, id } = await shop.subscriber({ planId: small, at: april })
  await shop.passes(clockId, 'P10DT7H13M5S')

  const { lines, ...changed } = await change(shop, id, { planId: large })

  // 1,702,015 of the 2,592,000 seconds of April are left: 177.293… of 270.00, and 59.097… of 90.00.
  assert.deepEqual(
    lines.map(({ displayName, amount }: Record<string, string>) => `${displayName} ${amount}`),
    ['Large 177.29', 'Small -59.10'],
  )
  const { subtotal, totalTax, grandTotal } = changed
  assert.deepEqual([subtotal, totalTax, grandTotal], ['99.32', '18.87', '118.19'])
})

test('usage that arrives after the change is billed by the plan of its moment', async () => {
  const shop = await givenShop(it)
  const { small, large } = await givenPlans(shop)
  const { clockId, customerId, id } = await shop.subscriber({ planId: small, at: april })
  await shop.passes(clockId, 'P10D')
  await change(shop, id, { planId: large })
  await shop.passes(clockId, 'P5D')
  await shop.uses(customerId, 100, '2027-04-10T23:59:59.999Z')
  await shop.uses(customerId, 100, '2027-04-11T00:00:00Z')
  await shop.passes(clockId, 'P17D')

  const lines = (await linesOf(shop, id)).filter((line) => line.startsWith('Tokens'))
  assert.deepEqual(lines, ['Tokens read 2027-04-01 1.00', 'Tokens read 2027-04-11 2.00'])
})

test('a plan with an anchor counts from there whoever changes to it: its first period is short, now and later', async () => {
  const shop = await givenShop(it)
  const free = await shop.plan([await shop.fee('31.00', { invoiceDisplayName: 'Free' })])
  const anchored = await shop.plan([await shop.fee('62.00', { invoiceDisplayName: 'Anchored' })], {
    billingAnchor: '2026-01-01T00:00:00Z',
  })
  const startedAt = '2027-04-10T00:00:00Z'
  const now = await shop.subscriber({ planId: free, at: startedAt })
  await shop.passes(now.clockId, 'P6D')
  const changed = await change(shop, now.id, { planId: anchored })
  // 15 of the 30 days of April; 24 of the 30 days from 10 April to 10 May.
  assert.deepEqual([changed.periodEnd, changed.grandTotal], ['2027-05-01T00:00:00Z', '6.20'])
  await shop.passes(now.clockId, 'P1M')
  assert.deepEqual((await shop.bills(now.id)).sort(), [
    '0 2027-04-10 PAID 31.00',
    '1 2027-04-10 CANCELLED 0.00',
    '2 2027-04-16 ISSUED 6.20',
    '2 2027-04-16 ISSUED 62.00',
    '3 2027-05-01 ACTIVE 62.00',
  ])

  const later = await shop.subscriber({ planId: free, at: startedAt })
  const planned = await change(shop, later.id, { planId: anchored, at: 'period_end' })
  // 22 of the 31 days of May.
  assert.deepEqual(
    [planned.periodStart, planned.periodEnd, planned.grandTotal],
    ['2027-05-10T00:00:00Z', '2027-06-01T00:00:00Z', '44.00'],
  )
  await shop.passes(later.clockId, 'P2M')
  assert.deepEqual(await shop.bills(later.id), [
    '0 2027-04-10 PAID 31.00',
    '1 2027-04-10 ISSUED 44.00',
    '2 2027-05-10 ISSUED 62.00',
    '3 2027-06-01 ACTIVE 62.00',
  ])
})

test('a longer cycle that both plans share goes on, and so does usage that is billed by it', async () => {
  const shop = await givenShop(it)
  const licence = await shop.fee('365.00', {
    billingCadence: 'P1Y',
    invoiceDisplayName: 'Licence',
  })
  const quarterly = await shop.usage('0.01', { billingCadence: 'P3M' })
  const one = await shop.plan([licence, quarterly])
  const other = await shop.plan([licence, quarterly, await shop.fee('30.00')])
  const { clockId, customerId, id } = await shop.subscriber({
    planId: one,
    at: '2027-01-01T00:00:00Z',
  })
  await shop.uses(customerId, 100)
  await shop.passes(clockId, 'P45D')
  const { grandTotal } = await change(shop, id, { planId: other })
  // Half of February; the 320 days of the licence that are left are credited, and charged.
  assert.equal(grandTotal, '15.00')
  await shop.uses(customerId, 200)
  await shop.passes(clockId, 'P46D')

  assert.deepEqual(
    (await linesOf(shop, id)).filter((line) => line.startsWith('Tokens')),
    ['Tokens read 2027-01-01 1.00', 'Tokens read 2027-02-15 2.00'],
  )
})

test('where a change and the end that was planned meet, nothing is charged beyond what the plan keeps', async () => {
  const shop = await givenShop(it)
  const { small, large } = await givenPlans(shop, { creditUnusedAdvance: true })
  const endingAt = '2027-04-25T00:00:00Z'
  const { clockId, id } = await shop.subscriber({ planId: small, at: april, endingAt })
  await shop.passes(clockId, 'P15D')
  await change(shop, id, { planId: large })
  await shop.passes(clockId, 'P1M')

  // 45.00 less 15.00 for the rest of April; six days of it, 18.00, come back as balance.
  assert.deepEqual((await shop.bills(id)).sort(), [
    '0 2027-04-01 PAID 30.00',
    '1 2027-04-01 CANCELLED 0.00',
    '2 2027-04-16 ISSUED 30.00',
    '2 2027-04-16 PAID 0.00',
  ])
  assert.equal((await balancesOf(it, shop))['funds'], '18')
})
