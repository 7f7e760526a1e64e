import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asSystem } from '../../test/harness/acting.ts'
import { pay, payAt } from '../../test/harness/checkout.ts'
import { complaintsAfter, crimesOf } from '../../test/harness/crimes.ts'
import { givenCustomer } from '../../test/harness/customers.ts'
import { pass, runDueWork } from '../../test/harness/due.ts'
import { givenInvoiceStories } from '../../test/harness/invoice-stories.ts'
import { givenLateUsage } from '../../test/harness/line-stories.ts'
import { linkOf, tokenOf } from '../../test/harness/links.ts'
import {
  givenMetered,
  givenPlatformFee,
  givenSubscriber,
  type Metered,
  standard,
} from '../../test/harness/metered.ts'
import { call, product } from '../../test/harness/product.ts'
import { givenFeePlan, givenSeller, subscribe } from '../../test/harness/subscribed.ts'
import { cancelPaymentSession } from '../payments/cancel-payment-session.ts'
import { recordRefund } from '../payments/refunds/record-refund.ts'
import { runDoctor } from './run.ts'

const it = product({ arrange: givenEverything })

const examine = async () => (await runDoctor(it.installation)).checks

async function givenEverything() {
  const merchant = await givenMetered(it, { prices: [standard('1')], taxRate: '10' })
  await givenUsage(merchant)
  await givenPayments(merchant)
  await givenSubscriptions()
  await givenInvoiceStories(it)
  await givenLateUsage(it)
}

async function givenUsage(merchant: Metered) {
  const customer = await givenSubscriber(it, merchant, { funds: '10.00' })
  const events = [1, 2, 3].map((quantity) => ({
    customerId: customer.customerId,
    merchantId: merchant.organizationId,
    idempotencyKey: `key ${quantity}`,
    timestamp: '2026-11-21T09:00:00Z',
    properties: [{ billableMetricId: merchant.metricIds[0], quantity }],
  }))
  const { key } = merchant
  const { body } = await call(it, 'batchCreateUsageEvents', { key, body: { events } })
  const params = { id: body.successful[0].id }
  await call(it, 'refundUsageEvent', { key, params, body: { refunded: true } })
}

/** A payment, one that came too late, a top-up that is disputed, and one that goes back in two returns. */
async function givenPayments(merchant: Metered) {
  const { key } = merchant
  const body = { amount: '25.00', currency: 'USD' }
  for (const outcome of ['succeeds', 'delayed'] as const) {
    const { paymentUrl } = (await call(it, 'createPayment', { key, body })).body
    await pay(it, await tokenOf(it, paymentUrl), outcome)
    await asSystem(it, merchant, (ctx) => cancelPaymentSession(ctx, linkOf(paymentUrl).id))
  }
  const params = { id: await givenCustomer(it, merchant) }
  for (const outcome of ['disputed_won', 'disputed_lost', 'disputed', 'succeeds'] as const) {
    const { paymentUrl } = (await call(it, 'createTopup', { key, params, body })).body
    await pay(it, await tokenOf(it, paymentUrl), outcome)
    await pass(it, { minutes: 1 })
  }
  await call(it, 'createFundsReturn', { key, params, body: { ...body, amount: '2.00' } })
  await asSystem(it, merchant, async (ctx) => {
    const refunds = ctx.db.selectFrom('tally.refunds').where('status', '=', 'pending')
    const { refund_id } = await refunds.select('refund_id').executeTakeFirstOrThrow()
    await recordRefund(ctx, {}, { reference: 'x', idempotencyKey: refund_id, status: 'failed' })
  })
  await call(it, 'createFundsReturn', { key, params, body: { ...body, amount: '3.00' } })
  await runDueWork(it)
  await pass(it, { minutes: 1 })
}

/** One that is paid, one that ends unpaid, and one that is paid and ends before it begins. */
async function givenSubscriptions() {
  const seller = await givenSeller(it)
  await givenPlatformFee(it, seller, { percent: '2' })
  const planId = await givenFeePlan(it, seller)
  const startedAt = it.clock.now.add({ hours: 24 * 30 }).toString()
  const made = []
  for (const wish of [{}, {}, { startedAt }]) {
    made.push((await subscribe(it, seller, { planId, prefundAmount: '20', ...wish })).body)
  }
  const [paid, unpaid, early] = made
  await payAt(it, paid.payment.checkoutUrl)
  await payAt(it, early.payment.checkoutUrl)
  for (const { id } of [unpaid, early]) {
    const body = { reason: 'Moved away' }
    await call(it, 'terminateSubscription', { key: seller.key, params: { id }, body })
  }
}

/** What only a real provider does: the tests of its settlement end with the doctor, too. */
const ofStripe = /payout|transfer|fee that a provider|came back from the payer|report of a provider/

