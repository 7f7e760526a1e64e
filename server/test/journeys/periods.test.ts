import assert from 'node:assert/strict'
import { test } from 'node:test'
import { product } from '../harness/product.ts'
import { givenShop } from '../harness/standard.ts'

const it = product()

test('a mixed plan is billed for twelve months, each invoice for what was used and for the month to come', async () => {
  const shop = await givenShop(it)
  const planId = await shop.plan([
    await shop.fee('49.00'),
    await shop.fee('99.00', { billingCadence: 'P0D', invoiceDisplayName: 'Set-up' }),
    await shop.fee('5.00', { paymentTerm: 'in_arrears', invoiceDisplayName: 'Support' }),
    await shop.fee('120.00', { billingCadence: 'P1Y', invoiceDisplayName: 'Licence' }),
    await shop.usage('0.01'),
  ])
  const { clockId, customerId, id } = await shop.subscriber({ planId, at: '2026-12-01T00:00:00Z' })
  for (let month = 1; month <= 12; month += 1) {
    await shop.uses(customerId, 100 * month)
    await shop.passes(clockId, 'P1M')
  }
  await shop.passes(clockId, 'P2D')

  assert.deepEqual(await shop.bills(id), [
    '0 2026-12-01 PAID 268.00',
    '1 2026-12-01 ISSUED 55.00',
    '2 2027-01-01 ISSUED 56.00',
    '3 2027-02-01 ISSUED 57.00',
    '4 2027-03-01 ISSUED 58.00',
    '5 2027-04-01 ISSUED 59.00',
    '6 2027-05-01 ISSUED 60.00',
    '7 2027-06-01 ISSUED 61.00',
    '8 2027-07-01 ISSUED 62.00',
    '9 2027-08-01 ISSUED 63.00',
    '10 2027-09-01 ISSUED 64.00',
    '11 2027-10-01 ISSUED 65.00',
    '12 2027-11-01 ISSUED 186.00',
    '13 2027-12-01 ACTIVE 54.00',
  ])
  const [, , , , , , , , , , , , twelfth] = await shop.invoices(id)
  assert.deepEqual((await shop.lines(twelfth.id)).sort(), [
    'Base fee 2027-12-01 49.00',
    'Licence 2027-12-01 120.00',
    'Support 2027-11-01 5.00',
    'Tokens read 2027-11-01 12.00',
  ])
})
