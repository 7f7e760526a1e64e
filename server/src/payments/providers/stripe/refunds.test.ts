import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import type { Currency, Money } from '@tallystick/core/money/money.ts'
import { asSystem } from '../../../../test/harness/acting.ts'
import { balancesOf, factsOf } from '../../../../test/harness/books.ts'
import { pass } from '../../../../test/harness/due.ts'
import { tokenOf } from '../../../../test/harness/links.ts'
import { call, product } from '../../../../test/harness/product.ts'
import { givenPayer, openForm } from '../../../../test/harness/stripe/paying.ts'
import { fakeStripe, tellAll } from '../../../../test/harness/stripe/stripe.ts'
import type { Ctx } from '../../../platform/ctx.ts'
import { collecting } from '../../../wiring.ts'
import { finishCancelling, startCancelling } from '../../refunds/cancel-refund.ts'

const stripe = await fakeStripe(() => it.clock.now)
const it = product({ config: { stripe: stripe.config } })

afterEach(() => {
  stripe.world.refundsBegin = 'succeeded'
})

/** A customer that has paid in 25.00, and the one refund with which it gets that back. */
async function givenReturn() {
  const one = await givenPayer(it)
  const { key } = one.merchant
  const params = { id: one.customerId }
  const body = { amount: '25.00', currency: 'USD' }
  const topup = await call(it, 'createTopup', { key, params, body })
  const page = await tokenOf(it, topup.body.paymentUrl)
  stripe.confirms(await openForm(it, page), 'succeeds')
  await call(it, 'refreshCheckout', { key: page })
  const back = { currency: 'USD', reason: 'Leaving' }
  assert.equal((await call(it, 'createFundsReturn', { key, params, body: back })).status, 201)
  await pass(it, { minutes: 1 })
  const refund = [...stripe.world.refunds.values()].at(-1)
  assert.ok(refund)
  return { ...one, refund }
}

const underWay = { provider_clearing: '-25', refunds_in_transit: '25' }

test('a refund that takes its time is in transit until Stripe says that it has arrived', async () => {
  stripe.world.refundsBegin = 'pending'
  const { merchant, refund } = await givenReturn()
  assert.deepEqual(await balancesOf(it, merchant), underWay)
  stripe.endsRefund(refund.id, 'succeeded')
  await tellAll(it, stripe)
  assert.deepEqual(await balancesOf(it, merchant), {})
})

test('a refund of whose end nobody tells is found out about', async () => {
  stripe.world.refundsBegin = 'pending'
  const { merchant, refund } = await givenReturn()
  stripe.endsRefund(refund.id, 'succeeded')
  stripe.untold()
  await pass(it, { minutes: 11 })
  assert.deepEqual(await balancesOf(it, merchant), {})
})

test('a refund that the bank does not take leaves the money in the customer’s funds', async () => {
  stripe.world.refundsBegin = 'pending'
  const { merchant, refund } = await givenReturn()
  stripe.endsRefund(refund.id, 'failed')
  await tellAll(it, stripe)
  assert.deepEqual(await balancesOf(it, merchant), { funds: '25', provider_clearing: '-25' })
  assert.deepEqual(await factsOf(it, merchant), [
    'topup.paid',
    'funds.returned',
    'funds.return_failed',
  ])
})

test('a refund that could not be stopped is followed to its end, though no news of it come', async () => {
  stripe.world.refundsBegin = 'pending'
  const { merchant, refund } = await givenReturn()
  const refundId = refund.metadata?.['refundId'] ?? ''
  const within = <T>(work: (ctx: Ctx) => Promise<T>) => asSystem(it, merchant, work)
  assert.ok(await within((ctx) => startCancelling(ctx, refundId)))
  await finishCancelling(within, collecting(it.installation), refundId)
  assert.deepEqual(await balancesOf(it, merchant), underWay)
  stripe.endsRefund(refund.id, 'succeeded')
  stripe.untold()
  await pass(it, { minutes: 1 })
  assert.deepEqual(await balancesOf(it, merchant), {})
})

const dollars = (units: bigint): Money => ({
  nanos: units * 10n ** 9n,
  currency: 'USD' as Currency,
})

test('a refund that waits for the payer can be stopped; one that is on its way cannot, and is told so', async () => {
  for (const [begins, ends] of [
    ['requires_action', 'cancelled'],
    ['pending', 'pending'],
    ['succeeded', 'succeeded'],
  ] as const) {
    const { merchant, payer } = await givenPayer(it)
    const page = await payer()
    const secret = await openForm(it, page)
    stripe.confirms(secret, 'succeeds')
    await call(it, 'refreshCheckout', { key: page })
    const { stripe: provider } = collecting(it.installation).providers
    assert.ok(provider)
    stripe.world.refundsBegin = begins
    const order = {
      merchantId: merchant.organizationId,
      customerId: undefined,
      account: 'platform',
      idempotencyKey: `rf_${begins}`,
      paymentReference: secret.split('_secret_')[0] ?? '',
      amount: dollars(5n),
    }
    await provider.createRefund(order)
    const told = await provider.cancelRefund({ ...order, mayBeSent: true })
    assert.equal(told.status, ends)
  }
})

test('a refund that may have been asked for but cannot be seen yet is not called stopped', async () => {
  const { stripe: provider } = collecting(it.installation).providers
  const told = await provider?.cancelRefund({
    merchantId: 'org_any',
    customerId: undefined,
    account: 'platform',
    idempotencyKey: 'rf_unseen',
    paymentReference: 'pi_unseen',
    amount: dollars(5n),
    mayBeSent: true,
  })
  assert.equal(told?.status, 'pending')
})
