import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SandboxOutcome } from '@tallystick/contract/sandbox-cards.ts'
import { cardThat, confirm, pay } from '../../test/harness/checkout.ts'
import { runDueWork } from '../../test/harness/due.ts'
import { tokenOf } from '../../test/harness/links.ts'
import { call, product } from '../../test/harness/product.ts'
import { givenShop } from '../../test/harness/standard.ts'

const it = product()

type Mail = { readonly id: string; readonly kind: string; readonly subject: string }

/** A customer with an empty balance, and what is mailed about its money. */
async function given({ at = '2027-04-01T00:00:00Z', ...wish }: Record<string, unknown> = {}) {
  const shop = await givenShop(it)
  const { key } = shop
  const price = await shop.usage('0.01', { paymentTerm: 'instant' })
  const planId = await shop.plan([price], { billingVersion: 0, renewalReminderEnabled: false })
  const { clockId, customerId } = await shop.subscriber({ planId, at: at as string, ...wish })
  const params = { id: customerId }
  const one = {
    ...{ shop, key, params, customerId },
    passes: (by: string) => shop.passes(clockId, by),
    until: (currentTime: string) =>
      call(it, 'advanceTestClock', { key, params: { id: clockId }, body: { currentTime } }),

    async enters(card: object) {
      const { body } = await call(it, 'createCustomerPaymentMethod', { key, params })
      const token = await tokenOf(it, body.url)
      const reply = await call(it, 'payCheckout', { key: token, body: { card } })
      assert.equal(reply.status, 200, JSON.stringify(reply.body))
      const { challenge } = reply.body
      if (challenge) await confirm(it, token, challenge.id)
    },
    stores: (outcome: SandboxOutcome) => one.enters(cardThat(outcome)),

    async fillsUp(more: object = {}) {
      const terms = { threshold: '10.00', amount: '25.00', monthlyLimit: '25.00', currency: 'USD' }
      await call(it, 'setAutoTopUp', { key, params, body: { ...terms, ...more } })
      await runDueWork(it)
    },

    async mails(): Promise<Mail[]> {
      await runDueWork(it)
      const query = { limit: 100, customerId }
      return (await call(it, 'listNotices', { key, query })).body.data.toReversed()
    },
    kinds: async () => (await one.mails()).map(({ kind }) => kind),
    textOf: async (at: number) => {
      const id = (await one.mails()).at(at)?.id ?? ''
      return (await call(it, 'getNotice', { key, params: { id } })).body.text as string
    },
  }
  return one
}

test('each top-up that could not be charged is told, with when it is tried again, and the last with what to do', async () => {
  const { stores, fillsUp, passes, kinds, textOf } = await given()
  await stores('declined_later')
  await fillsUp()
  await passes('P20D')
  assert.deepEqual(await kinds(), Array(5).fill('topup_failed'))
  assert.match(
    await textOf(0),
    /25\.00 USD .*declined[\s\S]*try again on 2 Apr 2027[\s\S]*\/checkout\//,
  )
  assert.match(await textOf(4), /not try again until you save another payment method/)
})

test('what the mail offers to pay by hand is paid once, and the funds go on by themselves', async () => {
  const { key, params, stores, fillsUp, textOf, passes, kinds } = await given()
  await stores('stolen_later')
  await fillsUp()
  const [url = ''] = /http\S+\/checkout\/\S+/.exec(await textOf(0)) ?? []
  assert.equal((await pay(it, await tokenOf(it, url), 'succeeds')).status, 200)
  const shown = (await call(it, 'getAutoTopUp', { key, params })).body
  assert.deepEqual([shown.stoppedReason, shown.chargedThisMonth], [undefined, '25.00'])
  await passes('P20D')
  assert.deepEqual(await kinds(), ['topup_failed'])
})

test('a bank that wants to ask its customer, and a method that is missing, are told in words of their own', async () => {
  const asked = await given()
  await asked.stores('challenge')
  await asked.fillsUp()
  assert.deepEqual(await asked.kinds(), ['topup_needs_you'])
  assert.match(await asked.textOf(0), /your bank wants to know that it is you[\s\S]*\/checkout\//)
  const missing = await given()
  await missing.fillsUp()
  assert.deepEqual(await missing.kinds(), ['topup_failed'])
  assert.match(await missing.textOf(0), /there is no saved payment method/)
})

test('a limit that is reached is told once in a month', async () => {
  const { stores, fillsUp, passes, kinds, textOf } = await given()
  await stores('succeeds')
  await fillsUp({ threshold: '60.00' })
  await passes('P10D')
  assert.deepEqual(await kinds(), ['topup_limit_reached'])
  assert.match(await textOf(0), /below 60\.00 USD[\s\S]*before 1 May 2027/)
  await passes('P25D')
  assert.deepEqual(await kinds(), ['topup_limit_reached', 'topup_limit_reached'])
})

test('a renewal that cannot fill the funds up is told, with when it is tried again', async () => {
  const prefunded = { autoCharge: true, minimumAccountBalance: '50.00' }
  const { key, params, stores, passes, kinds, textOf } = await given(prefunded)
  await stores('declined_later')
  await call(it, 'createFundsReturn', { key, params, body: { currency: 'USD' } })
  await passes('P1M')
  assert.deepEqual(await kinds(), ['topup_failed'])
  assert.match(await textOf(0), /50\.00 USD[\s\S]*try again on 2 May 2027/)
})

const cardOf = (expMonth: number, expYear: number) => ({
  ...cardThat('succeeds'),
  expMonth,
  expYear,
})

test('a default card is told of once, a month before it ends', async () => {
  const { enters, until, kinds, textOf } = await given({ at: '2027-04-01T00:00:00Z' })
  await enters(cardOf(12, 2027))
  await until('2027-11-30T23:59:59Z')
  assert.deepEqual(await kinds(), [])
  await until('2027-12-01T00:00:00Z')
  assert.deepEqual(await kinds(), ['card_expiring'])
  assert.match(await textOf(0), /visa ending in 4242[\s\S]*31 Dec 2027/)
  await until('2028-03-01T00:00:00Z')
  assert.deepEqual(await kinds(), ['card_expiring'])
})

test('a card that was replaced or removed is not told of, and one that becomes the default again is', async () => {
  const { key, params, enters, until, kinds } = await given()
  await enters(cardOf(12, 2027))
  await enters(cardOf(12, 2028))
  await until('2027-12-10T00:00:00Z')
  assert.deepEqual(await kinds(), [])
  const { data } = (await call(it, 'listCustomerPaymentMethods', { key, params })).body
  const methodId = data[0].id as string
  await call(it, 'deleteCustomerPaymentMethod', { key, params: { ...params, methodId } })
  assert.deepEqual(await kinds(), ['card_expiring'])
  await call(it, 'deleteCustomerPaymentMethod', {
    key,
    params: { ...params, methodId: data[1].id },
  })
  await until('2028-02-01T00:00:00Z')
  assert.deepEqual(await kinds(), ['card_expiring'])
})

test('who has no mails about payments that failed has none about cards and top-ups, either', async () => {
  const { shop, key, stores, fillsUp, passes, kinds } = await given()
  const body = { notices: { paymentFailed: false } }
  await call(it, 'updateBillingSettings', { key, params: { id: shop.organizationId }, body })
  await stores('declined_later')
  await fillsUp()
  await passes('P20D')
  assert.deepEqual(await kinds(), [])
})
