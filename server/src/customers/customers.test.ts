import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { asApp } from '../../test/harness/acting.ts'
import { givenFunds } from '../../test/harness/books.ts'
import { givenInstantPlan, made } from '../../test/harness/catalog.ts'
import { call, givenMerchant, type Party, product } from '../../test/harness/product.ts'
import { Problem } from '../platform/problem.ts'
import { createCustomer } from './create-customer.ts'
import { customerForBilling } from './customer-for-billing.ts'
import { removeCustomer } from './delete-customer.ts'

const it = product()

const ada = {
  name: 'Ada Ltd',
  email: 'Ada@Example.com',
  phone: '+44 1',
  address: { line1: '1 Mill', city: 'London', country: 'gb', postalCode: ' sw1a  1aa ' },
}

type Named = { readonly field: string }
const fieldsOf = ({ body }: { readonly body: { readonly errors?: readonly Named[] } }) =>
  (body.errors ?? []).map(({ field }) => field)

const create = ({ key, organizationId }: Party, body: object) =>
  call(it, 'createCustomer', { key, body: { merchantId: organizationId, ...body } })
const get = ({ key }: Party, id: string) => call(it, 'getCustomer', { key, params: { id } })
const change = ({ key }: Party, id: string, body: object) =>
  call(it, 'updateCustomer', { key, params: { id }, body })
const remove = ({ key }: Party, id: string) => call(it, 'deleteCustomer', { key, params: { id } })
const list = ({ key, organizationId }: Party, query: Record<string, string | number>) =>
  call(it, 'listCustomers', { key, query: { organizationId, ...query } })

test('a customer comes back as the merchant entered it', async () => {
  const merchant = await givenMerchant(it)
  const created = await create(merchant, {
    consumer: ada,
    taxId: 'GB1',
    externalId: 'crm-1',
    taxRates: { default: 7.7, plan_abc: 0 },
  })
  assert.equal(created.status, 201)
  assert.deepEqual(created.body.validTaxAddress, { valid: true })

  const { body } = await get(merchant, created.body.customerId)
  const { createdAt, updatedAt, consumerId, ...rest } = body
  assert.match(consumerId, /^org_/)
  assert.deepEqual(rest, {
    id: created.body.customerId,
    object: 'customer',
    merchantId: merchant.organizationId,
    organization: {
      id: consumerId,
      name: 'Ada Ltd',
      phone: '+44 1',
      billingEmails: ['Ada@Example.com'],
      address: { line1: '1 Mill', city: 'London', country: 'GB', zipCode: 'SW1A 1AA' },
    },
    taxId: 'GB1',
    taxIdValid: false,
    externalId: 'crm-1',
    taxRates: { default: 7.7, plan_abc: 0 },
    validTaxAddress: { valid: true },
    notificationSettings: { invoiceIssued: true, invoicePaid: true, renewalReminder: true },
  })
})

test('the same e-mail address finds the same customer, whatever its case', async () => {
  const merchant = await givenMerchant(it)
  const first = await create(merchant, { consumer: ada })
  const again = await create(merchant, {
    consumer: { ...ada, name: 'Other', email: 'ADA@example.com' },
  })
  assert.equal(again.status, 200)
  assert.deepEqual(again.body, first.body)
})

test('an externalId that is missing is filled in, and one that differs is refused', async () => {
  const merchant = await givenMerchant(it)
  const { body: first } = await create(merchant, { consumer: ada })
  const filled = await create(merchant, { consumer: ada, externalId: 'crm-1' })
  const same = await create(merchant, { consumer: ada, externalId: 'crm-1' })
  const other = await create(merchant, { consumer: ada, externalId: 'crm-2' })

  assert.deepEqual([filled.status, filled.body.customerId], [200, first.customerId])
  assert.equal((await get(merchant, first.customerId)).body.externalId, 'crm-1')
  assert.equal(same.status, 200)
  assert.deepEqual([other.status, other.body.code], [409, 'EXTERNAL_ID_MISMATCH'])
})

