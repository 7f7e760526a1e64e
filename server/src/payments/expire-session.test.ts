import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pay } from '../../test/harness/checkout.ts'
import { givenCustomer } from '../../test/harness/customers.ts'
import { asAdministrator } from '../../test/harness/database.ts'
import { pass, runDueWork } from '../../test/harness/due.ts'
import { tokenOf } from '../../test/harness/links.ts'
import { call, givenMerchant, product } from '../../test/harness/product.ts'

const it = product()

async function givenTopup() {
  const merchant = await givenMerchant(it)
  const { key } = merchant
  const params = { id: await givenCustomer(it, merchant) }
  const body = { amount: '10.00', currency: 'USD', expiresIn: 'PT10M' }
  const topup = await call(it, 'createTopup', { key, params, body })
  const status = async () => (await call(it, 'listTopups', { key, params })).body.data[0].status
  return { payer: await tokenOf(it, topup.body.paymentUrl), status }
}

/** Whoever does the work comes a minute too early. */
const callEarly = () =>
  asAdministrator(it, (client) =>
    client.query(
      `update tally.due_work set run_at = run_at - interval '1 minute'
       where kind = 'payments.expire_session'`,
    ),
  )

test('a session ends at its time, though it was called before that', async () => {
  const { status } = await givenTopup()
  await callEarly()
  await pass(it, { minutes: 9, seconds: 30 })
  assert.equal(await status(), 'pending')
  await pass(it, { seconds: 30 })
  await pass(it, { seconds: 30 })
  assert.equal(await status(), 'cancelled')
})

test('a session ends whose payment failed after it was called', async () => {
  const { payer, status } = await givenTopup()
  const { body } = await pay(it, payer, 'challenge')
  await callEarly()
  await pass(it, { minutes: 9 })
  const answer = { challengeId: body.challenge.id, outcome: 'refuse' }
  assert.equal((await call(it, 'answerChallenge', { key: payer, body: answer })).status, 200)
  await runDueWork(it)
  assert.equal(await status(), 'pending')
  await pass(it, { minutes: 1 })
  assert.equal(await status(), 'cancelled')
})
