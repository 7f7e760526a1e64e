import assert from 'node:assert/strict'
import type { Provider } from '../../src/payments/providers/provider.ts'
import { pass, runDueWork } from '../harness/due.ts'
import type { Promised } from './promise.ts'
import type { Holding } from './stage.ts'

const unit = 10n ** 9n

/** Dies before the provider hears anything. */
const before = (provider: Provider): Provider => ({
  ...provider,
  createPayment: async () => {
    throw new Error('killed')
  },
})

/** Dies after the provider has done it, before its answer is written down. */
const afterwards = (provider: Provider): Provider => ({
  ...provider,
  createPayment: async (order) => {
    await provider.createPayment(order)
    throw new Error('killed')
  },
})

const declined = (holding: Holding, code: string, isForGood: boolean): Promised => [
  `a stored method that answers ${code} away from its holder is not charged${isForGood ? ', nor ever again' : ''}`,
  async (stage, scene) => {
    await scene.stores(holding)
    const { sessionId, payer } = await scene.topup()
    await scene.charges(sessionId)
    const { status, failure } = await scene.look(payer)
    assert.deepEqual([status, failure?.code], ['pending', code])
    const [method] = await scene.methods()
    assert.equal(method.unusableCode, isForGood ? code : undefined)
    await stage.waits()
    assert.equal(await stage.charged(scene.merchant), 0)
    assert.equal(await scene.funds(), 0n)
  },
]

/** What holds for methods that are charged while their holders are away, and for processes that die over it. */
export const awayPromises: readonly Promised[] = [
  [
    'a stored method is charged while its holder is away',
    async (stage, scene) => {
      await scene.stores('succeeds')
      const { sessionId, payer } = await scene.topup()
      await scene.charges(sessionId)
      assert.equal((await scene.look(payer)).status, 'completed')
      await stage.waits()
      assert.equal(await scene.funds(), 25n * unit)
      assert.equal(await stage.charged(scene.merchant), 1)
    },
  ],
  [
    'a bank account is debited while its holder is away: under way at first, then paid, once',
    async (stage, scene) => {
      await scene.stores('debit')
      const { sessionId, payer } = await scene.topup()
      await scene.charges(sessionId)
      assert.equal((await scene.look(payer)).status, 'processing')
      await scene.charges(sessionId)
      await stage.waits()
      assert.equal((await scene.look(payer)).status, 'completed')
      assert.equal(await stage.charged(scene.merchant), 1)
      assert.equal(await scene.funds(), 25n * unit)
    },
  ],
  declined('declined_later', 'card_declined', false),
  declined('challenge', 'authentication_required', false),
  declined('expired_later', 'expired_card', true),
  declined('stolen_later', 'stolen_card', true),
  [
    'the same order twice, even at once, is one payment',
    async (stage, scene) => {
      await scene.stores('succeeds')
      const { sessionId } = await scene.topup()
      const charge = await scene.starts(sessionId)
      assert.ok(charge && 'order' in charge)
      const { provider, order } = charge
      const again = { ...order, isRepeated: true }
      const told = await Promise.all([
        provider.createPayment(order),
        provider.createPayment(again),
        provider.createPayment(again),
      ])
      const references = new Set(told.map(({ reference }) => reference))
      assert.equal(references.size, 1)
      assert.equal(await stage.charged(scene.merchant), 1)
    },
  ],
  [
    'a process that dies before it asks has charged nothing, and the charge is made up for',
    async (stage, scene) => {
      await scene.stores('succeeds')
      const { sessionId } = await scene.topup()
      await assert.rejects(scene.charges(sessionId, before), /killed/)
      assert.equal(await stage.charged(scene.merchant), 0)
      await pass(stage.of, { minutes: 2 })
      assert.equal(await stage.charged(scene.merchant), 1)
      assert.equal(await scene.funds(), 25n * unit)
    },
  ],
  [
    'a process that dies after it has asked has charged once, and that is found out',
    async (stage, scene) => {
      await scene.stores('succeeds')
      const { sessionId } = await scene.topup()
      await assert.rejects(scene.charges(sessionId, afterwards), /killed/)
      await stage.news()
      assert.equal(await scene.funds(), 0n)
      await pass(stage.of, { minutes: 2 })
      await scene.charges(sessionId)
      assert.equal(await stage.charged(scene.merchant), 1)
      assert.equal(await scene.funds(), 25n * unit)
    },
  ],
  [
    'whoever comes back days later finds the payment, though the provider has forgotten its key',
    async (stage, scene) => {
      await scene.stores('succeeds')
      const { sessionId } = await scene.topup()
      await assert.rejects(scene.charges(sessionId, afterwards), /killed/)
      await stage.news()
      stage.forgets()
      stage.of.clock.now = stage.of.clock.now.add({ hours: 50 })
      await runDueWork(stage.of)
      assert.equal(await stage.charged(scene.merchant), 1)
      assert.equal(await scene.funds(), 25n * unit)
    },
  ],
  [
    'what nobody can find days later was never paid, and is open again',
    async (stage, scene) => {
      await scene.stores('succeeds')
      const { sessionId } = await scene.topup()
      await assert.rejects(scene.charges(sessionId, before), /killed/)
      stage.forgets()
      stage.of.clock.now = stage.of.clock.now.add({ hours: 50 })
      await runDueWork(stage.of)
      // Whether it is charged now or left to be tried again: never twice, and the funds are what was charged.
      const charged = await stage.charged(scene.merchant)
      assert.ok(charged <= 1)
      assert.equal(await scene.funds(), BigInt(charged) * 25n * unit)
    },
  ],
  [
    'a method that was removed is charged by nobody again',
    async (stage, scene) => {
      await scene.stores('succeeds')
      const { sessionId } = await scene.topup()
      const charge = await scene.starts(sessionId)
      assert.ok(charge && 'order' in charge)
      const [method] = await scene.methods()
      assert.equal((await scene.removes(method.id)).status, 204)
      await runDueWork(stage.of)
      const refused = await charge.provider.createPayment(charge.order)
      assert.deepEqual([refused.status, await stage.charged(scene.merchant)], ['failed', 0])
    },
  ],
]