test('an externalId is one customer’s only', async () => {
  const merchant = await givenMerchant(it)
  await create(merchant, { consumer: ada, externalId: 'crm-1' })
  const bob = { ...ada, email: 'bob@example.com' }
  const taken = await create(merchant, { consumer: bob, externalId: 'crm-1' })
  assert.deepEqual([taken.status, taken.body.code], [409, 'EXTERNAL_ID_TAKEN'])

  const { body } = await create(merchant, { consumer: bob })
  const filled = await create(merchant, { consumer: bob, externalId: 'crm-1' })
  const changed = await change(merchant, body.customerId, { externalId: 'crm-1' })
  assert.deepEqual([filled.status, filled.body.code], [409, 'EXTERNAL_ID_TAKEN'])
  assert.deepEqual([changed.status, changed.body.code], [409, 'EXTERNAL_ID_TAKEN'])
})

test('two merchants who enter the same e-mail address learn nothing of each other', async () => {
  const [one, two] = [await givenMerchant(it), await givenMerchant(it)]
  const first = await create(one, { consumer: ada, externalId: 'x' })
  const second = await create(two, { consumer: ada, externalId: 'x' })
  assert.equal(second.status, 201)
  const mine = await get(one, first.body.customerId)
  const theirs = await get(two, second.body.customerId)
  assert.notEqual(mine.body.consumerId, theirs.body.consumerId)

  const never = await get(two, 'cus_00000000000000000000000000000000')
  const foreign = await get(two, first.body.customerId)
  assert.equal(foreign.status, 404)
  assert.deepEqual(foreign.body, never.body)
})

test('the consumer of another merchant is answered as one that never existed', async () => {
  const [one, two] = [await givenMerchant(it), await givenMerchant(it)]
  const { body } = await create(one, { consumer: ada })
  const { consumerId } = (await get(one, body.customerId)).body
  const foreign = await create(two, { consumerId })
  const never = await create(two, { consumerId: 'org_00000000000000000000000000000000' })
  const merchantItself = await create(two, { consumerId: two.organizationId })
  assert.equal(foreign.status, 404)
  assert.deepEqual(foreign.body, never.body)
  assert.deepEqual(merchantItself.body, never.body)
})

test('the consumer of a deleted customer may become a customer again', async () => {
  const merchant = await givenMerchant(it)
  const { body: first } = await create(merchant, { consumer: ada })
  const { body: before } = await get(merchant, first.customerId)
  const known = await create(merchant, { consumerId: before.consumerId })
  assert.deepEqual([known.status, known.body.customerId], [200, first.customerId])

  assert.equal((await remove(merchant, first.customerId)).status, 204)
  const again = await create(merchant, { consumerId: before.consumerId, externalId: 'new' })
  const { body: after } = await get(merchant, again.body.customerId)
  assert.equal(again.status, 201)
  assert.notEqual(after.id, before.id)
  assert.deepEqual(after.organization, before.organization)
})

test('a deleted customer is gone, and its e-mail address and externalId are free', async () => {
  const merchant = await givenMerchant(it)
  const { body: first } = await create(merchant, { consumer: ada, externalId: 'crm-1' })
  assert.equal((await remove(merchant, first.customerId)).status, 204)

  assert.equal((await get(merchant, first.customerId)).status, 404)
  assert.equal((await change(merchant, first.customerId, { taxId: '1' })).status, 404)
  assert.equal((await remove(merchant, first.customerId)).status, 404)
  assert.equal((await list(merchant, {})).body.pagination.total, 0)
  const again = await create(merchant, { consumer: ada, externalId: 'crm-1' })
  assert.equal(again.status, 201)
  assert.notEqual(again.body.customerId, first.customerId)
})

test('requests for the same customer at the same time make one', async () => {
  const merchant = await givenMerchant(it)
  const replies = await Promise.all(
    Array.from({ length: 8 }, () => create(merchant, { consumer: ada, externalId: 'crm-1' })),
  )
  const made = replies.filter(({ status }) => status === 201)
  assert.equal(made.length, 1)
  assert.ok(replies.every(({ status }) => status === 201 || status === 200))
  assert.equal(new Set(replies.map(({ body }) => body.customerId)).size, 1)
})

