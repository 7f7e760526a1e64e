import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  assertExplained,
  december,
  germanSeller,
  givenBuyer,
  givenInvoicing,
} from '../../../test/harness/invoiced.ts'
import { call, product } from '../../../test/harness/product.ts'

const it = product()
const arrears = { paymentTerm: 'in_arrears' }

type Line = { readonly displayName: string; readonly tax: string }

test('an invoice says how its tax was estimated and confirmed, from the moment at which it is final', async () => {
  const shop = await givenInvoicing(it, germanSeller)
  const planId = await shop.plan([await shop.fee('10.00', arrears)])
  const customerId = await givenBuyer(it, shop, { country: 'FR' })
  const { clockId, id } = await shop.subscriber({ planId, at: december, customerId })
  await shop.passes(clockId, 'P32D')
  assert.deepEqual((await shop.period(id, 1)).tax, {
    estimatedTax: '2.00',
    actualTax: '2.00',
    difference: '0.00',
    adjustmentNeeded: false,
    adjustmentApplied: false,
    reconciled: true,
    reconciledAt: '2027-01-02T00:00:00Z',
  })
})

test('a reverse charge is said on the line, as the law wants it', async () => {
  const shop = await givenInvoicing(it, germanSeller)
  const planId = await shop.plan([await shop.fee('10.00', arrears)])
  const customerId = await givenBuyer(it, shop, { country: 'FR', taxId: 'FR40303265045' })
  const { clockId, id } = await shop.subscriber({ planId, at: december, customerId })
  await shop.passes(clockId, 'P32D')
  const [{ taxation }] = (await shop.explanation((await shop.period(id, 1)).id)).lines
  assert.match(taxation.note, /^Reverse charge: .*Articles 44 and 196/)
})

test('tax is computed once per rate, and a cent that cannot be shared goes to the largest remainder', async () => {
  const shop = await givenInvoicing(it)
  const fees = [
    await shop.fee('0.13', { ...arrears, invoiceDisplayName: 'First' }),
    await shop.fee('0.13', { ...arrears, invoiceDisplayName: 'Second' }),
  ]
  const planId = await shop.plan(fees, { defaultTaxRate: 19 })
  const { clockId, id } = await shop.subscriber({ planId, at: december })
  await shop.passes(clockId, 'P32D')
  const { id: invoiceId, totalTax } = await shop.period(id, 1)
  // 19 % of 0.26 is 0.0494; line by line it would be 0.02 twice.
  assert.equal(totalTax, '0.05')
  const { lines } = await shop.explanation(invoiceId)
  assert.deepEqual(
    lines.map(({ tax }: Line) => tax),
    ['0.03', '0.02'],
  )
})

test('a customer may have a rate for a metric, for a plan and for all the rest', async () => {
  const shop = await givenInvoicing(it, germanSeller)
  const planId = await shop.plan([await shop.fee('100.00', arrears), await shop.usage('1')])
  const customerId = await givenBuyer(it, shop, {
    country: 'FR',
    taxRates: { [shop.billableMetricId]: 5, [planId]: 10, default: 15 },
  })
  const { clockId, id: subscriptionId } = await shop.subscriber({
    planId,
    at: december,
    customerId,
  })
  await shop.uses(customerId, 100)
  await shop.writes({ subscriptionId, displayName: 'By hand', unitPrice: 100 })
  await shop.passes(clockId, 'P32D')
  const { id: invoiceId, totalTax } = await shop.period(subscriptionId, 1)
  const { lines } = await shop.explanation(invoiceId)
  assert.deepEqual(
    lines.map(({ displayName, tax }: Line) => `${displayName} ${tax}`),
    ['Tokens read 5.00', 'Base fee 10.00', 'By hand 10.00'],
  )
  assert.equal(totalTax, '25.00')
  await assertExplained(shop, subscriptionId)
})

test('tax follows the customer as it is when it is billed, and an issued invoice stays as it was', async () => {
  const shop = await givenInvoicing(it, germanSeller)
  const { key } = shop
  const planId = await shop.plan([await shop.fee('10.00', arrears)])
  const customerId = await givenBuyer(it, shop, { country: 'FR' })
  const { clockId, id } = await shop.subscriber({ planId, at: december, customerId })
  await shop.passes(clockId, 'P32D')
  const body = { taxId: 'FR40303265045' }
  await call(it, 'updateCustomer', { key, params: { id: customerId }, body })
  assert.deepEqual(await shop.bills(id), ['1 2026-12-01 ISSUED 12.00', '2 2027-01-01 ACTIVE 10.00'])
  await shop.passes(clockId, 'P1M')
  assert.equal((await shop.period(id, 2)).totalTax, '0.00')
  await assertExplained(shop, id)
})

test('a credit takes its tax back at the rate of what it is for', async () => {
  const shop = await givenInvoicing(it, germanSeller)
  const planId = await shop.plan([await shop.fee('10.00', arrears)], { taxBehavior: 'inclusive' })
  const customerId = await givenBuyer(it, shop, { country: 'FR' })
  const wish = { planId, at: december, customerId }
  const { clockId, id: subscriptionId } = await shop.subscriber(wish)
  await shop.writes({ subscriptionId, unitPrice: -4 })
  await shop.passes(clockId, 'P32D')
  const { id: invoiceId, subtotal, totalTax, grandTotal } = await shop.period(subscriptionId, 1)
  assert.deepEqual([subtotal, totalTax, grandTotal], ['5.00', '1.00', '6.00'])
  const { lines } = await shop.explanation(invoiceId)
  assert.deepEqual(
    lines.map(({ displayName, tax }: Line) => `${displayName} ${tax}`),
    ['Base fee 1.67', 'Extra -0.67'],
  )
})
