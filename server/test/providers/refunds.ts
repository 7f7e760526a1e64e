import assert from 'node:assert/strict'
import type { Money } from '@tallystick/core/money/money.ts'
import type { RefundOrder } from '../../src/payments/providers/provider.ts'
import { newId } from '../../src/platform/ids.ts'
import type { Promised } from './promise.ts'
import type { Scene, Stage } from './stage.ts'

const unit = 10n ** 9n

/** The order of a refund of a payment that was just made. */
async function givenPaid(stage: Stage, scene: Scene): Promise<RefundOrder> {
  const { payer } = await scene.payment()
  assert.equal((await stage.pays(payer, 'succeeds')).status, 'completed')
  const row = await scene.within(({ db }) =>
    db
      .selectFrom('tally.payment_sessions')
      .select(['provider_reference', 'provider_account'])
      .executeTakeFirstOrThrow(),
  )
  return {
    merchantId: scene.merchant.organizationId,
    customerId: scene.customerId,
    account: row.provider_account,
    idempotencyKey: newId('refund'),
    paymentReference: row.provider_reference ?? '',
    amount: { nanos: 10n * unit, currency: 'USD' } as Money,
  }
}

/** What holds for money on its way back. */
export const refundPromises: readonly Promised[] = [
  [
    'funds go back the way they came, and are booked when they have arrived',
    async (stage, scene) => {
      await stage.pays((await scene.topup()).payer, 'succeeds')
      assert.equal((await scene.givesBack()).status, 201)
      await stage.waits()
      assert.deepEqual(await scene.balances(), {})
      assert.equal(await stage.refunded(scene.merchant), 1)
      assert.deepEqual(await scene.facts(), [
        'topup.paid',
        'funds.returned',
        'funds.return_settled',
      ])
    },
  ],
  [
    'the same refund twice, even after a day, is sent once',
    async (stage, scene) => {
      const order = await givenPaid(stage, scene)
      const first = await scene.provider.createRefund(order)
      stage.forgets()
      const second = await scene.provider.createRefund(order)
      assert.equal(second.reference, first.reference)
      assert.equal(await stage.refunded(scene.merchant), 1)
    },
  ],
  [
    'more than was paid never goes back',
    async (stage, scene) => {
      const order = await givenPaid(stage, scene)
      const amount = { ...order.amount, nanos: 26n * unit }
      const tooMuch = { ...order, idempotencyKey: newId('refund'), amount }
      assert.equal((await scene.provider.createRefund(tooMuch)).status, 'failed')
      const one = await scene.provider.createRefund(order)
      assert.notEqual(one.status, 'failed')
      const two = { ...order, idempotencyKey: newId('refund') }
      const rest = { ...two, amount: { ...order.amount, nanos: 16n * unit } }
      assert.equal((await scene.provider.createRefund(rest)).status, 'failed')
      assert.equal(await stage.refunded(scene.merchant), 1)
    },
  ],
  [
    'a refund that nobody has asked for is stopped for sure',
    async (stage, scene) => {
      const order = await givenPaid(stage, scene)
      const stopped = await scene.provider.cancelRefund({ ...order, mayBeSent: false })
      assert.equal(stopped.status, 'cancelled')
      assert.equal(await stage.refunded(scene.merchant), 0)
    },
  ],
  [
    'a refund that is called cancelled does not arrive, and one that arrives is not called so',
    async (stage, scene) => {
      const order = await givenPaid(stage, scene)
      await scene.provider.createRefund(order)
      const told = await scene.provider.cancelRefund({ ...order, mayBeSent: true })
      await stage.waits()
      const arrived = await stage.refunded(scene.merchant)
      assert.equal(arrived, told.status === 'cancelled' ? 0 : 1)
    },
  ],
  [
    'a dispute takes the payment and its fee from the merchant, once',
    async (stage, scene) => {
      const { payer } = await scene.payment()
      await stage.pays(payer, 'disputed')
      await stage.disputed(scene.merchant)
      await stage.waits()
      assert.deepEqual(await scene.facts(), ['payment.paid', 'chargeback.opened'])
      assert.equal((await scene.balances())['provider_clearing'], '15')
    },
  ],
]
