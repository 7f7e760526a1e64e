import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asApp } from '../../test/harness/acting.ts'
import { fundsIn, givenFunds } from '../../test/harness/books.ts'
import { runDueWork } from '../../test/harness/due.ts'
import { givenViewer, linkOf } from '../../test/harness/links.ts'
import { givenMember, newEmail, password, signIn } from '../../test/harness/people.ts'
import { call, givenMerchant, product } from '../../test/harness/product.ts'
import { givenSeller, subscribe } from '../../test/harness/subscribed.ts'
import { lockCustomer, setCustomer } from '../customers/store.ts'
import { findPageOwner } from '../embedding/page-policy.ts'

const it = product({ config: { openSignup: true } })

type Options = Parameters<typeof call>[2]

/** A customer of a merchant, with a subscription and 7.00. */
async function given(email = newEmail()) {
  const seller = await givenSeller(it)
  const { key } = seller
  const consumer = { name: 'Ada Ltd', email, address: { country: 'DE' } }
  const body = { consumer, merchantId: seller.organizationId }
  const made = await call(it, 'createCustomer', { key, body })
  assert.equal(made.status, 201, JSON.stringify(made.body))
  const params = { id: made.body.customerId as string }
  const wish = { customerId: params.id }
  const { id: subscriptionId } = (await subscribe(it, seller, wish)).body
  await givenFunds(it, seller, { customerId: params.id, amount: '7' })
  return {
    ...{ seller, key, email, params, subscriptionId },
    customer: async () => (await call(it, 'getCustomer', { key, params })).body,
    send: () => call(it, 'sendClaimLink', { key, params }),
    /** The links in the mails that were sent, the oldest first. */
    async links() {
      await runDueWork(it)
      const query = { kind: 'account_claim', customerId: params.id }
      const { data } = (await call(it, 'listNotices', { key, query })).body
      const texts = await Promise.all(
        data
          .toReversed()
          .map(async ({ id }: { id: string }) =>
            String((await call(it, 'getNotice', { key, params: { id } })).body.text),
          ),
      )
      return texts.map((text) => linkOf(/http\S+\/claim\/\S+/.exec(String(text))?.[0] ?? ''))
    },
    async link() {
      assert.equal((await this.send()).status, 202)
      const link = (await this.links()).at(-1)
      assert.ok(link)
      return link
    },
  }
}

const accept = (link: { id: string; code: string }, more: object, options: Options = {}) => {
  const { id, code } = link
  return call(it, 'acceptClaim', { params: { id }, body: { code, ...more }, ...options })
}
const newUser = { password, firstName: 'Ada' }

test('who follows the link and chooses a password owns the account, which keeps its money and its subscription', async () => {
  const one = await given()
  const before = await one.customer()
  const link = await one.link()
  const opened = await call(it, 'openClaim', { params: { id: link.id }, body: { code: link.code } })
  assert.equal(opened.status, 200)
  assert.deepEqual(
    [opened.body.customer, opened.body.email, opened.body.hasLogin],
    ['Ada Ltd', one.email, false],
  )

  const claimed = await accept(link, { newUser })
  assert.equal(claimed.status, 200, JSON.stringify(claimed.body))
  const { consumerId } = claimed.body
  assert.equal(consumerId, before.consumerId)
  const { signedIn } = await signIn(it, one.email, consumerId)
  const own = await call(it, 'getConsumer', { headers: signedIn, params: { id: consumerId } })
  assert.equal(own.body.name, 'Ada Ltd')
  assert.deepEqual(await one.customer(), before)
  assert.equal(await fundsIn(it, one.seller, one.params.id), 7_000_000_000n)
})

test('the owner’s copy and the merchant’s copy are two: neither reads nor changes the other', async () => {
  const one = await given()
  const { consumerId } = (await accept(await one.link(), { newUser })).body
  const { signedIn: headers } = await signIn(it, one.email, consumerId)
  const params = { id: consumerId }
  await call(it, 'updateConsumer', { headers, params, body: { name: 'Ada herself' } })
  assert.equal((await one.customer()).organization.name, 'Ada Ltd')
  await asApp(it, one.seller, async (ctx) => {
    const customer = await lockCustomer(ctx, one.params.id)
    assert.ok(customer)
    await setCustomer(ctx, { ...customer, name: 'Ada at the merchant' })
  })
  const own = await call(it, 'getConsumer', { headers, params })
  assert.equal(own.body.name, 'Ada herself')
  const foreign = { key: one.key, params }
  assert.equal((await call(it, 'getConsumer', foreign)).status, 404)
  const customers = await call(it, 'listCustomers', { headers, query: {} })
  assert.equal(customers.status, 403)
})

test('who owns a consumer already gets the relation into it, signed in or with a password', async () => {
  const email = newEmail()
  const owner = { email, password }
  const signup = { name: 'Ada', email, owner }
  const { id: mine } = (await call(it, 'createConsumer', { body: signup })).body

  const first = await given(email)
  const opened = await first.link()
  const told = await call(it, 'openClaim', {
    params: { id: opened.id },
    body: { code: opened.code },
  })
  assert.equal(told.body.hasLogin, true)
  assert.equal((await accept(opened, { newUser })).body.code, 'EMAIL_TAKEN')
  const wrong = { signIn: { email, password: 'not the password' } }
  assert.equal((await accept(opened, wrong)).body.code, 'INVALID_CREDENTIALS')
  const moved = await accept(opened, { signIn: { email, password } })
  assert.deepEqual([moved.status, moved.body.consumerId], [200, mine])
  assert.equal((await first.customer()).consumerId, mine)
  const query = { consumerId: mine }
  const subscriptions = (await call(it, 'listSubscriptions', { key: first.key, query })).body.data
  assert.deepEqual(
    subscriptions.map(({ id }: { id: string }) => id),
    [first.subscriptionId],
  )
  assert.equal(await fundsIn(it, first.seller, first.params.id), 7_000_000_000n)

  // Another merchant's, under another address, by somebody who is signed in.
  const second = await given()
  const { signedIn } = await signIn(it, email)
  const again = await accept(await second.link(), {}, { headers: signedIn })
  assert.equal(again.body.consumerId, mine)
})

