import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asSystem } from '../../test/harness/acting.ts'
import { balancesOf } from '../../test/harness/books.ts'
import { runDueWork } from '../../test/harness/due.ts'
import { december, givenInvoicing, passedThrough } from '../../test/harness/invoiced.ts'
import { call, product } from '../../test/harness/product.ts'
import { issueInvoice } from './issue-invoice.ts'

const it = product()

test('an invoice is open while its period runs, closes with it, and is issued when its grace is over', async () => {
  const shop = await givenInvoicing(it)
  const planId = await shop.plan([await shop.fee('49.00'), await shop.usage('0.25')])
  const { clockId, customerId, id } = await shop.subscriber({ planId, at: december })
  await shop.uses(customerId, 10)

  const open = await shop.period(id, 1)
  assert.equal(open.status, 'ACTIVE')
  assert.equal(open.invoiceNumber, null)
  assert.equal(open.nextActionAt, '2027-01-01T00:00:00Z')
  assert.deepEqual([open.subtotal, open.paidAmount, open.unpaidAmount], ['51.50', '0.00', '51.50'])

  await shop.passes(clockId, 'P1M')
  const closing = await shop.period(id, 1)
  assert.equal(closing.status, 'CLOSING')
  assert.equal(closing.gracePeriodEnd, '2027-01-02T00:00:00Z')
  assert.equal(closing.nextActionAt, '2027-01-02T00:00:00Z')

  await shop.passes(clockId, 'P1D')
  const issued = await shop.period(id, 1)
  assert.deepEqual(passedThrough(issued), [
    'ACTIVE 2026-12-01T00:00:00Z',
    'CLOSING 2027-01-01T00:00:00Z',
    'CLOSED 2027-01-02T00:00:00Z',
    'CALCULATING 2027-01-02T00:00:00Z',
    'ISSUED 2027-01-02T00:00:00Z',
  ])
  assert.equal(issued.id, open.id)
  assert.equal(issued.invoiceNumber, 'INV-2027-01-001')
  assert.equal(issued.nextActionAt, null)
  assert.deepEqual([issued.grandTotal, issued.unpaidAmount], ['51.50', '51.50'])
  assert.deepEqual(await shop.lines(issued.id), [
    'Tokens read 2026-12-01 2.50',
    'Base fee 2027-01-01 49.00',
  ])
  assert.deepEqual(await shop.bills(id), [
    '0 2026-12-01 PAID 49.00',
    '1 2026-12-01 ISSUED 51.50',
    '2 2027-01-01 ACTIVE 49.00',
  ])
})

test('what an invoice says is final once it is issued, and issuing it again changes nothing', async () => {
  const shop = await givenInvoicing(it)
  const planId = await shop.plan([await shop.usage('0.25')])
  const { clockId, customerId, id } = await shop.subscriber({ planId, at: december })
  await shop.uses(customerId, 10)
  await shop.passes(clockId, 'P32D')
  const before = await shop.period(id, 1)
  const { pdfUrl: _, permalink: __, ...rest } = before
  await asSystem(it, shop, (ctx) => issueInvoice(ctx, it.installation as never, before.id))
  const { pdfUrl: ___, permalink: ____, ...again } = await shop.period(id, 1)
  assert.deepEqual(again, rest)
})

for (const [gracePeriod, end] of [
  ['P0D', '2027-01-01T00:00:00Z'],
  ['PT6H', '2027-01-01T06:00:00Z'],
  ['P7D', '2027-01-08T00:00:00Z'],
] as const) {
  test(`a grace of ${gracePeriod} ends at ${end}, and the invoice is issued at that moment`, async () => {
    const shop = await givenInvoicing(it, { gracePeriod })
    const planId = await shop.plan([await shop.fee('5.00', { paymentTerm: 'in_arrears' })])
    const { clockId, id } = await shop.subscriber({ planId, at: december })
    await shop.passes(clockId, 'P40D')
    const issued = await shop.period(id, 1)
    assert.equal(issued.gracePeriodEnd, end)
    assert.equal(passedThrough(issued).at(-1), `ISSUED ${end}`)
  })
}

test('a grace that is set while a period runs holds for it, and not for one that has closed', async () => {
  const shop = await givenInvoicing(it)
  const planId = await shop.plan([await shop.fee('5.00', { paymentTerm: 'in_arrears' })])
  const { clockId, id } = await shop.subscriber({ planId, at: december })
  await shop.sets({ gracePeriod: 'P3D' })
  await shop.passes(clockId, 'P1M')
  await shop.sets({ gracePeriod: 'P0D' })
  await shop.passes(clockId, 'P2D')
  assert.equal((await shop.period(id, 1)).status, 'CLOSING')
  await shop.passes(clockId, 'P1D')
  assert.equal((await shop.period(id, 1)).status, 'ISSUED')
})

