import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { givenCustomer } from '../../test/harness/customers.ts'
import { runDueWork } from '../../test/harness/due.ts'
import { openPostOffice } from '../../test/harness/post-office.ts'
import { call, givenMerchant, product } from '../../test/harness/product.ts'

const post = await openPostOffice()
const it = product({ config: { smtpUrl: post.url, mailFrom: 'billing@house.example' } })
after(() => post.close())

test('a link that was mailed is read by whom it was mailed to, and not by the merchant, in the sandbox either', async () => {
  const merchant = await givenMerchant(it)
  const { key } = merchant
  const customerId = await givenCustomer(it, merchant)
  assert.equal((await call(it, 'sendClaimLink', { key, params: { id: customerId } })).status, 202)
  await runDueWork(it)
  const query = { customerId, kind: 'account_claim' }
  const { data } = (await call(it, 'listNotices', { key, query })).body
  const { body } = await call(it, 'getNotice', { key, params: { id: data[0].id } })
  for (const told of [body.text, body.html]) {
    assert.match(told, /\/claim\/clm_[0-9a-f]+#…/)
    assert.doesNotMatch(told, /\/claim\/clm_[0-9a-f]+#[0-9A-Za-z_-]/)
  }
  assert.equal(post.received.length, 1)
})
