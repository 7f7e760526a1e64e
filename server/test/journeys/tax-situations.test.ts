import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  assertExplained,
  december,
  germanSeller,
  givenBuyer,
  givenInvoicing,
} from '../harness/invoiced.ts'
import { product } from '../harness/product.ts'

const it = product()

/*
 * A German seller with a fee of 19.99 and 333 units of usage at 0.03, which is 9.99: 29.98 in all. Each row is a customer:
 * where it is and its tax id, what is special about it, and the prices being without (net) or with tax (gross); then what
 * its invoice says.
 */
const situations = `
  country  tax id         special    prices  subtotal  tax   total  by         rule            state
  DE       -              -          net     29.98     5.70  35.68  provider   domestic        DE
  DE       -              -          gross   25.19     4.79  29.98  provider   domestic        DE
  DE       DE136695976    -          net     29.98     5.70  35.68  provider   domestic        DE
  FR       FR40303265045  -          net     29.98     0.00  29.98  provider   reverse_charge  -
  FR       FR40303265045  -          gross   29.98     0.00  29.98  provider   reverse_charge  -
  FR       FR84323140391  -          net     29.98     6.00  35.98  provider   destination     FR
  FR       -              -          net     29.98     6.00  35.98  provider   destination     FR
  FR       -              -          gross   24.98     5.00  29.98  provider   destination     FR
  HU       -              -          net     29.98     8.09  38.07  provider   destination     HU
  FI       -              -          net     29.98     7.64  37.62  provider   destination     FI
  US       -              -          net     29.98     0.00  29.98  provider   outside         -
  US       -              -          gross   29.98     0.00  29.98  provider   outside         -
  FR       -              exempt     net     29.98     0.00  29.98  exemption  -               -
  FR       -              exempt     gross   29.98     0.00  29.98  exemption  -               -
  FR       -              rate 8.25  net     29.98     2.47  32.45  customer   -               -
  FR       -              rate 8.25  gross   27.70     2.28  29.98  customer   -               -
  US       -              rate 8.25  net     29.98     2.47  32.45  customer   -               -
  FR       FR40303265045  rate 8.25  net     29.98     2.47  32.45  customer   -               -
`

const [, ...rows] = situations.trim().split('\n')
for (const row of rows) {
  const [country = '', taxId = '', special = '', prices, ...said] = row.trim().split(/\s{2,}/)
  test(`a customer in ${country}, tax id ${taxId}, ${special}, prices ${prices}: ${said.join(' ')}`, async () => {
    const shop = await givenInvoicing(it, germanSeller)
    const planId = await shop.plan(
      [
        await shop.fee('19.99', { paymentTerm: 'in_arrears' }),
        await shop.usage('0.03', { invoiceDisplayName: 'Usage' }),
      ],
      { taxBehavior: prices === 'gross' ? 'inclusive' : 'exclusive', defaultTaxRate: 99 },
    )
    const [, rate] = special.split(' ')
    const customerId = await givenBuyer(it, shop, {
      country,
      ...(taxId !== '-' && { taxId }),
      ...(rate && { taxRates: { default: Number(rate) } }),
    })
    const taxExempt = special === 'exempt'
    const wish = { planId, at: december, customerId, taxExempt }
    const { clockId, id } = await shop.subscriber(wish)
    await shop.uses(customerId, 333)
    await shop.passes(clockId, 'P32D')

    const { id: invoiceId, subtotal, totalTax, grandTotal } = await shop.period(id, 1)
    const { lines } = await shop.explanation(invoiceId)
    const [{ source, rule = '-', state = '-' }] = lines.map(
      ({ taxation }: { taxation: object }) => taxation,
    )
    assert.deepEqual([subtotal, totalTax, grandTotal, source, rule, state], said)
    const sum = (field: string) =>
      lines.reduce((cents: number, line: never) => cents + Math.round(Number(line[field]) * 100), 0)
    assert.deepEqual(
      [sum('subtotal'), sum('tax'), sum('total')],
      [subtotal, totalTax, grandTotal].map((text) => Math.round(Number(text) * 100)),
    )
    await assertExplained(shop, id)
  })
}

test('a seller that is registered nowhere charges the default rate of its plan', async () => {
  const shop = await givenInvoicing(it)
  const fee = await shop.fee('19.99', { paymentTerm: 'in_arrears' })
  const planId = await shop.plan([fee], { defaultTaxRate: 7.5 })
  const customerId = await givenBuyer(it, shop, { country: 'FR' })
  const { clockId, id } = await shop.subscriber({ planId, at: december, customerId })
  await shop.passes(clockId, 'P32D')
  const { id: invoiceId, tax, totalTax } = await shop.period(id, 1)
  const [{ taxation }] = (await shop.explanation(invoiceId)).lines
  assert.deepEqual([totalTax, taxation.source, taxation.percent], ['1.50', 'plan', '7.5'])
  // Nobody decided it who could say later that it was otherwise.
  assert.equal(tax, undefined)
})
