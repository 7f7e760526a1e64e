import assert from 'node:assert/strict'
import { test } from 'node:test'
import { made } from '../../test/harness/catalog.ts'
import { givenCustomer } from '../../test/harness/customers.ts'
import { givenViewer } from '../../test/harness/links.ts'
import { call, product } from '../../test/harness/product.ts'
import { givenShop } from '../../test/harness/standard.ts'

const it = product()

/** 49.00 a month in advance; there is a plan of 99.00, too. The holder of the link may end and change it. */
async function given({ customersMay = { cancel: true, changePlan: true } as object } = {}) {
  const shop = await givenShop(it)
  const { organizationId, key: merchantKey } = shop
  const small = await shop.plan([await shop.fee('49.00')], { name: 'Small' })
  const large = await shop.plan([await shop.fee('99.00')], { name: 'Large' })
  const made = await shop.subscriber({ planId: small, at: '2027-01-01T00:00:00Z' })
  const set = (body: object) =>
    call(it, 'updatePortalSettings', { key: merchantKey, params: { id: organizationId }, body })
  const may = (wish: object) => set({ customersMay: wish })
  assert.equal((await set({ customersMay, offeredPlanIds: [small, large] })).status, 200)
  await shop.passes(made.clockId, 'P10D')
  const key = await givenViewer(it, shop, made.id)
  const overview = async () => (await call(it, 'getPortalOverview', { key })).body
  return { ...made, shop, small, large, set, may, key, overview }
}

test('a customer ends its subscription with the period, and nothing is billed after that', async () => {
  const { key, id, clockId, shop, overview } = await given()
  const { status, body } = await call(it, 'cancelPortalSubscription', { key })
  assert.deepEqual([status, body.endingAt], [200, '2027-02-01T00:00:00Z'])
  const { subscription } = await overview()
  assert.deepEqual(
    [subscription.status, subscription.endingAt, subscription.isCancelled],
    ['active', '2027-02-01T00:00:00Z', true],
  )
  assert.equal((await call(it, 'cancelPortalSubscription', { key })).status, 200)
  await shop.passes(clockId, 'P2M')
  assert.equal((await shop.subscription(id)).status, 'terminated')
  assert.deepEqual(
    (await shop.bills(id)).filter((bill) => !/ 0\.00$/.test(bill)),
    ['0 2027-01-01 PAID 49.00'],
  )
})

test('a cancellation is taken back while the period lasts, and the subscription goes on', async () => {
  const { key, id, clockId, shop, overview } = await given()
  await call(it, 'cancelPortalSubscription', { key })
  assert.equal((await call(it, 'resumePortalSubscription', { key })).status, 204)
  const { subscription } = await overview()
  assert.deepEqual([subscription.endingAt, subscription.isCancelled], [undefined, false])
  assert.equal((await call(it, 'resumePortalSubscription', { key })).status, 409)
  await shop.passes(clockId, 'P1M')
  assert.equal((await shop.subscription(id)).status, 'active')
  assert.ok((await shop.bills(id)).some((bill) => bill.endsWith(' 49.00') && bill.startsWith('1 ')))
})

test('an end that the merchant set is not the customer’s to take back', async () => {
  const { key, id, shop, overview } = await given()
  const endingAt = '2027-01-20T00:00:00Z'
  assert.equal((await shop.post('updateSubscription', id, { endingAt })).status, 200)
  assert.equal((await call(it, 'resumePortalSubscription', { key })).status, 409)
  const cancelled = await call(it, 'cancelPortalSubscription', { key })
  assert.equal(cancelled.body.endingAt, endingAt)
  assert.equal((await overview()).subscription.isCancelled, false)
})

test('who takes a cancellation back has the end again that the merchant had set before', async () => {
  const { key, id, clockId, shop, overview } = await given()
  const endingAt = '2027-02-20T00:00:00Z'
  assert.equal((await shop.post('updateSubscription', id, { endingAt })).status, 200)
  const cancelled = await call(it, 'cancelPortalSubscription', { key })
  assert.equal(cancelled.body.endingAt, '2027-02-01T00:00:00Z')
  assert.equal((await call(it, 'resumePortalSubscription', { key })).status, 204)
  const { subscription } = await overview()
  assert.deepEqual([subscription.endingAt, subscription.isCancelled], [endingAt, false])
  await shop.passes(clockId, 'P1M')
  assert.equal((await shop.subscription(id)).status, 'active')
  await shop.passes(clockId, 'P15D')
  const { status, terminatedAt } = await shop.subscription(id)
  assert.deepEqual([status, terminatedAt], ['terminated', endingAt])
})