test('who is a customer of this merchant already owns the claimed account beside the other one', async () => {
  const one = await given()
  const { consumerId: first } = (await accept(await one.link(), { newUser })).body
  const consumer = { name: 'Ada again', email: newEmail(), address: {} }
  const body = { consumer, merchantId: one.seller.organizationId }
  const params = { id: (await call(it, 'createCustomer', { key: one.key, body })).body.customerId }
  const sent = await call(it, 'sendClaimLink', { key: one.key, params })
  assert.equal(sent.status, 202, JSON.stringify(sent.body))
  await runDueWork(it)
  const query = { kind: 'account_claim', customerId: params.id }
  const [{ id }] = (await call(it, 'listNotices', { key: one.key, query })).body.data
  const { text } = (await call(it, 'getNotice', { key: one.key, params: { id } })).body
  const link = linkOf(/http\S+\/claim\/\S+/.exec(text)?.[0] ?? '')
  const second = await accept(link, { signIn: { email: one.email, password } })
  assert.equal(second.status, 200)
  assert.notEqual(second.body.consumerId, first)
  const { signedIn } = await signIn(it, one.email, second.body.consumerId)
  const own = { headers: signedIn, params: { id: second.body.consumerId } }
  assert.equal((await call(it, 'getConsumer', own)).body.name, 'Ada again')
})

test('a link works once, for a day, and not for an address that is no longer the customer’s', async () => {
  const one = await given()
  const link = await one.link()
  const other = await one.link()
  assert.equal((await accept(link, { newUser })).status, 200)
  for (const used of [link, other]) {
    const again = await accept(used, { newUser: { password: 'another good password' } })
    assert.equal(again.body.code, 'LINK_EXPIRED')
  }
  assert.equal((await one.send()).body.code, 'ALREADY_CLAIMED')

  const late = await given()
  const missed = await late.link()
  const before = it.clock.now
  it.clock.now = before.add({ hours: 24 })
  assert.equal((await accept(missed, { newUser })).body.code, 'LINK_EXPIRED')
  it.clock.now = before

  const moved = await given()
  const stale = await moved.link()
  await asApp(it, moved.seller, async (ctx) => {
    const customer = await lockCustomer(ctx, moved.params.id)
    assert.ok(customer)
    await setCustomer(ctx, { ...customer, email: newEmail() })
  })
  assert.equal((await accept(stale, { newUser })).body.code, 'LINK_EXPIRED')
})

test('a link that is followed twice at once makes one owner', async () => {
  const one = await given()
  const [first, second] = [await one.link(), await one.link()]
  const replies = await Promise.all([accept(first, { newUser }), accept(second, { newUser })])
  assert.deepEqual(replies.map(({ status }) => status).sort(), [200, 410])
})

test('a wrong code and a claim that never existed are answered alike, and nobody gets in without a way to sign in', async () => {
  const one = await given()
  const link = await one.link()
  const wrong = await accept({ ...link, code: 'x'.repeat(64) }, { newUser })
  const never = await accept({ id: 'clm_1', code: link.code }, { newUser })
  assert.deepEqual([wrong.status, wrong.body], [404, never.body])
  assert.equal((await accept(link, {})).status, 401)
  assert.equal((await accept(link, {}, { key: one.key })).status, 401)
})

test('in the portal the answer is the same before and after, the link goes to the address alone, and few are sent', async () => {
  const one = await given()
  const token = await givenViewer(it, one.seller, one.subscriptionId)
  const ask = () => call(it, 'sendPortalClaimLink', { key: token })
  const first = await ask()
  assert.equal(first.status, 202)
  assert.deepEqual(Object.keys(first.body), ['object', 'expiresAt'])
  const [link] = await one.links()
  assert.ok(link)
  assert.equal((await accept(link, { newUser })).status, 200)
  const after = await ask()
  assert.deepEqual([after.status, after.body], [202, first.body])
  assert.equal((await one.links()).length, 1)
  for (let times = 2; times < 5; times += 1) await ask()
  assert.equal((await ask()).status, 429)
})

test('only who may change customers sends links, and only to customers of its own', async () => {
  const one = await given()
  const viewer = await givenMember(it, one.seller, ['viewer'])
  const { params } = one
  const byViewer = await call(it, 'sendClaimLink', { headers: viewer.signedIn, params })
  assert.equal(byViewer.status, 403)
  const { key } = await givenMerchant(it)
  assert.equal((await call(it, 'sendClaimLink', { key, params })).status, 404)
})

test('a merchant that names a consumer which was claimed finds its customer', async () => {
  const one = await given()
  const { consumerId } = (await accept(await one.link(), { newUser })).body
  const body = { consumerId, merchantId: one.seller.organizationId }
  const found = await call(it, 'createCustomer', { key: one.key, body })
  assert.deepEqual([found.status, found.body.customerId], [200, one.params.id])
  const other = await givenMerchant(it)
  const foreign = { consumerId, merchantId: other.organizationId }
  const refused = await call(it, 'createCustomer', { key: other.key, body: foreign })
  assert.equal(refused.status, 404)
})

test('the page of a claim is that of its merchant', async () => {
  const one = await given()
  const { id } = await one.link()
  const { workspace } = it.installation
  assert.equal(await findPageOwner(workspace, id), one.seller.organizationId)
})
