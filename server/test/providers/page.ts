import assert from 'node:assert/strict'
import { call } from '../harness/product.ts'
import type { Promised } from './promise.ts'

const paidOnce = { merchant_balance: '25', provider_clearing: '-25' }

/** What holds for who pays on the page. */
export const pagePromises: readonly Promised[] = [
  [
    'a good card pays at once, and however often it is told, it is booked once',
    async (stage, scene) => {
      const { payer } = await scene.payment()
      assert.equal((await stage.pays(payer, 'succeeds')).status, 'completed')
      await stage.waits()
      assert.deepEqual(await scene.facts(), ['payment.paid'])
      assert.deepEqual(await scene.balances(), paidOnce)
      assert.equal(await stage.charged(scene.merchant), 1)
    },
  ],
  [
    'a card that is refused says why and leaves everything open, and another one pays',
    async (stage, scene) => {
      const { payer } = await scene.payment()
      for (const code of ['card_declined', 'insufficient_funds', 'expired_card'] as const) {
        const declined = await stage.pays(payer, code)
        assert.deepEqual([declined.status, declined.failure?.code], ['pending', code])
      }
      await stage.waits()
      assert.deepEqual(await scene.facts(), [])
      assert.equal((await stage.pays(payer, 'succeeds')).status, 'completed')
      assert.equal(await stage.charged(scene.merchant), 1)
    },
  ],
  [
    'a bank that asks is answered with yes, and it is paid',
    async (stage, scene) => {
      const { payer } = await scene.payment()
      const asked = await stage.pays(payer, 'challenge')
      assert.equal(asked.status, 'processing')
      assert.ok(asked.challenge)
      assert.equal((await stage.answers(payer, asked, 'accept')).status, 'completed')
      await stage.waits()
      assert.deepEqual(await scene.facts(), ['payment.paid'])
    },
  ],
  [
    'a bank that is answered with no leaves it open, and nothing is charged',
    async (stage, scene) => {
      const { payer } = await scene.payment()
      const refused = await stage.answers(payer, await stage.pays(payer, 'challenge'), 'refuse')
      assert.deepEqual([refused.status, refused.failure?.code], ['pending', 'challenge_refused'])
      assert.equal(await stage.charged(scene.merchant), 0)
    },
  ],
  [
    'a question that the payer walks away from can be given up, and it is paid otherwise',
    async (stage, scene) => {
      const { payer } = await scene.payment()
      const left = await stage.answers(payer, await stage.pays(payer, 'challenge'), 'abandon')
      assert.deepEqual([left.status, left.failure?.code], ['pending', 'challenge_abandoned'])
      assert.equal((await stage.pays(payer, 'succeeds')).status, 'completed')
      await stage.waits()
      assert.deepEqual(await scene.facts(), ['payment.paid'])
      assert.equal(await stage.charged(scene.merchant), 1)
    },
  ],
  [
    'while a bank asks, nobody pays a second time beside it',
    async (stage, scene) => {
      const { payer } = await scene.payment()
      await stage.pays(payer, 'challenge')
      const second = await stage.pays(payer, 'succeeds')
      assert.equal((second as unknown as { code: string }).code, 'PAYMENT_IN_PROGRESS')
    },
  ],
  [
    'a debit is under way at first, and paid when the banks have done what they do',
    async (stage, scene) => {
      const { payer } = await scene.payment()
      assert.equal((await stage.pays(payer, 'debit')).status, 'processing')
      assert.deepEqual(await scene.facts(), [])
      await stage.waits()
      assert.equal((await scene.look(payer)).status, 'completed')
      assert.deepEqual(await scene.balances(), paidOnce)
    },
  ],
  [
    'a debit that the banks do not carry out leaves it open, says so, and is not booked',
    async (stage, scene) => {
      const { payer } = await scene.payment()
      assert.equal((await stage.pays(payer, 'debit_fails')).status, 'processing')
      await stage.waits()
      const { status, failure } = await scene.look(payer)
      assert.deepEqual([status, failure?.code], ['pending', 'debit_failed'])
      assert.deepEqual(await scene.facts(), [])
    },
  ],
  [
    'a payment that succeeds when the payable is gone goes back in full',
    async (stage, scene) => {
      const { payer, sessionId } = await scene.topup()
      await stage.pays(payer, 'debit')
      const { key } = scene.merchant
      const gone = await call(stage.of, 'deleteCustomer', { key, params: { id: scene.customerId } })
      assert.equal(gone.status, 204)
      await stage.waits()
      await stage.waits()
      assert.deepEqual(await scene.balances(), {}, sessionId)
      assert.equal(await stage.refunded(scene.merchant), 1)
    },
  ],
  [
    'a method that is kept on the page is the customer’s, and one that is not is not',
    async (stage, scene) => {
      const first = await scene.topup()
      await stage.pays(first.payer, 'succeeds')
      assert.equal((await scene.methods()).length, 0)
      const second = await scene.topup()
      await stage.pays(second.payer, 'succeeds', true)
      const [method] = await scene.methods()
      assert.deepEqual([method.type, method.brand, method.last4], ['card', 'visa', '4242'])
    },
  ],
  [
    'a stored method pays on the page by its id, and its bank can ask',
    async (stage, scene) => {
      await scene.stores('succeeds')
      const [method] = await scene.methods()
      const { payer } = await scene.payment()
      const body = { paymentMethodId: method.id }
      const paid = await call(stage.of, 'payCheckout', { key: payer, body })
      assert.equal(paid.body.status, 'completed')
      await scene.stores('challenge')
      const [asking] = await scene.methods()
      const other = await scene.payment()
      const asked = await call(stage.of, 'payCheckout', {
        key: other.payer,
        body: { paymentMethodId: asking.id },
      })
      assert.equal(asked.body.status, 'processing')
      assert.ok(asked.body.challenge.id)
    },
  ],
]
