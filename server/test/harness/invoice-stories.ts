import assert from 'node:assert/strict'
import { recordRefund } from '../../src/payments/refunds/record-refund.ts'
import { collecting } from '../../src/wiring.ts'
import { asSystem } from './acting.ts'
import { givenFunds } from './books.ts'
import { pay } from './checkout.ts'
import { givenDebt } from './owing.ts'
import { call, type Product } from './product.ts'

type Debt = Awaited<ReturnType<typeof givenDebt>>

/** Every way in which an invoice can end: what a doctor has to look at. */
export async function givenInvoiceStories(of: Product): Promise<void> {
  const stories = [paid, givenBack, voided, rejected, fromFunds, outOfBand, givenUp, credited]
  const { shop: at } = await givenDebt(of)
  for (const story of stories) await story(of, await givenDebt(of, { at }))
}

async function paid(of: Product, debt: Debt) {
  assert.equal((await pay(of, await debt.payer(), 'succeeds')).body.status, 'completed')
}

async function refunded(debt: Debt): Promise<string> {
  const { status, body } = await debt.decides('createInvoiceRefund')
  assert.equal(status, 201, JSON.stringify(body))
  return body.id
}

async function givenBack(of: Product, debt: Debt) {
  await paid(of, debt)
  await refunded(debt)
  await debt.passes('PT2M')
}

async function voided(of: Product, debt: Debt) {
  await paid(of, debt)
  const { id } = await debt.invoice()
  const params = { id, refundId: await refunded(debt) }
  assert.equal((await call(of, 'voidInvoiceRefund', { key: debt.key, params })).status, 200)
}

/** The provider cannot send the money back. */
async function rejected(of: Product, debt: Debt) {
  await paid(of, debt)
  await refunded(debt)
  await rejectRefund(of, debt)
}

export async function rejectRefund(of: Product, { shop }: Debt): Promise<void> {
  const { payables } = collecting(of.installation)
  await asSystem(of, shop, async (ctx) => {
    const refunds = ctx.db.selectFrom('tally.refunds').where('status', '=', 'pending')
    const { refund_id: idempotencyKey } = await refunds
      .select('refund_id')
      .executeTakeFirstOrThrow()
    await recordRefund(ctx, payables, { reference: 'x', idempotencyKey, status: 'failed' })
  })
}

async function fromFunds(of: Product, debt: Debt) {
  await givenFunds(of, debt.shop, { customerId: debt.customerId, amount: '60.00' })
  const { body } = await call(of, 'payCheckoutFromFunds', { key: await debt.payer() })
  assert.equal(body.status, 'completed')
  await refunded(debt)
}

async function outOfBand(_: Product, debt: Debt) {
  assert.equal((await debt.decides('markInvoicePaid')).status, 200)
  await refunded(debt)
}

/** Given up, expected again, and given up for good. */
async function givenUp(_: Product, debt: Debt) {
  for (const name of ['writeOffInvoice', 'reverseInvoiceWriteOff', 'writeOffInvoice']) {
    assert.equal((await debt.decides(name)).status, 200)
  }
}

/** The last invoice cannot take all of a credit, and the rest is the customer's. */
async function credited(of: Product, { shop, key, subscriptionId, passes }: Debt) {
  const [, open] = await shop.invoices(subscriptionId)
  const line = { invoiceId: open.id, displayName: 'Goodwill', currency: 'USD', quantity: 1 }
  const made = await call(of, 'createLineItem', { key, body: { ...line, unitPrice: -500 } })
  assert.equal(made.status, 201, JSON.stringify(made.body))
  const params = { id: subscriptionId }
  await call(of, 'terminateSubscription', { key, params, body: { reason: 'Moved away' } })
  await passes('P2D')
}
