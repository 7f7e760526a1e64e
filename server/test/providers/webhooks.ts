import assert from 'node:assert/strict'
import { pass } from '../harness/due.ts'
import type { Promised } from './promise.ts'

/** What holds for news, however they come. */
export const webhookPromises: readonly Promised[] = [
  [
    'news that come twice, even at once, and in any order are booked once',
    async (stage, scene) => {
      await stage.news()
      const { payer } = await scene.payment()
      await stage.pays(payer, 'card_declined')
      await stage.pays(payer, 'succeeds')
      const news = (await stage.news()).toReversed()
      assert.ok(news.length >= 2)
      const all = await Promise.all([...news, ...news].map(({ send }) => send()))
      assert.ok(all.every((isBelieved) => isBelieved))
      for (const { send } of news) assert.ok(await send())
      assert.equal((await scene.look(payer)).status, 'completed')
      assert.deepEqual(await scene.facts(), ['payment.paid'])
    },
  ],
  [
    'news that the provider did not sign, or signed too long ago, are not believed',
    async (stage, scene) => {
      await stage.news()
      const { payer } = await scene.payment()
      await stage.pays(payer, 'debit')
      await stage.pays((await scene.payment()).payer, 'succeeds')
      const [first] = await stage.news()
      assert.ok(first)
      assert.equal(await first.send('forged'), false)
      assert.equal(await first.send('too old'), false)
      assert.equal(await first.send(), true)
    },
  ],
  [
    'a payment is found out about though no news of it ever come',
    async (stage, scene) => {
      const { payer } = await scene.payment()
      await stage.pays(payer, 'debit')
      await pass(stage.of, { seconds: 6 })
      await stage.news()
      await stage.waits()
      assert.equal((await scene.look(payer)).status, 'completed')
      assert.deepEqual(await scene.facts(), ['payment.paid'])
    },
  ],
]
