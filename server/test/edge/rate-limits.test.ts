// How often: the limits of the reference, per organization, each refusal saying when to come back.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { everyEndpoint } from '../contract/endpoints.ts'
import { call, givenMerchant, type Party, product } from '../harness/product.ts'

let merchant: Party
let neighbour: Party
const it = product({
  arrange: async () => {
    merchant = await givenMerchant(it)
    neighbour = await givenMerchant(it)
  },
})

const list = ({ key, organizationId }: Party) =>
  call(it, 'listCustomers', { key, query: { organizationId } })

test('the endpoints that the reference limits are limited as it says, and uploads of ours', () => {
  const limits = everyEndpoint.flatMap(({ name, endpoint: { rateLimit } }) =>
    rateLimit
      ? [[name, rateLimit.merchantMax, rateLimit.platformMax, rateLimit.windowSeconds]]
      : [],
  )
  assert.deepEqual(limits.sort(), [
    ['createLineItem', 60, undefined, 60],
    ['generatePortalLink', 1, 100, 1],
    ['listCustomers', 10, 60, 1],
    ['putLogo', 20, undefined, 60],
  ])
})

test('a merchant that asks too often is told when to ask again, and nobody else is', async () => {
  // 35 calls in a row fall into three windows at most, unless they take longer than two seconds.
  const began = performance.now()
  const replies = await Promise.all(Array.from({ length: 35 }, () => list(merchant)))
  assert.ok(performance.now() - began < 2000, 'this machine is too slow to reach the limit')
  assert.equal((await list(neighbour)).status, 200)
  const refused = replies.filter(({ status }) => status !== 200)
  assert.ok(replies.length - refused.length >= 10)
  assert.ok(refused.length >= 5)
  for (const { status, body, headers } of refused) {
    assert.equal(status, 429)
    assert.equal(body.error, 'too_many_requests')
    assert.match(body.message, /^Too many customer list requests/)
    assert.equal(headers['retry-after'], '1')
  }
})
