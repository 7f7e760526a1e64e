import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { givenLink, givenViewer, tokenOf } from '../../../test/harness/links.ts'
import { givenPages, type Pages, pathOf, show } from '../../../test/harness/pages.ts'
import { call, givenMerchant, givenOrganization, product } from '../../../test/harness/product.ts'
import { givenSeller, subscribe } from '../../../test/harness/subscribed.ts'

const it = product({
  arrange: async (of) => {
    pages = await givenPages(of)
  },
})
let pages: Pages
after(() => pages.close())

type Holder = { readonly key: string; readonly organizationId: string }
const change = ({ key, organizationId: id }: Holder, body: unknown) =>
  call(it, 'updatePortalSettings', { key, params: { id }, body })

test('who set nothing shows the name of the organization, and lets customers pay and no more', async () => {
  const { key, organizationId: id } = await givenMerchant(it)
  const { status, body } = await call(it, 'getPortalSettings', { key, params: { id } })
  assert.equal(status, 200)
  assert.deepEqual(body, {
    object: 'portalSettings',
    organizationId: id,
    branding: { locale: 'auto', theme: 'auto' },
    customersMay: {
      topUp: true,
      managePaymentMethods: true,
      editBillingDetails: false,
      cancel: false,
      changePlan: false,
    },
    offeredPlanIds: [],
  })
})

test('what a change leaves out stays, and null removes', async () => {
  const merchant = await givenMerchant(it)
  await change(merchant, {
    branding: {
      displayName: 'Brot & Söhne',
      accent: '#C0FFEE',
      locale: 'de',
      supportUrl: 'mailto:help@brot.example',
    },
    customersMay: { cancel: true },
  })
  const { status, body } = await change(merchant, {
    branding: { theme: 'dark', supportUrl: null },
    customersMay: { topUp: false },
  })
  assert.equal(status, 200)
  assert.deepEqual(body, {
    object: 'portalSettings',
    organizationId: merchant.organizationId,
    branding: { displayName: 'Brot & Söhne', accent: '#c0ffee', locale: 'de', theme: 'dark' },
    customersMay: {
      topUp: false,
      managePaymentMethods: true,
      editBillingDetails: false,
      cancel: true,
      changePlan: false,
    },
    offeredPlanIds: [],
    updatedAt: it.clock.now.toString(),
  })
  const { key, organizationId: id } = merchant
  assert.deepEqual((await call(it, 'getPortalSettings', { key, params: { id } })).body, body)
})

test('what is no colour, language, look or address is refused by its field', async () => {
  const merchant = await givenMerchant(it)
  for (const [field, value] of [
    ['accent', 'red'],
    ['accent', '#fff'],
    ['accent', '#ffffff; background: url(x)'],
    ['locale', 'xx'],
    ['theme', 'blue'],
    ['displayName', ''],
    ['displayName', 'a\nb'],
    ['supportUrl', 'javascript:alert(1)'],
    ['supportUrl', 'data:text/html,x'],
    ['supportUrl', 'help'],
  ] as const) {
    const { status, body } = await change(merchant, { branding: { [field]: value } })
    assert.equal(status, 400, `${field} ${value}`)
    assert.equal(body.errors[0].field, `branding.${field}`)
  }
})

test('a page is told how its merchant looks, and no secret', async () => {
  const seller = await givenSeller(it)
  const { body } = await subscribe(it, seller, { prefundAmount: '20' })
  const { body: link } = await givenLink(it, seller, { id: body.id })
  const plain = await show(pages, pathOf(link.url))
  assert.match(plain.data.branding.name, /^merchant \d+$/)
  assert.deepEqual(plain.data, {
    branding: { name: plain.data.branding.name, locale: 'auto', theme: 'auto' },
    mode: 'sandbox',
  })

  await change(seller, {
    branding: {
      displayName: '</script><script>alert(1)</script>',
      accent: '#ffcc00',
      locale: 'fr',
      theme: 'light',
      supportUrl: 'https://help.example',
    },
  })
  it.clock.now = it.clock.now.add({ minutes: 1 })
  for (const path of [pathOf(link.url), pathOf(body.payment.checkoutUrl)]) {
    const { data } = await show(pages, path)
    assert.equal(data.branding.name, '</script><script>alert(1)</script>')
    assert.deepEqual(data.branding.accent.dark.accent, '#ffcc00')
    assert.notEqual(data.branding.accent.light.accent, '#ffcc00')
    assert.deepEqual(
      [data.branding.locale, data.branding.theme, data.branding.supportUrl],
      ['fr', 'light', 'https://help.example'],
    )
    assert.deepEqual(Object.keys(data).toSorted(), ['branding', 'mode'])
  }
})

/** What a link that is made now lets its holder do. */
async function permissionsNow(seller: Holder & { readonly userId: string }, id: string) {
  await givenLink(it, seller, { id })
  const { key } = seller
  const { body } = await call(it, 'listPortalLinks', { key, params: { id } })
  return body.data[0].permissions.toSorted()
}

test('portal and checkout speak of the merchant by the name that it chose for customers', async () => {
  const seller = await givenSeller(it)
  const { body } = await subscribe(it, seller, { prefundAmount: '20' })
  const payer = await tokenOf(it, body.payment.checkoutUrl)
  const viewer = await givenViewer(it, seller, body.id)
  const names = async () => [
    (await call(it, 'getCheckout', { key: payer })).body.merchant.name,
    (await call(it, 'getPortalOverview', { key: viewer })).body.merchant.name,
  ]
  for (const name of await names()) assert.match(name, /^merchant \d+$/)
  await change(seller, { branding: { displayName: 'Acme' } })
  assert.deepEqual(await names(), ['Acme', 'Acme'])
})

test('a new link allows what the settings allow at that moment', async () => {
  const seller = await givenSeller(it)
  const { body } = await subscribe(it, seller)
  assert.deepEqual(await permissionsNow(seller, body.id), [
    'portal:methods',
    'portal:read',
    'portal:topup',
  ])
  await change(seller, {
    customersMay: {
      topUp: false,
      managePaymentMethods: false,
      editBillingDetails: true,
      cancel: true,
      changePlan: true,
    },
  })
  it.clock.now = it.clock.now.add({ seconds: 1 })
  assert.deepEqual(await permissionsNow(seller, body.id), [
    'portal:cancel',
    'portal:details',
    'portal:plan',
    'portal:read',
  ])
})

test('settings are the merchant’s own, and who sells nothing has none', async () => {
  const ours = await givenMerchant(it)
  const theirs = await givenMerchant(it)
  const consumer = await givenOrganization(it, 'consumer')
  for (const name of ['getPortalSettings', 'updatePortalSettings']) {
    const body = name.startsWith('get') ? {} : { body: { branding: { theme: 'dark' } } }
    const params = { id: theirs.organizationId }
    assert.equal((await call(it, name, { key: ours.key, params, ...body })).status, 404)
    const own = { id: consumer.organizationId }
    assert.equal((await call(it, name, { key: consumer.key, params: own, ...body })).status, 404)
  }
  const { key, organizationId: id } = theirs
  const { body } = await call(it, 'getPortalSettings', { key, params: { id } })
  assert.equal(body.branding.theme, 'auto')
})