test('a cancellation that has come is final', async () => {
  const shop = await givenShop(it)
  const { organizationId, key: merchantKey } = shop
  const params = { id: organizationId }
  const body = { customersMay: { cancel: true } }
  await call(it, 'updatePortalSettings', { key: merchantKey, params, body })
  const planId = await shop.plan([await shop.usage('0.10')])
  const customerId = await givenCustomer(it, shop)
  const startedAt = it.clock.now.toString()
  const wish = { name: 'Pro', customerId, planId, startedAt }
  const { id } = await made(it, 'createSubscription', { key: merchantKey, body: wish })
  const cancelled = await call(it, 'cancelPortalSubscription', {
    key: await givenViewer(it, shop, id),
  })
  // Nobody has done yet what was due by then.
  it.clock.now = Temporal.Instant.from(cancelled.body.endingAt)
  const key = await givenViewer(it, shop, id)
  assert.equal((await call(it, 'resumePortalSubscription', { key })).status, 409)
})

test('plans are changed between with a preview that is what is billed', async () => {
  const { key, id, shop, small, large } = await given()
  const { body: plans } = await call(it, 'listPortalPlans', { key })
  assert.deepEqual(
    plans.data.map((plan: { id: string; isCurrent: boolean }) => [plan.id, plan.isCurrent]),
    [
      [small, true],
      [large, false],
    ],
  )
  const body = { planId: large, at: 'now' }
  const preview = await call(it, 'previewPortalPlanChange', { key, body })
  assert.deepEqual([preview.status, preview.body.preview], [200, true])
  assert.equal((await shop.subscription(id)).planId, small)
  const changed = await call(it, 'changePortalPlan', { key, body })
  assert.equal(changed.status, 200)
  assert.equal(changed.body.grandTotal, preview.body.grandTotal)
  assert.deepEqual(changed.body.lines, preview.body.lines)
  assert.equal((await shop.subscription(id)).planId, large)
})

test('a plan that is to follow is named, and a cancellation lets none follow', async () => {
  const { key, id, clockId, shop, large } = await given()
  const body = { planId: large, at: 'period_end' }
  assert.equal((await call(it, 'changePortalPlan', { key, body })).status, 200)
  const next = async () =>
    (await call(it, 'listPortalPlans', { key })).body.data.filter(
      ({ isNext }: { isNext: boolean }) => isNext,
    )
  assert.equal((await next())[0].id, large)
  await call(it, 'cancelPortalSubscription', { key })
  assert.deepEqual(await next(), [])
  await shop.passes(clockId, 'P1M')
  assert.equal((await shop.subscription(id)).status, 'terminated')
})

test('what the merchant does not allow is refused, at once when it is switched off', async () => {
  const { key, may, small: planId } = await given()
  assert.equal((await may({ cancel: false, changePlan: false })).status, 200)
  const body = { planId, at: 'now' }
  for (const [name, sent] of [
    ['cancelPortalSubscription', undefined],
    ['resumePortalSubscription', undefined],
    ['listPortalPlans', undefined],
    ['previewPortalPlanChange', body],
    ['changePortalPlan', body],
  ] as const) {
    const { status } = await call(it, name, { key, ...(sent && { body: sent }) })
    assert.equal(status, 403, name)
  }
})

test('a plan that is not offered is neither shown nor to be had', async () => {
  const { key, set, shop, small, large, id } = await given()
  const agreed = await shop.plan([await shop.fee('1.00')], { name: 'Agreed with somebody else' })
  const shown = async () =>
    (await call(it, 'listPortalPlans', { key })).body.data.map((plan: { id: string }) => plan.id)
  assert.deepEqual(await shown(), [small, large])
  for (const name of ['previewPortalPlanChange', 'changePortalPlan']) {
    const refused = await call(it, name, { key, body: { planId: agreed, at: 'now' } })
    assert.deepEqual([refused.status, refused.body.errors[0].field], [400, 'planId'], name)
  }
  assert.equal((await set({ offeredPlanIds: [] })).status, 200)
  assert.deepEqual(await shown(), [small])
  assert.equal((await shop.subscription(id)).planId, small)
})

test('what is offered are plans of the merchant', async () => {
  const { set, small } = await given()
  const foreign = (await given()).large
  const { status, body } = await set({ offeredPlanIds: [small, foreign] })
  assert.deepEqual([status, body.errors[0].field], [400, 'offeredPlanIds.1'])
})