test('an invoice without lines is cancelled and takes no number', async () => {
  const shop = await givenInvoicing(it)
  const planId = await shop.plan([await shop.usage('0.25')])
  const { clockId, customerId, id } = await shop.subscriber({ planId, at: december })
  await shop.passes(clockId, 'P32D')
  const nothing = await shop.period(id, 1)
  assert.equal(nothing.status, 'CANCELLED')
  assert.equal(nothing.invoiceNumber, null)
  assert.equal(nothing.unpaidAmount, '0.00')

  await shop.uses(customerId, 4)
  await shop.passes(clockId, 'P1M')
  assert.equal((await shop.period(id, 2)).invoiceNumber, 'INV-2027-02-001')
})

test('an invoice that amounts to nothing has its number, and is paid at once', async () => {
  const shop = await givenInvoicing(it)
  const free = { paymentTerm: 'in_arrears', invoiceDisplayName: 'Free support' }
  const planId = await shop.plan([await shop.fee('0.00', free)])
  const { clockId, id } = await shop.subscriber({ planId, at: december })
  await shop.passes(clockId, 'P32D')
  const paid = await shop.period(id, 1)
  assert.equal(paid.status, 'PAID')
  assert.equal(paid.invoiceNumber, 'INV-2027-01-001')
  assert.equal(paid.paidAt, '2027-01-02T00:00:00Z')
  assert.equal(paid.paymentUrl, undefined)
  assert.deepEqual(passedThrough(paid).slice(-2), [
    'ISSUED 2027-01-02T00:00:00Z',
    'PAID 2027-01-02T00:00:00Z',
  ])
  assert.deepEqual(await balancesOf(it, shop), {})
})

test('a draft waits for its approval, and gets number and date with it', async () => {
  const shop = await givenInvoicing(it)
  const { key } = shop
  const planId = await shop.plan([await shop.fee('5.00', { paymentTerm: 'in_arrears' })])
  await shop.sets({ autoApprove: false })
  const { clockId, id } = await shop.subscriber({ planId, at: december })
  await shop.passes(clockId, 'P32D')
  const draft = await shop.period(id, 1)
  assert.equal(draft.autoApprove, false)
  assert.equal(draft.status, 'DRAFT')
  assert.equal(draft.invoiceNumber, null)
  assert.equal(draft.grandTotal, '5.00')
  assert.equal(draft.paymentUrl, undefined)
  assert.deepEqual(await balancesOf(it, shop), {})

  await shop.passes(clockId, 'P5D')
  const params = { id: draft.id }
  const { status, body } = await call(it, 'approveInvoice', { key, params })
  assert.equal(status, 200)
  assert.equal(body.status, 'ISSUED')
  assert.equal(body.invoiceNumber, 'INV-2027-01-001')
  assert.equal(body.dueAt, '2027-01-07T00:00:00Z')
  assert.ok(body.paymentUrl)
  const again = await call(it, 'approveInvoice', { key, params })
  assert.equal(again.status, 409)
  assert.equal(again.body.code, 'INVOICE_NOT_DRAFT')
})

test('what cannot be calculated fails with a reason, and is issued by a retry once it can', async () => {
  const shop = await givenInvoicing(it)
  const { key } = shop
  const planId = await shop.plan([await shop.usage('1000000000')])
  const { clockId, customerId, id } = await shop.subscriber({ planId, at: december })
  const [tooMuch, inDecember] = [9 * 10 ** 22, '2026-12-02T00:00:00Z']
  await shop.uses(customerId, tooMuch, inDecember)
  await shop.passes(clockId, 'P32D')
  const failed = await shop.period(id, 1)
  assert.equal(failed.status, 'FAILED')
  assert.equal(failed.failureReason, 'AMOUNT_OUT_OF_RANGE')
  assert.equal(failed.invoiceNumber, null)

  const retry = () => call(it, 'retryInvoice', { key, params: { id: failed.id } })
  assert.equal((await retry()).status, 200)
  await runDueWork(it)
  assert.equal((await shop.period(id, 1)).status, 'FAILED')

  await shop.uses(customerId, -tooMuch, inDecember)
  await shop.uses(customerId, 2, inDecember)
  assert.equal((await retry()).status, 200)
  await runDueWork(it)
  const issued = await shop.period(id, 1)
  assert.equal(issued.status, 'ISSUED')
  assert.equal(issued.failureReason, undefined)
  assert.equal(issued.grandTotal, '2000000000.00')
})
