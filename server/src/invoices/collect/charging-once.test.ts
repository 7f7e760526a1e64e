import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asSystem } from '../../../test/harness/acting.ts'
import { factsOf } from '../../../test/harness/books.ts'
import { loseWebhooks, pay } from '../../../test/harness/checkout.ts'
import { givenDebt } from '../../../test/harness/owing.ts'
import { product } from '../../../test/harness/product.ts'
import { atTimeOf } from '../../clocks/at-time-of.ts'
import { documentLinks } from '../../documents/document-links.ts'
import { sandboxAccount } from '../../payments/providers/accounts.ts'
import { type Provider, providerOf } from '../../payments/providers/provider.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { chargesByItself } from '../../subscriptions/charges-by-itself.ts'
import { collecting } from '../../wiring.ts'
import { chargeInvoice } from './charge-invoice.ts'

const it = product()

type Debt = Awaited<ReturnType<typeof givenDebt>>
type Asking = Provider['createPayment']

/** A worker whose process ends where `dying` throws. */
async function worker(debt: Debt, dying?: (ask: Asking) => Asking) {
  const outside = collecting(it.installation)
  const provider = providerOf(outside.providers, sandboxAccount)
  const createPayment = dying?.(provider.createPayment) ?? provider.createPayment
  const { organizationId } = debt.shop
  const within = <T>(work: (ctx: Ctx) => Promise<T>) =>
    asSystem(it, debt.shop, async (ctx) => work(await atTimeOf(ctx, debt.customerId)))
  const { id } = await debt.invoice()
  const hands = {
    collecting: { ...outside, providers: { sandbox: { ...provider, createPayment } } },
    collection: { chargesByItself, documentLinks, paid: [], failed: [] },
  }
  return () => chargeInvoice({ organizationId, within }, hands, id)
}

/** Killed before the provider was asked. */
const before = (): Asking => async () => {
  throw new Error('killed')
}

/** Killed after the provider was asked, before its answer was written down. */
const afterwards =
  (ask: Asking): Asking =>
  async (order) => {
    await ask(order)
    throw new Error('killed')
  }

const succeeded = ['2027-01-02T00:00:00Z succeeded']

async function assertPaidOnce(debt: Debt) {
  await debt.passes('P14D')
  assert.equal((await debt.invoice()).status, 'PAID')
  assert.equal((await debt.charges()).length, 1)
  assert.deepEqual(await factsOf(it, debt.shop), ['invoice.issued', 'invoice.paid'])
  assert.equal((await debt.balances())['provider_clearing'], '-58.8')
}

test('a process that dies between the provider’s answer and the record has charged once, and it is found out', async () => {
  const debt = await givenDebt(it, { card: 'succeeds' })
  await assert.rejects(await worker(debt, afterwards), /killed/)
  await loseWebhooks(it)
  assert.equal((await debt.invoice()).status, 'ISSUED')
  assert.deepEqual(await debt.charges(), succeeded)
  await debt.passes('PT1M')
  assert.equal((await debt.invoice()).status, 'PAID')
  await assertPaidOnce(debt)
})

test('whoever does the work of the dead process again asks for the same payment', async () => {
  const debt = await givenDebt(it, { card: 'succeeds' })
  await assert.rejects(await worker(debt, afterwards), /killed/)
  await assert.rejects(await worker(debt, afterwards), /killed/)
  const alive = await worker(debt)
  await alive()
  assert.deepEqual(await debt.charges(), succeeded)
  assert.equal((await debt.invoice()).status, 'PAID')
  await assertPaidOnce(debt)
})

test('a process that dies before it asks the provider has not charged, and somebody else does', async () => {
  const debt = await givenDebt(it, { card: 'succeeds' })
  await assert.rejects(await worker(debt, before), /killed/)
  assert.deepEqual(await debt.charges(), [])
  await debt.passes('PT1M')
  assert.equal((await debt.invoice()).status, 'PAID')
  await assertPaidOnce(debt)
})

test('three workers at once charge once', async () => {
  const debt = await givenDebt(it, { card: 'succeeds' })
  const alive = await worker(debt)
  await Promise.all([alive(), alive(), alive()])
  assert.deepEqual(await debt.charges(), succeeded)
  await assertPaidOnce(debt)
})

test('a refusal that the dead process heard is found out, and nobody asks a second time', async () => {
  const debt = await givenDebt(it, { card: 'declined_later' })
  await assert.rejects(await worker(debt, afterwards), /killed/)
  await loseWebhooks(it)
  await debt.passes('PT1M')
  const { status, failureReason } = await debt.invoice()
  assert.deepEqual([status, failureReason], ['ISSUED', 'card_declined'])
  assert.deepEqual(await debt.charges(), ['2027-01-02T00:00:00Z card_declined'])
})

test('until it is known what became of the charge nobody else can pay, or decide that it is paid', async () => {
  const debt = await givenDebt(it, { card: 'succeeds' })
  const payer = await debt.payer()
  await assert.rejects(await worker(debt, afterwards), /killed/)
  await loseWebhooks(it)
  assert.equal((await pay(it, payer, 'succeeds')).body.code, 'PAYMENT_IN_PROGRESS')
  for (const name of ['markInvoicePaid', 'writeOffInvoice', 'retryInvoice']) {
    assert.equal((await debt.decides(name)).body.code, 'PAYMENT_IN_PROGRESS', name)
  }
  await assertPaidOnce(debt)
})