test('the address says what is missing for tax', async () => {
  const merchant = await givenMerchant(it)
  const cases = [
    [{}, 'country and its zip code'],
    [{ country: 'US', zipCode: '94105' }, 'state'],
    [{ country: 'DE' }, 'zip code'],
  ] as const
  for (const [index, [address, missing]] of cases.entries()) {
    const consumer = { name: 'N', email: `n${index}@example.com`, address }
    const { body } = await create(merchant, { consumer })
    const message = `The address lacks its ${missing}.`
    assert.deepEqual(body.validTaxAddress, { valid: false, message })
  }
})

const wrong: readonly (readonly [string, object, readonly string[]])[] = [
  ['nobody', {}, ['consumer', 'consumerId']],
  ['both a consumer and an id', { consumer: ada, consumerId: 'org_1' }, ['consumer', 'consumerId']],
  ['no e-mail address', { consumer: { name: 'A', address: {} } }, ['consumer.email']],
  ['junk for an address', { consumer: { ...ada, email: 'ada' } }, ['consumer.email']],
  [
    'a country of three letters',
    { consumer: { ...ada, address: { country: 'GBR' } } },
    ['consumer.address.country'],
  ],
  [
    'a country of digits',
    { consumer: { ...ada, address: { country: '44' } } },
    ['consumer.address.country'],
  ],
  ['a tax rate above 100', { consumer: ada, taxRates: { default: 101 } }, ['taxRates.default']],
  ['a tax rate for nothing known', { consumer: ada, taxRates: { usual: 1 } }, ['taxRates.usual']],
  ['a long externalId', { consumer: ada, externalId: 'x'.repeat(256) }, ['externalId']],
]
for (const [what, body, fields] of wrong) {
  test(`a customer with ${what} is refused by name of the field`, async () => {
    const merchant = await givenMerchant(it)
    const reply = await create(merchant, body)
    assert.equal(reply.status, 400)
    assert.deepEqual(fieldsOf(reply), fields)
    assert.equal((await list(merchant, {})).body.pagination.total, 0)
  })
}

test('a tax id is kept as it came, and the customer shows whether a state of the Union could have given it', async () => {
  const merchant = await givenMerchant(it)
  const { customerId } = (await create(merchant, { consumer: ada })).body
  const shown = async (taxId: string | null) => {
    const { body } = await change(merchant, customerId, { taxId })
    return [body.taxId, body.taxIdValid]
  }
  assert.deepEqual(await shown('DE136695976'), ['DE136695976', true])
  assert.deepEqual(await shown('de 136 695 978'), ['de 136 695 978', false])
  assert.deepEqual(await shown(null), [undefined, undefined])
})

test('a change touches what it names, and null takes away', async () => {
  const merchant = await givenMerchant(it)
  const body = { consumer: ada, taxId: 'GB1', externalId: 'x', taxRates: { default: 5 } }
  const { customerId } = (await create(merchant, body)).body
  const { body: before } = await get(merchant, customerId)

  const settings = { notificationSettings: { invoicePaid: false } }
  const partial = await change(merchant, customerId, settings)
  assert.deepEqual(partial.body, {
    ...before,
    notificationSettings: { invoiceIssued: true, invoicePaid: false, renewalReminder: true },
  })

  const single = await change(merchant, customerId, { taxRates: 13, taxId: null, externalId: null })
  const { taxId: _, taxIdValid: ____, externalId: __, ...rest } = partial.body
  assert.deepEqual(single.body, { ...rest, taxRates: { default: 13 } })

  const { taxRates: ___, ...bare } = rest
  const none = await change(merchant, customerId, { taxRates: {} })
  assert.deepEqual(none.body, bare)
  assert.deepEqual(fieldsOf(await change(merchant, customerId, { taxRates: 101 })), ['taxRates'])
})

