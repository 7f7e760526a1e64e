import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { heading } from './card.ts'
import { type RunningInstallation, startInstallation } from './installation.ts'
import { type Invoiced, invoiced } from './invoiced.ts'
import { holdsInEveryLook } from './looks.ts'
import { ask } from './merchant.ts'
import { allow, goTo, inPortal, told } from './portal.ts'
import { openBrowser } from './visitor.ts'

let at: RunningInstallation
let browser: Browser
let of: Invoiced

before(async () => {
  at = await startInstallation()
  browser = await openBrowser()
  of = await invoiced(at)
  await allow(at)
})

after(async () => {
  await browser?.close()
  await at?.stop()
})

const portal = (look: (page: Page) => Promise<void>) =>
  inPortal({ browser, at }, of.subscriptionId, look)
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click()
const follow = (page: Page, name: string | RegExp) => page.getByRole('link', { name }).click()

test('billing details are read and changed, and what is missing is said beside its field', () =>
  portal(async (page) => {
    await goTo(page, 'Account')
    await page.getByText('United Kingdom').waitFor()
    await page.getByRole('row', { name: /New invoice/ }).waitFor()
    await holdsInEveryLook(page)
    await follow(page, 'Edit billing details')
    await heading(page, 'Billing details')
    await page.getByLabel('Town or city').fill('')
    await press(page, 'Save billing details')
    await page.getByText('Enter the town or city.').waitFor()
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('name')), 'city')
    await holdsInEveryLook(page)
    await page.getByLabel('Town or city').fill('Köln')
    await page.getByLabel('Country').selectOption({ label: 'Germany' })
    await page.keyboard.press('Tab')
    await press(page, 'Save billing details')
    await told(page, 'Your billing details were saved.')
    await page.getByText('CB1 2AB Köln').waitFor()
    await page.getByText('Germany').waitFor()
  }))

test('a customer has the link to an account of their own mailed to them', () =>
  portal(async (page) => {
    await goTo(page, 'Account')
    await press(page, /^Send the link to grace\d+@example\.com$/)
    await told(page, 'The link is on its way. Open it to take over the account.')
  }))

test('who cancels is told what will happen, and can take it back', () =>
  portal(async (page) => {
    await follow(page, 'Cancel subscription')
    await heading(page, 'Cancel your subscription')
    await page.getByText('After that day nothing is renewed').waitFor()
    await holdsInEveryLook(page)
    await press(page, /^Cancel on /)
    await told(page, /^Your subscription is cancelled and ends on 1 Feb 2027\.$/)
    const subscription = () =>
      ask<{ endingAt?: string | null }>(at, `GET /v0/subscriptions/${of.subscriptionId}`)
    assert.match((await subscription()).endingAt ?? '', /^2027-02-01T00:00:00/)
    await press(page, 'Keep my subscription')
    await told(page, 'Your subscription goes on.')
    assert.equal((await subscription()).endingAt ?? undefined, undefined)
  }))

test('another plan is chosen with its price in view', async () => {
  const { merchantId } = at.keys
  type Named = { readonly id: string; readonly productId: string; readonly planId: string }
  const { planId } = await ask<Named>(at, `GET /v0/subscriptions/${of.subscriptionId}`)
  const { productId } = await ask<Named>(at, `GET /v0/plans/${planId}`)
  const described = { merchantId, productId, description: 'For those who need more' }
  const fee = await ask<Named>(at, 'POST /v0/fees', { ...described, name: 'Seats' })
  const price = await ask<Named>(at, 'POST /v0/prices', {
    merchantId,
    feeId: fee.id,
    invoiceDisplayName: 'Seats',
    paymentTerm: 'in_advance',
    billingCadence: 'P1M',
    properties: { unitPrice: '99.00' },
  })
  const terms = { currency: 'USD', billingVersion: 0, prices: [price.id], defaultTaxRate: 20 }
  const scale = await ask<Named>(at, 'POST /v0/plans', { ...described, name: 'Scale', ...terms })
  const settings = `PATCH /v0/organizations/${merchantId}/portalSettings`
  await ask(at, settings, { offeredPlanIds: [scale.id] })
  await portal(async (page) => {
    await follow(page, 'Change plan')
    await heading(page, 'Change your plan')
    await page.getByRole('radio', { name: 'Scale' }).check()
    await page.getByRole('radio', { name: 'With the next period' }).check()
    await page.getByText('Scale begins on 1 Feb 2027.').waitFor()
    await page.getByRole('row', { name: /Seats.*99\.00/ }).waitFor()
    await holdsInEveryLook(page)
    await press(page, 'Change to Scale')
    await told(page, 'You change to Scale on 1 Feb 2027.')
  })
})

test('what the merchant does not allow is not offered, and the page says whom to ask', async () => {
  await allow(at, { topUp: false, managePaymentMethods: false, cancel: false, changePlan: false })
  await portal(async (page) => {
    await page.getByText('To cancel or change your plan, contact Sandbox merchant.').waitFor()
    await goTo(page, 'Payments')
    await page.getByText('Sandbox merchant manages your payment methods').waitFor()
    for (const name of ['Add funds', 'Add a payment method']) {
      assert.equal(await page.getByRole('link', { name }).count(), 0)
    }
    // Who knows the address of an act is told the same.
    await page.goto(`${page.url().split('?')[0]}?view=cancel`)
    await page.getByText('To cancel, contact Sandbox merchant.').waitFor()
  })
  await allow(at)
})

function fitsTheWindow(): boolean {
  const { scrollWidth, clientWidth } = document.documentElement
  return scrollWidth <= clientWidth
}

/** The scripts that the page has loaded, as they were sent. */
function scriptBytes(): number {
  const loaded = performance.getEntriesByType('resource') as PerformanceResourceTiming[]
  return loaded
    .filter(({ name }) => name.endsWith('.js'))
    .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)
}

for (const [locale, title, section, amount] of [
  ['de', 'Rechnungen', 'Rechnung', '101,10'],
  ['fr', 'Factures', 'Facture', '101,10'],
] as const) {
  test(`every section speaks the language that its address asks for: ${locale}`, () =>
    portal(async (page) => {
      await page.goto(`${page.url().split('?')[0]}?locale=${locale}&view=invoices`)
      await page.setViewportSize({ width: 360, height: 800 })
      await heading(page, title)
      assert.equal(await page.locator('html').getAttribute('lang'), locale)
      await page.getByRole('row', { name: new RegExp(amount) }).waitFor()
      await page.getByRole('link', { name: of.invoice.invoiceNumber }).click()
      await heading(page, `${section} ${of.invoice.invoiceNumber}`)
      for (const link of await page.getByRole('navigation').getByRole('link').all()) {
        await link.click()
        await page.getByRole('heading', { level: 1 }).waitFor()
        assert.match(page.url(), new RegExp(`locale=${locale}`))
        assert.ok(await page.evaluate(fitsTheWindow), `${page.url()} is wider than a phone.`)
      }
    }))
}

test('the portal is small and quick to answer', async (context) => {
  await portal(async (page) => {
    const began = Date.now()
    await page.reload({ waitUntil: 'commit' })
    await page.getByRole('link', { name: 'Usage' }).waitFor()
    const interactiveMs = Date.now() - began
    await page.waitForLoadState('networkidle')
    const bytes = await page.evaluate(scriptBytes)
    context.diagnostic(`${bytes} bytes of script as sent; interactive after ${interactiveMs} ms`)
    assert.ok(bytes > 0 && bytes < 200_000, `${bytes} bytes`)
  })
})
