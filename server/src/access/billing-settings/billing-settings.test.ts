import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asApp } from '../../../test/harness/acting.ts'
import { call, givenMerchant, givenOrganization, product } from '../../../test/harness/product.ts'
import { billingSettingsOf } from './billing-settings-of.ts'

const it = product()

test('a merchant that set nothing bills with a day of grace and keeps who does not pay', async () => {
  const merchant = await givenMerchant(it)
  const { key, organizationId: id } = merchant
  const { status, body } = await call(it, 'getBillingSettings', { key, params: { id } })
  assert.equal(status, 200)
  assert.deepEqual(body, {
    object: 'billingSettings',
    organizationId: id,
    gracePeriod: 'P1D',
    afterDunning: 'keep',
    autoApprove: true,
    taxRegistrations: [],
    notices: { renewalReminder: true, invoiceIssued: true, invoicePaid: true, paymentFailed: true },
    seller: { taxIds: [] },
  })
})

test('what a change leaves out stays, and null removes', async () => {
  const { key, organizationId: id } = await givenMerchant(it)
  const change = async (body: unknown) =>
    (await call(it, 'updateBillingSettings', { key, params: { id }, body })).body
  await change({
    gracePeriod: 'PT6H',
    notices: { invoicePaid: false },
    seller: {
      legalName: 'Acme GmbH',
      address: { line1: 'Weg 1', city: 'Berlin', postalCode: '10115', country: 'DE' },
      taxIds: [{ type: 'vat', value: 'DE136695976' }],
    },
    taxRegistrations: [{ country: 'DE', scheme: 'standard' }],
    invoiceNotes: 'Thank you.',
    replyTo: 'billing@acme.example',
  })
  const changed = await change({
    afterDunning: 'terminate',
    autoApprove: false,
    invoiceNotes: null,
    seller: { legalName: null, website: 'https://acme.example' },
  })
  assert.deepEqual(changed, {
    object: 'billingSettings',
    organizationId: id,
    gracePeriod: 'PT6H',
    afterDunning: 'terminate',
    autoApprove: false,
    taxRegistrations: [{ country: 'DE', scheme: 'standard' }],
    notices: {
      renewalReminder: true,
      invoiceIssued: true,
      invoicePaid: false,
      paymentFailed: true,
    },
    seller: {
      address: { line1: 'Weg 1', city: 'Berlin', zipCode: '10115', country: 'DE' },
      taxIds: [{ type: 'vat', value: 'DE136695976' }],
      website: 'https://acme.example',
    },
    replyTo: 'billing@acme.example',
    updatedAt: it.clock.now.toString(),
  })
  assert.deepEqual((await call(it, 'getBillingSettings', { key, params: { id } })).body, changed)
})

test('a grace lasts from nothing to seven days', async () => {
  const merchant = await givenMerchant(it)
  const { key, organizationId: id } = merchant
  const change = (gracePeriod: string) =>
    call(it, 'updateBillingSettings', { key, params: { id }, body: { gracePeriod } })
  for (const [grace, hours] of [
    ['P0D', 0],
    ['P7D', 168],
    ['P1W', 168],
    ['P1DT12H', 36],
  ] as const) {
    const { status, body } = await change(grace)
    assert.equal(status, 200)
    assert.equal(body.gracePeriod, grace)
    const { gracePeriod } = await asApp(it, merchant, billingSettingsOf)
    assert.equal(gracePeriod.total({ unit: 'hours', relativeTo: '2026-11-21' }), hours)
  }
  for (const grace of ['P8D', 'P1M', 'P7DT1S', '-P1D']) {
    const { status, body } = await change(grace)
    assert.equal(status, 400)
    assert.equal(body.errors[0].field, 'gracePeriod')
  }
})

test('a VAT id with a wrong check digit and a state outside the Union are refused by name', async () => {
  const { key, organizationId: id } = await givenMerchant(it)
  const body = {
    taxRegistrations: [
      { country: 'DE', scheme: 'oss' },
      { country: 'CH', scheme: 'standard' },
    ],
    seller: {
      taxIds: [
        { type: 'local', value: '12/345/67890' },
        { type: 'vat', value: 'DE136695978' },
      ],
    },
  }
  const reply = await call(it, 'updateBillingSettings', { key, params: { id }, body })
  assert.equal(reply.status, 400)
  assert.deepEqual(
    reply.body.errors.map(({ field }: { field: string }) => field),
    ['taxRegistrations.1.country', 'seller.taxIds.1.value'],
  )
})

test('settings are the merchant’s own, and who sells nothing has none', async () => {
  const ours = await givenMerchant(it)
  const theirs = await givenMerchant(it)
  const params = { id: theirs.organizationId }
  const consumer = await givenOrganization(it, 'consumer')
  const own = { id: consumer.organizationId }
  for (const name of ['getBillingSettings', 'updateBillingSettings']) {
    const body = name.startsWith('get') ? {} : { body: { autoApprove: false } }
    assert.equal((await call(it, name, { key: ours.key, params, ...body })).status, 404)
    assert.equal((await call(it, name, { key: consumer.key, params: own, ...body })).status, 404)
  }
  assert.equal((await asApp(it, theirs, billingSettingsOf)).autoApprove, true)
})
