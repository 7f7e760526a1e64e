import assert from 'node:assert/strict'
import { test } from 'node:test'
import { balancesOf } from '../harness/books.ts'
import { call, product } from '../harness/product.ts'
import { givenShop } from '../harness/standard.ts'

const it = product()

test('a month is billed, paid, given back by mistake, taken again, and given back for good', async () => {
  const shop = await givenShop(it)
  const { key } = shop
  const planId = await shop.plan([await shop.fee('49.00'), await shop.usage('0.01')], {
    defaultTaxRate: 20,
  })
  const at = '2026-12-01T00:00:00Z'
  const { clockId, customerId, id } = await shop.subscriber({ planId, at, autoCharge: true })
  await shop.uses(customerId, 1100)
  await shop.passes(clockId, 'P1M')
  await shop.passes(clockId, 'P1D')
  assert.deepEqual(await shop.bills(id), [
    '0 2026-12-01 PAID 58.80',
    '1 2026-12-01 PAID 72.00',
    '2 2027-01-01 ACTIVE 58.80',
  ])
  const afterPaying = { merchant_balance: '109', provider_clearing: '-130.8', tax_payable: '21.8' }
  assert.deepEqual(await balancesOf(it, shop), afterPaying)

  const [zero, first] = await shop.invoices(id)
  const refund = (invoiceId: string, body = {}) =>
    call(it, 'createInvoiceRefund', { key, params: { id: invoiceId }, body })
  const { body: wrong } = await refund(first.id, { reason: 'The wrong customer' })
  assert.deepEqual([wrong.total, wrong.status], ['72.00', 'ISSUED'])
  const params = { id: first.id, refundId: wrong.id }
  const back = await call(it, 'voidInvoiceRefund', { key, params, body: { reason: 'Mistake' } })
  assert.equal(back.body.status, 'VOIDED')
  await shop.passes(clockId, 'P1D')
  assert.deepEqual(await balancesOf(it, shop), afterPaying)

  const numbers = []
  for (const invoice of [first, zero]) {
    const { status, body } = await refund(invoice.id, { reason: 'Out of order for weeks' })
    assert.equal(status, 201, JSON.stringify(body))
    numbers.push(body.externalCreditNoteId)
  }
  assert.deepEqual(numbers, ['CRN-2027-01-002', 'CRN-2027-01-003'])
  await shop.passes(clockId, 'P1D')
  assert.deepEqual(await balancesOf(it, shop), {}, 'everything went back the way it came')
  assert.deepEqual(await shop.bills(id), [
    '0 2026-12-01 PAID 58.80',
    '1 2026-12-01 PAID 72.00',
    '2 2027-01-01 ACTIVE 58.80',
  ])

  await shop.passes(clockId, 'P1M')
  const [, , second] = await shop.invoices(id)
  assert.deepEqual(
    [second.status, second.grandTotal, second.invoiceNumber],
    ['PAID', '58.80', 'INV-2027-02-001'],
    'what was given back changes nothing about what follows',
  )
})
