import assert from 'node:assert/strict'
import { test } from 'node:test'
import { balancesOf } from '../../../test/harness/books.ts'
import { made } from '../../../test/harness/catalog.ts'
import { payAt } from '../../../test/harness/checkout.ts'
import { givenCustomer } from '../../../test/harness/customers.ts'
import { pass } from '../../../test/harness/due.ts'
import { assertExplained, givenInvoicing } from '../../../test/harness/invoiced.ts'
import { chargesAt } from '../../../test/harness/owing.ts'
import { call, product } from '../../../test/harness/product.ts'

const it = product()
type Fields = Readonly<Record<string, unknown>>
const april = '2027-04-01T00:00:00Z'

/** A customer on a plan of 30.00 a month since 1 April, and a plan of 90.00 to change to. */
async function givenSmall(wish: Fields = {}, plan: Fields = {}) {
  const shop = await givenInvoicing(it)
  const monthly = async (name: string, unitPrice: string) =>
    shop.plan([await shop.fee(unitPrice, { invoiceDisplayName: name })], plan)
  const small = await monthly('Small', '30.00')
  const large = await monthly('Large', '90.00')
  const { clockId, id } = await shop.subscriber({ planId: small, at: april, ...wish })
  return {
    ...{ shop, small, large, id },
    passes: (by: string) => shop.passes(clockId, by),

    async changesTo(planId: string, at = 'now') {
      const { status, body } = await shop.post('changeSubscriptionPlan', id, { planId, at })
      assert.equal(status, 200, JSON.stringify(body))
      const lines = body.lines as { cause: string; displayName: string; amount: string }[]
      return {
        ...body,
        said: lines.map(({ cause, displayName, amount }) => `${cause} ${displayName} ${amount}`),
      }
    },
    async invoice(invoiceId: string) {
      return (await call(it, 'getInvoice', { key: shop.key, params: { id: invoiceId } })).body
    },
  }
}

test('the invoice of a change is paid at its page, and booked with its tax', async () => {
  const { shop, large, id, passes, changesTo, invoice } = await givenSmall(
    { paymentTermDays: 14 },
    { defaultTaxRate: 20 },
  )
  await passes('P15D')
  const { invoiceId, grandTotal } = await changesTo(large)
  assert.equal(grandTotal, '36.00')
  const issued = await invoice(invoiceId)
  assert.deepEqual([issued.status, issued.dueAt], ['ISSUED', '2027-04-30T00:00:00Z'])
  assert.equal((await payAt(it, issued.paymentUrl)).status, 200)
  assert.equal((await invoice(invoiceId)).status, 'PAID')
  assert.deepEqual(await balancesOf(it, shop), {
    merchant_balance: '60',
    provider_clearing: '-72',
    tax_payable: '12',
  })
  await assertExplained(shop, id)
})

test('who is charged by itself is charged for a change, too', async () => {
  const { shop, large, passes, changesTo, invoice } = await givenSmall({ autoCharge: true })
  await passes('P15D')
  const { invoiceId } = await changesTo(large)
  await passes('PT1M')
  assert.equal((await invoice(invoiceId)).status, 'PAID')
  assert.deepEqual(await chargesAt(it, shop), [
    '2027-04-01T00:00:00Z succeeded',
    '2027-04-16T00:00:00Z succeeded',
  ])
})

test('where invoices are approved, that of a change waits as a draft, and the other plan is in force', async () => {
  const { shop, large, id, passes, changesTo, invoice } = await givenSmall()
  await shop.post('updateSubscription', id, { autoApprove: false })
  await passes('P15D')
  const { invoiceId } = await changesTo(large)
  assert.equal((await invoice(invoiceId)).status, 'DRAFT')
  assert.equal((await shop.subscription(id)).planId, large)
  await shop.post('approveInvoice', invoiceId, {})
  assert.equal((await invoice(invoiceId)).status, 'ISSUED')
})

test('a change in the grace of the month before credits what that month’s invoice is about to charge', async () => {
  const { shop, large, id, passes, changesTo } = await givenSmall()
  await passes('P30DT12H')
  // 30.5 of the 31 days of May: 88.548… of 90.00, and 29.516… of 30.00.
  const { said, grandTotal } = await changesTo(large)
  assert.deepEqual(said, ['charge Large 88.55', 'credit Small -29.52'])
  assert.equal(grandTotal, '59.03')
  await passes('P2D')
  assert.deepEqual((await shop.bills(id)).sort(), [
    '0 2027-04-01 PAID 30.00',
    '1 2027-04-01 ISSUED 30.00',
    '2 2027-05-01 CANCELLED 0.00',
    '3 2027-05-01 ACTIVE 90.00',
    '3 2027-05-01 ISSUED 59.03',
  ])
  await assertExplained(shop, id)
})