test('the list finds by parts of name and e-mail address in any case, and by the whole externalId', async () => {
  const merchant = await givenMerchant(it)
  for (const [index, name] of ['Ada Ltd', 'Bob & Ada', 'Carl'].entries()) {
    const consumer = { name, email: `${name[0]}@Example.com`.toLowerCase(), address: {} }
    await create(merchant, { consumer, externalId: `crm-${index}` })
    it.clock.now = it.clock.now.add({ seconds: 1 })
  }
  const names = async (query: Record<string, string | number>) => {
    const { body } = await list(merchant, query)
    const data = body.data as readonly { readonly organization: { readonly name: string } }[]
    return [body.pagination.total, ...data.map(({ organization }) => organization.name)]
  }
  assert.deepEqual(await names({}), [3, 'Carl', 'Bob & Ada', 'Ada Ltd'])
  assert.deepEqual(await names({ name: 'aDa' }), [2, 'Bob & Ada', 'Ada Ltd'])
  assert.deepEqual(await names({ name: 'ada', limit: 1, offset: 1 }), [2, 'Ada Ltd'])
  assert.deepEqual(await names({ email: 'B@EXAMPLE' }), [1, 'Bob & Ada'])
  assert.deepEqual(await names({ externalId: 'crm-2' }), [1, 'Carl'])
  assert.deepEqual(await names({ externalId: 'crm' }), [0])
  assert.deepEqual(await names({ externalId: 'crm-2', name: 'ada' }), [0])
})

test('the list needs the merchant, by either name', async () => {
  const merchant = await givenMerchant(it)
  const { key, organizationId: merchantId } = merchant
  const none = await call(it, 'listCustomers', { key })
  const older = await call(it, 'listCustomers', { key, query: { merchantId } })
  const short = await list(merchant, { name: 'ab' })
  const other = await givenMerchant(it)
  const foreign = await call(it, 'listCustomers', {
    key,
    query: { organizationId: other.organizationId },
  })
  assert.deepEqual([none.status, ...fieldsOf(none)], [400, 'organizationId'])
  assert.equal(older.status, 200)
  assert.deepEqual(fieldsOf(short), ['name'])
  assert.equal(foreign.status, 404)
})

test('a replay of the same key answers 200 and the same customer', async () => {
  const merchant = await givenMerchant(it)
  const body = { merchantId: merchant.organizationId, consumer: ada }
  const options = { key: merchant.key, body, headers: { 'idempotency-key': 'c1' } }
  const first = await call(it, 'createCustomer', options)
  const again = await call(it, 'createCustomer', options)
  assert.deepEqual([first.status, again.status], [201, 200])
  assert.deepEqual(again.body, first.body)
})

test('a customer with funds is not deleted, and is told how much they are', async () => {
  const merchant = await givenMerchant(it)
  const { customerId } = (await create(merchant, { consumer: ada })).body
  await givenFunds(it, merchant, { customerId, amount: '12.50' })
  const refused = await remove(merchant, customerId)
  assert.deepEqual([refused.status, refused.body.code], [409, 'CUSTOMER_HAS_FUNDS'])
  assert.deepEqual(refused.body.details, {
    blockers: [],
    funds: [{ currency: 'USD', amount: '12.50' }],
  })
  assert.equal((await get(merchant, customerId)).status, 200)
})

test('a subscription keeps its customer, whose usage goes on at a price that was deleted', async () => {
  const merchant = await givenMerchant(it)
  const { key, organizationId: merchantId } = merchant
  const { planId, priceId, billableMetricId } = await givenInstantPlan(it, merchant, '2')
  const { customerId } = (await create(merchant, { consumer: ada })).body
  const startedAt = it.clock.now.toString()
  const { id } = await made(it, 'createSubscription', {
    key,
    body: { customerId, planId, name: 'Ada', startedAt },
  })
  await givenFunds(it, merchant, { customerId, amount: '5.00' })

  const refused = await remove(merchant, customerId)
  await call(it, 'deletePrice', { key, params: { id: priceId } })
  const charged = await made(it, 'createUsageEvent', {
    key,
    body: {
      merchantId,
      customerId,
      idempotencyKey: 'u1',
      timestamp: startedAt,
      properties: [{ billableMetricId, quantity: 1 }],
    },
  })

  assert.deepEqual([refused.status, refused.body.code], [409, 'CUSTOMER_IN_USE'])
  const items = [{ id, status: 'active' }]
  assert.deepEqual(refused.body.details.blockers, [{ type: 'subscriptions', count: 1, items }])
  assert.equal(charged.billing.price, 2_000_000_000)
})

