import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runDueWork } from '../../test/harness/due.ts'
import { linkOf } from '../../test/harness/links.ts'
import { newEmail, password, signIn } from '../../test/harness/people.ts'
import { call, givenMerchant, product } from '../../test/harness/product.ts'

const it = product({ config: { openSignup: true } })
type Merchant = Awaited<ReturnType<typeof givenMerchant>>

/** The link of a new customer of a merchant. */
async function givenLink({ key, organizationId: merchantId }: Merchant, email = newEmail()) {
  const consumer = { name: 'Ada Ltd', email, address: { country: 'DE' } }
  const made = await call(it, 'createCustomer', { key, body: { consumer, merchantId } })
  const params = { id: made.body.customerId }
  assert.equal((await call(it, 'sendClaimLink', { key, params })).status, 202)
  await runDueWork(it)
  const query = { kind: 'account_claim', customerId: params.id }
  const [{ id }] = (await call(it, 'listNotices', { key, query })).body.data
  const { text } = (await call(it, 'getNotice', { key, params: { id } })).body
  return { ...linkOf(/http\S+\/claim\/\S+/.exec(text)?.[0] ?? ''), email }
}

test('who claims several accounts of one merchant at once gets all of them, each in a consumer of its own', async () => {
  const accept = (link: { id: string; code: string }, more: object, headers = {}) =>
    call(it, 'acceptClaim', {
      params: { id: link.id },
      body: { code: link.code, ...more },
      headers,
    })
  const first = await givenLink(await givenMerchant(it))
  const { consumerId } = (await accept(first, { newUser: { password } })).body
  const { signedIn } = await signIn(it, first.email, consumerId)

  const merchant = await givenMerchant(it)
  const links = [await givenLink(merchant), await givenLink(merchant), await givenLink(merchant)]
  const claimed = await Promise.all(links.map((link) => accept(link, {}, signedIn)))
  for (const { status, body } of claimed) assert.equal(status, 200, JSON.stringify(body))
  assert.equal(new Set(claimed.map(({ body }) => body.consumerId)).size, 3)
})