test('of months that nobody has charged yet, a change gives nothing back', async () => {
  const { shop, large, passes, changesTo } = await givenSmall()
  const yearly = await shop.plan([await shop.fee('10.00', { invoiceDisplayName: 'Month' })], {
    billingCadence: 'P1Y',
  })
  await changesTo(yearly, 'period_end')
  await passes('P30DT12H')
  // The invoice of April, which charges the months of the yearly plan, charges May alone: 9.838… of it are not used.
  const { said } = await changesTo(large)
  assert.deepEqual(said, ['charge Large 90.00', 'credit Month -9.84'])
})

test('what was given back with its invoice is not credited once more', async () => {
  const { shop, large, id, passes, changesTo } = await givenSmall()
  const [zero] = await shop.invoices(id)
  const refund = await shop.post('createInvoiceRefund', zero.id, { reason: 'Out of goodwill' })
  assert.equal(refund.status, 201, JSON.stringify(refund.body))
  await passes('P15D')
  const { said } = await changesTo(large)
  assert.deepEqual(said, ['charge Large 45.00'])
})

test('at an end after a change the plan that was in force gives back what it charged, and the other one nothing', async () => {
  const { shop, large, id, passes, changesTo, invoice } = await givenSmall(
    {},
    { creditUnusedAdvance: true },
  )
  await passes('P15D')
  const { invoiceId } = await changesTo(large)
  await payAt(it, (await invoice(invoiceId)).paymentUrl)
  await passes('P5D')
  await shop.post('terminateSubscription', id, { reason: 'Moved away' })
  await passes('P2D')
  // 60.00 were paid; 15 days by 30.00 a month and 5 by 90.00 were used: 15.00 each.
  assert.equal((await balancesOf(it, shop))['funds'], '30')
})

test('of those who change to the same plan at once one does', async () => {
  const { shop, large, id, passes } = await givenSmall()
  await passes('P15D')
  const change = () => shop.post('changeSubscriptionPlan', id, { planId: large, at: 'now' })
  const replies = await Promise.all([change(), change(), change()])
  assert.deepEqual(replies.map(({ status }) => status).sort(), [200, 400, 400])
  assert.deepEqual((await shop.bills(id)).sort(), [
    '0 2027-04-01 PAID 30.00',
    '1 2027-04-01 CLOSING 0.00',
    '2 2027-04-16 ACTIVE 90.00',
    '2 2027-04-16 ISSUED 30.00',
  ])
})

test('a plan with an anchor counts the periods of who changes to it from there', async () => {
  const { shop, id, passes, changesTo } = await givenSmall({ at: '2027-04-10T00:00:00Z' })
  const aligned = await shop.plan([await shop.fee('90.00', { invoiceDisplayName: 'Aligned' })], {
    billingAnchor: '2026-01-01T00:00:00Z',
  })
  await passes('P6D')
  // 15 of the 30 days of April, and 24 of the 30 days from 10 April to 10 May.
  const { said, periodEnd } = await changesTo(aligned)
  assert.deepEqual(said, ['charge Aligned 45.00', 'credit Small -24.00'])
  assert.equal(periodEnd, '2027-05-01T00:00:00Z')
  await passes('P17D')
  assert.deepEqual((await shop.bills(id)).slice(-1), ['3 2027-05-01 ACTIVE 90.00'])
})

test('a change that comes before the work of a period that is over does that work first', async () => {
  const { shop, small, large } = await givenSmall()
  const { key } = shop
  const customerId = await givenCustomer(it, shop)
  const startedAt = it.clock.now.toString()
  const body = { name: 'Pro', customerId, planId: small, startedAt }
  const { id, payment } = await made(it, 'createSubscription', { key, body })
  await payAt(it, payment.checkoutUrl)
  // Three hours into the second month, from 21 December at 10:00 on, nobody has closed the first one yet.
  it.clock.now = it.clock.now.add({ hours: 24 * 30 + 3 })

  const change = await shop.post('changeSubscriptionPlan', id, { planId: large, at: 'now' })
  assert.equal(change.body.periodStart, '2026-12-21T13:00:00Z')
  // 741 of 744 hours: 89.637… of 90.00, less 29.879… of 30.00.
  assert.equal(change.body.grandTotal, '59.76')
  await pass(it, { hours: 48 })
  assert.deepEqual((await shop.bills(id)).sort(), [
    '0 2026-11-21 PAID 30.00',
    '1 2026-11-21 ISSUED 30.00',
    '2 2026-12-21 CANCELLED 0.00',
    '3 2026-12-21 ACTIVE 90.00',
    '3 2026-12-21 ISSUED 59.76',
  ])
})