test('open business of any kind keeps a customer, and all of it is listed', async () => {
  const merchant = await givenMerchant(it)
  const { customerId } = (await create(merchant, { consumer: ada })).body
  const subscriptions = {
    type: 'subscriptions',
    count: 1,
    items: [{ id: 'sub_1', status: 'active' }],
  } as const
  const invoices = { type: 'invoices', count: 2, items: [] } as const
  const disputes = { type: 'disputes', count: 0, items: [] } as const
  const removal = asApp(it, merchant, (ctx) =>
    removeCustomer(ctx, customerId, {
      blockers: [async () => [subscriptions], async () => [invoices, disputes]],
      close: async () => {},
      funds: async () => [],
    }),
  )
  await assert.rejects(removal, (refused) => {
    assert.ok(refused instanceof Problem)
    assert.equal(refused.code, 'CUSTOMER_IN_USE')
    assert.deepEqual(refused.more.details, { blockers: [subscriptions, invoices] })
    return true
  })
  assert.equal((await get(merchant, customerId)).status, 200)
})

test('a customer is not deleted while somebody makes something for it', async () => {
  const merchant = await givenMerchant(it)
  const { customerId } = (await create(merchant, { consumer: ada })).body
  const order: string[] = []
  let removal: Promise<unknown> = Promise.resolve()
  await asApp(it, merchant, async (ctx) => {
    const customer = await customerForBilling(ctx, customerId, { held: true })
    assert.equal(customer?.email, 'Ada@Example.com')
    removal = remove(merchant, customerId).then(() => order.push('deleted'))
    // The deletion has a round trip's time to get ahead, and cannot.
    await customerForBilling(ctx, customerId)
    await get(merchant, customerId)
    order.push('made')
  })
  await removal
  assert.deepEqual(order, ['made', 'deleted'])
  const gone = await asApp(it, merchant, (ctx) => customerForBilling(ctx, customerId))
  assert.equal(gone, undefined)
})

test('what the merchant entered stands nowhere in the clear', async () => {
  const merchant = await givenMerchant(it)
  const secret = { ...ada, name: 'Canary Corp', email: 'canary@example.com' }
  await create(merchant, { consumer: secret, externalId: 'canary-1', taxId: 'canary-2' })
  const client = new pg.Client({ connectionString: it.installation.databaseUrl })
  await client.connect()
  const { rows } = await client.query(
    `select encode(c.details || o.profile, 'escape') || c::text as stored
     from tally.customers as c join tally.organizations as o on o.organization_id = c.consumer_id
     where c.merchant_id = $1`,
    [merchant.organizationId],
  )
  await client.end()
  assert.equal(rows.length, 1)
  assert.doesNotMatch(rows[0].stored, /canary/i)
})

test('a search goes through all customers, however many share a moment', async () => {
  const merchant = await givenMerchant(it)
  await asApp(it, merchant, async (ctx) => {
    for (let index = 0; index < 1_005; index += 1) {
      const name = index % 100 === 0 ? 'Needle' : 'Hay'
      const consumer = { name, email: `${index}@example.com`, address: {} }
      await createCustomer(ctx, { consumer })
    }
  })
  const { body } = await list(merchant, { name: 'needle', limit: 4, offset: 9 })
  assert.deepEqual(body.pagination, { limit: 4, offset: 9, total: 11 })
  assert.equal(body.data.length, 2)
})

test('everything that is wrong with a customer is named at once', async () => {
  const merchant = await givenMerchant(it)
  const consumer = { ...ada, address: { country: '44' } }
  const reply = await create(merchant, { consumer, consumerId: 'org_1', taxRates: { usual: 5 } })
  assert.deepEqual(fieldsOf(reply), [
    'taxRates.usual',
    'consumer.address.country',
    'consumer',
    'consumerId',
  ])
})
