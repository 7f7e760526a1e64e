import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { asSystem } from '../../test/harness/acting.ts'
import { givenCustomer } from '../../test/harness/customers.ts'
import { runDueWork } from '../../test/harness/due.ts'
import { tokenOf } from '../../test/harness/links.ts'
import {
  call,
  givenMerchant,
  givenOrganization,
  type Party,
  product,
} from '../../test/harness/product.ts'
import {
  balanceOf,
  endPayout,
  move,
  payOut,
  platform,
  tellOf,
} from '../../test/harness/stripe/money.ts'
import { openForm } from '../../test/harness/stripe/paying.ts'
import { fakeStripe, tell, tellAll } from '../../test/harness/stripe/stripe.ts'
import { get } from '../../test/harness/stripe/world.ts'
import { runDoctor } from '../doctor/run.ts'
import { assignChore } from '../platform/jobs/chores.ts'

const stripe = await fakeStripe(() => it.clock.now)
const { money, world } = stripe

let house: Party
let merchant: Party
// A provider that reports what nobody knows of is a part of the story; before that the doctor is asked.
const it = product({
  config: { stripe: stripe.config },
  madeUpRows: true,
  arrange: async (of) => {
    house = await givenOrganization(of, 'platform')
    merchant = await givenMerchant(of)
    const params = { id: merchant.organizationId }
    const body = { platformFee: { percent: '5', fixed: { USD: '0.30' } } }
    await call(of, 'updateMerchant', { key: house.key, params, body })
  },
})

const own = () => ({ key: merchant.key, params: { id: merchant.organizationId } })
let account = ''

/** What the books say lies in an account at Stripe, in all of them together, in cents. */
async function booked(name: string): Promise<number> {
  let cents = 0
  for (const party of [house, merchant]) {
    const { rows } = await asSystem(it, party, ({ db, organizationId }) =>
      sql<{ cents: number }>`
        select coalesce(sum(case when p.debit_account = a.account_id then p.amount else -p.amount end) * 100, 0)::int as cents
        from tally.postings as p join tally.accounts as a on a.book_id = ${organizationId}
          and a.account_id in (p.debit_account, p.credit_account)
        where p.book_id = ${organizationId} and a.subject = ${`stripe:${name}`}`.execute(db),
    )
    cents += rows[0]?.cents ?? 0
  }
  return cents
}

async function payOnce(): Promise<string> {
  const body = { amount: '25.00', currency: 'USD' }
  const { paymentUrl } = (await call(it, 'createPayment', { key: merchant.key, body })).body
  return paid(paymentUrl)
}

async function paid(url: string): Promise<string> {
  const secret = await openForm(it, await tokenOf(it, url))
  stripe.confirms(secret, 'succeeds')
  await settled()
  return secret.split('_secret_')[0] ?? ''
}

async function settled(): Promise<void> {
  await tellAll(it, stripe)
  await runDueWork(it)
}

async function reconciled() {
  for (const task of ['payments.reconcile', 'payments.reconcile_connected']) {
    await assignChore(it.installation.workspace, task)
    await runDueWork(it)
  }
  const { body } = await call(it, 'listReconciliations', { key: house.key })
  return body.data[0]
}

/** Every clearing account is what Stripe says, but for the fees that only its report tells. */
async function assertSame(): Promise<void> {
  await reconciled()
  assert.equal(await booked('platform'), balanceOf(money, platform, 'usd'))
  assert.equal(await booked(account), balanceOf(money, account, 'usd'))
}

