import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asSystem } from '../../../test/harness/acting.ts'
import { factsOf } from '../../../test/harness/books.ts'
import { cardThat, pay } from '../../../test/harness/checkout.ts'
import { linkOf } from '../../../test/harness/links.ts'
import { givenDebt } from '../../../test/harness/owing.ts'
import { product } from '../../../test/harness/product.ts'
import { startAttempt } from '../../payments/attempts/start-attempt.ts'
import { collecting } from '../../wiring.ts'

const it = product()

type Debt = Awaited<ReturnType<typeof givenDebt>>

/** A payment on the page whose process dies before it has asked the provider; asking it is for later. */
async function givenSlowPayment(debt: Debt) {
  const outside = collecting(it.installation)
  const { shop } = debt
  const { id: sessionId } = linkOf((await debt.invoice()).paymentUrl)
  const wish = {
    sessionId,
    saveMethod: false,
    requestKey: undefined,
    means: { card: cardThat('succeeds') },
  }
  const asking = await asSystem(it, shop, (ctx) => startAttempt(ctx, outside, wish))
  assert.ok(asking)
  await debt.passes('PT2M')
  return () => asking.provider.createPayment(asking.order)
}

const paidOutOfBand = { merchant_balance: '-0.3', platform_fees: '0.3' }

test('a payment that arrives after the invoice was paid in another way goes back in full', async () => {
  const debt = await givenDebt(it)
  const arrives = await givenSlowPayment(debt)
  assert.equal((await debt.decides('markInvoicePaid')).status, 200)
  await arrives()
  await debt.passes('PT5M')
  assert.deepEqual(await debt.balances(), paidOutOfBand)
  assert.deepEqual((await factsOf(it, debt.shop)).slice(2), [
    'payment.duplicated',
    'payment.returned',
  ])
  assert.equal((await debt.invoice()).status, 'PAID')
})

test('a payment that arrives after the debt was given up goes back in full, also when it is expected again', async () => {
  const debt = await givenDebt(it)
  const arrives = await givenSlowPayment(debt)
  await debt.decides('writeOffInvoice')
  await debt.decides('reverseInvoiceWriteOff')
  await arrives()
  await debt.passes('PT5M')
  const { status, unpaidAmount } = await debt.invoice()
  assert.deepEqual([status, unpaidAmount], ['ISSUED', '58.80'])
  assert.deepEqual(await debt.balances(), { merchant_pending: '58.8', receivable: '-58.8' })
  assert.equal((await pay(it, await debt.payer(), 'succeeds')).body.status, 'completed')
})

test('an invoice whose payment the payer’s bank takes back costs the merchant its amount and the fee, and is not given back again', async () => {
  const debt = await givenDebt(it)
  assert.equal((await pay(it, await debt.payer(), 'disputed')).body.status, 'completed')
  await debt.passes('PT2M')
  assert.deepEqual(await debt.balances(), {
    merchant_balance: '-26.08',
    // Until the dispute is decided.
    merchant_reserve: '58.8',
    refunds_in_transit: '-58.8',
    platform_fees: '1.28',
    provider_clearing: '15',
    tax_payable: '9.8',
  })
  const refused = await debt.decides('createInvoiceRefund')
  assert.deepEqual([refused.status, refused.body.code], [400, 'INVOICE_NOT_REFUNDABLE'])
  assert.equal((await debt.invoice()).status, 'PAID')
})

test('a stored card whose bank takes its time pays when the bank is done, once', async () => {
  const debt = await givenDebt(it, { autoCharge: true })
  await debt.stores('delayed')
  await debt.passes('PT10S')
  await debt.passes('P1D')
  await debt.passes('PT1M')
  assert.equal((await debt.invoice()).status, 'PAID')
  assert.deepEqual(await debt.charges(), ['2027-01-03T00:00:00Z succeeded'])
})