test('the doctor is content with books that were kept by the rules, and prints what it saw', async () => {
  const checks = await examine()
  assert.deepEqual(
    checks.filter(({ ok }) => !ok),
    [],
  )
  const seen = checks.filter(({ name }) => !ofStripe.test(name))
  const blind = seen.filter(({ figures }) => figures.checked === 0).map(({ name }) => name)
  assert.deepEqual(blind, [], 'there is something to look at for every check')
  const events = checks.find(({ name }) => name.startsWith('Every usage event'))
  assert.deepEqual(events?.figures, {
    checked: 3,
    wrong: 0,
    examples: [],
    amounts: { USD: '6.00' },
  })
  const entries = checks.find(({ name }) => name.startsWith('The events of every usage entry'))
  assert.deepEqual(entries?.figures.amounts, { USD: '6.60' })
})

/** Table, what is done to it, and the beginning of the promise that is then broken. */
const crimes = `
  accounts        | update X set balance = balance + 1 where kind = 'funds'              | Debits equal credits
  accounts        | update X set balance = balance + 1 where kind = 'funds'              | Every balance equals
  accounts        | update X set has_floor = false where kind = 'funds'                  | Funds and holds have a floor
  accounts        | update X set currency = 'EUR' where kind = 'funds'                   | Every entry has postings
  accounts        | delete from X where kind = 'tax_payable'                             | Every entry has postings
  account_deltas  | delete from X                                                        | Every balance equals
  postings        | update X set amount = amount + 1                                     | Every balance equals
  postings        | update X set debit_account = 'acc_lost' where line = 1               | Every entry has postings
  postings        | delete from X where line = 1                                         | Every entry has postings
  entries         | delete from X where fact = 'topup.paid'                              | Every entry has postings
  entries         | delete from X where fact = 'usage.charged'                           | The events of every usage entry
  entries         | update X set subject = 'usg_lost' where fact = 'usage.refunded'      | Every refunded event
  entries         | update X set subject = 'lost' where fact = 'payment.duplicated'      | Every payment that nobody wanted
  usage_events    | update X set fee = fee + 0.01                                        | The events of every usage entry
  usage_events    | update X set entry_id = null                                         | The events of every usage entry
  usage_events    | update X set entry_id = null                                         | Every usage event that cost
  usage_events    | update X set prices = '{}'                                           | Every usage event that cost
  usage_events    | update X set prices = array[price + 1]                               | Every usage event that cost
  usage_events    | update X set customer_id = 'cus_other'                               | The events of every usage entry
  usage_events    | delete from X                                                        | The events of every usage entry
  usage_refunds   | update X set entry_id = null                                         | Every refunded event
  usage_refunds   | delete from X                                                        | Every refunded event
  topups          | update X set amount = amount + 1                                     | Every top-up and prefund
  topups          | update X set status = 'pending'                                      | Every top-up and prefund
  topups          | update X set customer_id = 'cus_other'                               | Every top-up and prefund
  subscriptions   | update X set prefund_due = prefund_due + 1                           | Every top-up and prefund
  subscriptions   | update X set activated_at = null                                     | Every top-up and prefund
  payments        | update X set status = 'completed'                                    | Every completed payment
  payments        | update X set amount = amount + 1                                     | Every completed payment
  payments        | update X set currency = 'EUR'                                        | Every completed payment
  refunds         | delete from X where reason = 'duplicate_payment'                     | Every payment that nobody wanted
  refunds         | delete from X where reason = 'duplicate_payment'                     | Every payment that succeeded
  refunds         | update X set status = 'pending'                                      | Every such payment
  refunds         | update X set status = 'pending'                                      | Every return of funds that arrived
  refunds         | update X set status = 'pending'                                      | Every return of funds that failed
  refunds         | update X set amount = amount + 1                                     | Every return of funds is what its
  refunds         | update X set amount = 100                                            | No more goes back
  funds_returns   | update X set amount = amount + 1                                     | Every return of funds is booked
  funds_returns   | delete from X                                                        | Every return of funds is booked
  invoices        | update X set grand_total = grand_total + 1                           | Every invoice is booked
  invoices        | update X set status = 'ISSUED'                                       | Every cancelled invoice
  invoices        | update X set status = 'ISSUED'                                       | Every paid invoice is booked
  invoices        | update X set fee = fee + 1                                           | Every paid invoice gave
  chargebacks     | update X set fee_amount = 0                                          | Every dispute is booked
  chargebacks     | update X set funds_amount = 0                                        | Every dispute took
  chargebacks     | delete from X                                                        | The clearing account agrees
  payment_sessions| update X set status = 'cancelled'                                    | Every payment that succeeded
  sandbox_payments| update X set amount = amount + 1                                     | The clearing account agrees
  sandbox_refunds | update X set status = 'failed'                                       | The clearing account agrees
`

for (const crime of crimesOf(crimes)) {
  test(`the doctor sees it: ${crime.statement} (${crime.promise} …)`, async () => {
    const failed = await complaintsAfter(it, crime)
    assert.ok(
      failed.some((name) => name.startsWith(crime.promise)),
      `seen is only: ${failed.join(' ')}`,
    )
  })
}