test('a merchant opens its account at Stripe once, and is led to the page where it says who it is', async () => {
  assert.equal((await call(it, 'getPaymentAccount', own())).status, 404)
  const opened = await call(it, 'createPaymentAccount', { ...own(), body: { country: 'US' } })
  assert.equal(opened.status, 201)
  assert.equal(opened.body.status, 'onboarding')
  account = opened.body.account
  const again = await call(it, 'createPaymentAccount', { ...own(), body: { country: 'US' } })
  assert.deepEqual([again.status, again.body.account], [200, account])
  const body = { returnUrl: 'https://shop.example/a', refreshUrl: 'https://shop.example/b' }
  const link = await call(it, 'createPaymentAccountLink', { ...own(), body })
  assert.match(link.body.url, /^https:\/\/connect\.stripe\.com\//)
})

test('until the account takes charges its money is kept on the platform’s, then it gets all but the fee', async () => {
  await payOnce()
  assert.equal(balanceOf(money, account, 'usd'), 0)
  const state = get(money.accounts, account)
  state.charges_enabled = true
  state.capabilities = { card_payments: 'active', transfers: 'active' }
  tellOf(money, account, { type: 'account.updated', object: state })
  await settled()
  assert.equal((await call(it, 'getPaymentAccount', own())).body.status, 'active')
  // 25.00 less 5 % and 0.30.
  assert.equal(balanceOf(money, account, 'usd'), 2345)
  await assertSame()
})

test('from then on a payment is shared out as it comes in', async () => {
  const intent = await payOnce()
  assert.equal(get(world.paymentIntents, intent).application_fee_amount, 155)
  assert.equal(balanceOf(money, account, 'usd'), 2 * 2345)
  await assertSame()
})

test('what a customer pays ahead stays on the platform’s account, and goes back from there', async () => {
  const params = { id: await givenCustomer(it, merchant) }
  const body = { amount: '40.00', currency: 'USD' }
  const topup = await call(it, 'createTopup', { key: merchant.key, params, body })
  const intent = await paid(topup.body.paymentUrl)
  assert.equal(get(world.paymentIntents, intent).transfer_data, null)
  assert.equal(balanceOf(money, account, 'usd'), 2 * 2345)
  const back = { currency: 'USD', amount: '15.00' }
  await call(it, 'createFundsReturn', { key: merchant.key, params, body: back })
  await settled()
  await assertSame()
})

test('what a bank takes back comes from the merchant’s account, and returns to it when the case is won', async () => {
  const intent = await payOnce()
  const before = balanceOf(money, account, 'usd')
  const dispute = stripe.disputes(intent)
  await settled()
  // The merchant bears 25.00, and 15.00 for the case.
  assert.equal(balanceOf(money, account, 'usd'), before - 4000)
  await assertSame()
  const [withdrawn] = dispute.balance_transactions
  assert(withdrawn)
  const back = { ...withdrawn, id: 'txn_back', amount: 2500, fee: 0, net: 2500 }
  dispute.balance_transactions.push(back)
  dispute.status = 'won'
  world.events.push(eventOf('charge.dispute.closed', dispute))
  world.events.push(eventOf('charge.dispute.funds_reinstated', dispute))
  await settled()
  assert.equal(balanceOf(money, account, 'usd'), before - 1500)
  await assertSame()
})

test('payouts are listed, leave the account when they begin, and are there again when the bank refuses', async () => {
  const before = balanceOf(money, account, 'usd')
  const first = payOut(money, account, { amount: 1000, currency: 'usd' })
  await settled()
  await assertSame()
  endPayout(money, account, { id: first.id, status: 'paid' })
  const second = payOut(money, account, { amount: 700, currency: 'usd' })
  endPayout(money, account, { id: second.id, status: 'failed' })
  // Told backwards, and some of it twice.
  for (const event of [...stripe.untold().toReversed()]) {
    for (const _ of [1, 2]) assert.equal((await tell(it, event)).status, 200)
  }
  await runDueWork(it)
  const { body } = await call(it, 'listPayouts', { key: merchant.key })
  const shown = body.data.map((one: { amount: string; status: string }) => [one.amount, one.status])
  assert.deepEqual(shown.sort(), [
    ['10.00', 'paid'],
    ['7.00', 'failed'],
  ])
  assert.equal(balanceOf(money, account, 'usd'), before - 1000)
  await assertSame()
})

test('every fee of Stripe is booked once, in the book of whoever owns the account', async () => {
  const wish = {
    account: platform,
    type: 'stripe_fee',
    amount: -123,
    currency: 'usd',
    source: null,
  }
  move(money, wish)
  const seen = await reconciled()
  const again = await reconciled()
  assert.deepEqual([seen.transactions, again.transactions], [1, 0])
  assert.equal(again.unmatched, 0)
  assert.deepEqual(
    again.balances.map((one: { unexplained: string }) => one.unexplained),
    ['0.00'],
  )
  const kept = money.movements.filter((one) => one.account === platform)
  const fees = kept.reduce(
    (sum, { transaction: { type, fee } }) => sum + (type === 'charge' ? fee : 0),
    0,
  )
  const { rows } = await asSystem(it, house, ({ db, organizationId }) =>
    sql<{ cents: number }>`
      select (sum(amount) * 100)::int as cents from tally.provider_fees
      where organization_id = ${organizationId}`.execute(db),
  )
  assert.equal(rows[0]?.cents, fees + 123)
  await assertSame()
})

test('all that was played so far leaves the doctor nothing to say', async () => {
  const { checks } = await runDoctor(it.installation)
  assert.deepEqual(
    checks.filter(({ ok }) => !ok),
    [],
  )
})

test('what nobody here knows of is found, told to the platform, and seen by the doctor', async () => {
  const source = { id: 'tu_1', object: 'topup' }
  move(money, { account: platform, type: 'topup', amount: 5000, currency: 'usd', source })
  const found = await reconciled()
  assert.equal(found.unmatched, 1)
  assert.deepEqual(
    found.balances.map((one: { unexplained: string }) => one.unexplained),
    ['0.00'],
  )
  const items = await call(it, 'listReconciliationItems', {
    key: house.key,
    params: { id: found.id },
  })
  const [{ verdict, amount, source: about }] = items.body.data
  assert.deepEqual([verdict, amount, about], ['missing_here', '50.00', 'tu_1'])
  const { checks } = await runDoctor(it.installation)
  const wrong = checks.filter(({ ok }) => !ok).map(({ name }) => name)
  assert.deepEqual(wrong, ['Everything in the report of a provider is explained by the books.'])
})

test('the platform has its account compared whenever it asks', async () => {
  const before = (await call(it, 'listReconciliations', { key: house.key })).body.pagination.total
  const asked = await call(it, 'createReconciliation', { key: house.key })
  assert.equal(asked.status, 202)
  await runDueWork(it)
  const after = await call(it, 'listReconciliations', { key: house.key })
  assert.equal(after.body.pagination.total, before + 1)
  assert.equal(after.body.data[0].status, 'done')
})

test('to merchants the comparisons of the platform do not exist, and its keys are never shown', async () => {
  assert.equal((await call(it, 'listReconciliations', { key: merchant.key })).status, 404)
  const body = {
    provider: 'stripe',
    secretKey: stripe.config.secretKey,
    publishableKey: 'pk_test_ownown',
    webhookSecret: 'whsec_ownownown',
  }
  const set = await call(it, 'setPaymentProvider', { ...own(), body })
  assert.equal(set.status, 200)
  assert.equal(set.body.account, 'acct_1own')
  const shown = await call(it, 'getPaymentProvider', own())
  assert(!JSON.stringify(shown.body).includes(stripe.config.secretKey))
  assert.equal(shown.body.secretKeyHint, stripe.config.secretKey.slice(-4))
  const { paymentUrl } = (
    await call(it, 'createPayment', {
      key: merchant.key,
      body: { amount: '3.00', currency: 'USD' },
    })
  ).body
  const payer = await tokenOf(it, paymentUrl)
  stripe.confirms(await openForm(it, payer), 'succeeds')
  // Looked for where it lies, with the merchant's keys.
  assert.equal((await call(it, 'refreshCheckout', { key: payer })).body.status, 'completed')
  const sessions = await call(it, 'listPaymentSessions', { key: merchant.key })
  assert.equal(sessions.body.data[0].merchantPaymentAccountId, 'acct_1own')
  const live = { ...body, secretKey: 'sk_live_owned', publishableKey: 'pk_live_owned' }
  const refused = await call(it, 'setPaymentProvider', { ...own(), body: live })
  assert.equal(refused.body.code, 'PROVIDER_REFUSED')
  assert.equal((await call(it, 'deletePaymentProvider', own())).status, 204)
  assert.equal((await call(it, 'getPaymentProvider', own())).status, 404)
})

let events = 0

function eventOf(type: string, object: object) {
  events += 1
  const created = Math.floor(it.clock.now.epochMilliseconds / 1000)
  const event = { id: `evt_own${events}`, object: 'event', api_version: null, created, type }
  const rest = { livemode: false, pending_webhooks: 0, request: null }
  return {
    ...event,
    ...rest,
    data: { object: structuredClone(object) },
  } as never as (typeof world.events)[number]
}
