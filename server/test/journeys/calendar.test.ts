import assert from 'node:assert/strict'
import { test } from 'node:test'
import { product } from '../harness/product.ts'
import { givenShop } from '../harness/standard.ts'

const it = product()

test('an anchor on 31 January is followed through a leap February, and comes back to the 31st', async () => {
  const shop = await givenShop(it)
  const planId = await shop.plan([await shop.fee('31.00'), await shop.usage('0.01')])
  const { clockId, customerId, id } = await shop.subscriber({ planId, at: '2028-01-31T00:00:00Z' })
  await shop.uses(customerId, 100)
  await shop.passes(clockId, 'P29D')
  await shop.uses(customerId, 50, '2028-02-28T23:59:59.999Z')
  await shop.uses(customerId, 200, '2028-02-29T00:00:00Z')
  await shop.passes(clockId, 'P31D')
  await shop.uses(customerId, 300)
  await shop.passes(clockId, 'P30D')
  await shop.uses(customerId, 400)
  await shop.passes(clockId, 'P33D')

  assert.deepEqual(await shop.bills(id), [
    '0 2028-01-31 PAID 31.00',
    '1 2028-01-31 ISSUED 32.50',
    '2 2028-02-29 ISSUED 33.00',
    '3 2028-03-31 ISSUED 34.00',
    '4 2028-04-30 ISSUED 35.00',
    '5 2028-05-31 ACTIVE 31.00',
  ])
})

test('a yearly price on a monthly plan is billed with its year, and in proportion when that is cut', async () => {
  const shop = await givenShop(it)
  const yearly = { billingCadence: 'P1Y' }
  const planId = await shop.plan([
    await shop.fee('120.00', { ...yearly, invoiceDisplayName: 'Licence' }),
    await shop.fee('365.00', {
      ...yearly,
      invoiceDisplayName: 'Care',
      paymentTerm: 'in_arrears',
    }),
  ])
  const { clockId, id } = await shop.subscriber({ planId, at: '2027-01-01T00:00:00Z' })
  await shop.passes(clockId, 'P1Y73D')
  await shop.post('terminateSubscription', id, { reason: 'Moved away' })
  await shop.passes(clockId, 'P1D')

  // 2028 has 366 days, of which 73 are 72.80 of 365.00 (72.8005…). What was paid ahead for the year is kept.
  const bills = await shop.bills(id)
  assert.deepEqual(
    bills.filter((bill) => !bill.includes('CANCELLED')),
    ['0 2027-01-01 PAID 120.00', '12 2027-12-01 ISSUED 485.00', '15 2028-03-01 ISSUED 72.80'],
  )
  assert.equal(bills.length, 16)
  const twelfth = (await shop.invoices(id))[12]
  assert.deepEqual((await shop.lines(twelfth.id)).sort(), [
    'Care 2027-01-01 365.00',
    'Licence 2028-01-01 120.00',
  ])
})

test('monthly prices on a yearly plan are a line for each month', async () => {
  const shop = await givenShop(it)
  const monthly = { billingCadence: 'P1M' }
  const planId = await shop.plan([await shop.fee('10.00'), await shop.usage('0.01', monthly)], {
    billingCadence: 'P1Y',
  })
  const { clockId, customerId, id } = await shop.subscriber({ planId, at: '2027-01-01T00:00:00Z' })
  await shop.uses(customerId, 100)
  await shop.passes(clockId, 'P2M')
  await shop.uses(customerId, 200)
  await shop.passes(clockId, 'P10M2D')

  assert.deepEqual(await shop.bills(id), [
    '0 2027-01-01 PAID 120.00',
    '1 2027-01-01 ISSUED 123.00',
    '2 2028-01-01 ACTIVE 120.00',
  ])
  const [zero, first] = await shop.invoices(id)
  const months = (year: number) =>
    ['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12'].map(
      (month) => `Base fee ${year}-${month}-01 10.00`,
    )
  assert.deepEqual((await shop.lines(zero.id)).sort(), months(2027))
  assert.deepEqual((await shop.lines(first.id)).sort(), [
    ...months(2028),
    'Tokens read 2027-01-01 1.00',
    'Tokens read 2027-03-01 2.00',
  ])
})

test('an anchor of the plan makes the first period short, and its fees in proportion', async () => {
  const shop = await givenShop(it)
  const planId = await shop.plan(
    [
      await shop.fee('60.00'),
      await shop.fee('15.00', { paymentTerm: 'in_arrears', invoiceDisplayName: 'Support' }),
      await shop.usage('0.01'),
    ],
    { billingAnchor: '2026-01-01T00:00:00Z' },
  )
  // 14.5 of the 30 days of April are left.
  const { clockId, customerId, id } = await shop.subscriber({ planId, at: '2027-04-16T12:00:00Z' })
  await shop.uses(customerId, 100)
  await shop.passes(clockId, 'P16D')

  assert.deepEqual(await shop.bills(id), [
    '0 2027-04-16 PAID 29.00',
    '1 2027-04-16 ISSUED 68.25',
    '2 2027-05-01 ACTIVE 75.00',
  ])
  const [, first] = await shop.invoices(id)
  assert.deepEqual((await shop.lines(first.id)).sort(), [
    'Base fee 2027-05-01 60.00',
    'Support 2027-04-16 7.25',
    'Tokens read 2027-04-16 1.00',
  ])
})

test('without one the first period begins with the hour of the start and is charged in full, and usage counts from the start', async () => {
  const shop = await givenShop(it)
  const planId = await shop.plan([await shop.fee('30.00'), await shop.usage('0.01')])
  const at = '2027-04-01T10:25:00Z'
  const { clockId, customerId, id } = await shop.subscriber({ planId, at })
  await shop.uses(customerId, 1000, '2027-04-01T10:24:59.999Z')
  await shop.uses(customerId, 100, at)
  await shop.passes(clockId, 'P32D')

  const [zero, first] = await shop.invoices(id)
  assert.deepEqual(
    [zero.grandTotal, first.periodStart, first.periodEnd, first.grandTotal],
    ['30.00', '2027-04-01T10:00:00Z', '2027-05-01T10:00:00Z', '31.00'],
  )
})

test('a quarter that begins on 30 November ends with February, and the next one on 30 May', async () => {
  const shop = await givenShop(it)
  const planId = await shop.plan([await shop.fee('90.00', { billingCadence: 'P3M' })], {
    billingCadence: 'P3M',
  })
  const { clockId, id } = await shop.subscriber({ planId, at: '2026-11-30T00:00:00Z' })
  await shop.passes(clockId, 'P6M2D')
  assert.deepEqual(await shop.bills(id), [
    '0 2026-11-30 PAID 90.00',
    '1 2026-11-30 ISSUED 90.00',
    '2 2027-02-28 ISSUED 90.00',
    '3 2027-05-30 ACTIVE 90.00',
  ])
})
