import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { heading } from './card.ts'
import { type RunningInstallation, startInstallation } from './installation.ts'
import { holdsInEveryLook } from './looks.ts'
import {
  ask,
  makeOffer,
  type Offer,
  pay,
  portalLink,
  report,
  type Subscribed,
  stateOf,
  subscribe,
  type Used,
} from './merchant.ts'
import { openBrowser, visitor } from './visitor.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

let installation: RunningInstallation
let browser: Browser
let offer: Offer
let busy: Subscribed

before(async () => {
  installation = await startInstallation()
  browser = await openBrowser()
  offer = await makeOffer(installation)
  busy = await givenPaid({ startedAt: daysAgo(6), prefundAmount: '150.00' })
  await report(installation, offer, { customerId: busy.customerId, used: hourly(50) })
})

after(async () => {
  await browser?.close()
  await installation?.stop()
})

const daysAgo = (days: number) => new Date(Date.now() - days * dayMs).toISOString()

async function givenPaid(wish: Readonly<Record<string, unknown>>): Promise<Subscribed> {
  const subscribed = await subscribe(installation, offer, wish)
  await pay(installation, subscribed.checkoutUrl)
  return subscribed
}

/** One event in each of the last hours: 1,001 and 503 tokens in the newest, a token more in each before it. */
function hourly(hours: number): readonly Used[] {
  return Array.from({ length: hours }, (_, back) => ({
    at: new Date(Date.now() - back * hourMs),
    quantities: [1001 + back, 503 + back],
  }))
}

/** Opens the portal of a subscription, and sees to its promises in the end. */
async function portal(of: Subscribed, look: (page: Page) => Promise<void>): Promise<void> {
  const { page, leave } = await visitor(browser)
  await page.goto(await portalLink(installation, of.subscriptionId))
  await heading(page, 'Assistant, production')
  await look(page)
  await leave()
}

/** Goes to a section by its link. */
async function goTo(page: Page, section: string): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Sections' })
    .getByRole('link', { name: section })
    .click()
  await heading(page, section)
}

const text = async (page: Page, selector: string) =>
  (await page.locator(selector).allInnerTexts()).map((one) => one.replace(/\s+/g, ' ').trim())

test('a customer sees what is left, what was charged and what for, to the last digit', () =>
  portal(busy, async (page) => {
    assert.equal(new URL(page.url()).hash, '')
    // 50 hours: 51,275 context tokens at 0.0000025 and 26,375 generated ones at 0.00001.
    assert.deepEqual(await text(page, '.figures dd:first-of-type'), [
      '149.6080625 USD',
      '0.3919375 USD',
      '50',
    ])
    assert.equal((await stateOf(installation, busy)).funds, '149.6080625')
    await page.getByRole('row', { name: /Context tokens.*0\.0000025 USD per token/ }).waitFor()
    await holdsInEveryLook(page)

    await goTo(page, 'Usage')
    await page.getByRole('slider', { name: /^Context tokens per day/ }).waitFor()
    assert.deepEqual(await text(page, '.metric-totals'), [
      '51,275 token 0.1281875 USD',
      '26,375 token 0.26375 USD',
    ])
    await page.reload()
    await heading(page, 'Usage')
    await page.goBack()
    await heading(page, 'Assistant, production')
  }))

test('usage is read bar by bar with the keyboard, and as a table by the hour', () =>
  portal(busy, async (page) => {
    await goTo(page, 'Usage')
    const chart = page.getByRole('slider', { name: /^Context tokens per day/ })
    await chart.focus()
    await chart.press('End')
    assert.match((await chart.getAttribute('aria-valuetext')) ?? '', /token/)
    assert.equal(await chart.getAttribute('aria-valuenow'), '7')

    await page.getByRole('radio', { name: 'Hour', exact: true }).check()
    await page.getByRole('radio', { name: 'Table' }).check()
    const table = page.getByRole('table', { name: 'Context tokens per hour' })
    await table.waitFor()
    // The header, and each of the hours in which something was used.
    assert.equal(await table.getByRole('row').count(), 51)
    await table.getByRole('row', { name: /1,001 0\.0025025 USD/ }).waitFor()
    await holdsInEveryLook(page)
  }))

test('charges are paged from the newest to the oldest', () =>
  portal(busy, async (page) => {
    await goTo(page, 'Payments')
    const list = page.locator('.charges')
    const rows = list.locator('tbody tr')
    await list.getByText('1 to 20 of 101').waitFor()
    await list.getByRole('row', { name: /Balance paid in at the start.*150\.00/ }).waitFor()
    await rows.getByText('1,001 token').waitFor()
    assert.equal(await list.getByRole('button', { name: 'Newer' }).isDisabled(), true)
    for (const shown of ['21 to 40', '41 to 60', '61 to 80', '81 to 100', '101 to 101']) {
      await list.getByRole('button', { name: 'Older' }).click()
      await list.getByText(`${shown} of 101`).waitFor()
    }
    assert.equal(await rows.count(), 1)
    await rows.getByText(/tokens/).waitFor()
  }))

test('figures too large for a float are shown exactly', async () => {
  const tiny = await makeOffer(installation, { unitPrices: ['0.000000001', '0'] })
  const rich = await subscribe(installation, tiny, { prefundAmount: '5000.00' })
  await pay(installation, rich.checkoutUrl)
  const used = [1, 2].map(() => ({
    at: new Date(),
    quantities: [2_499_999_999_999, Number.MAX_SAFE_INTEGER],
  }))
  await report(installation, tiny, { customerId: rich.customerId, used })
  await portal(rich, async (page) => {
    assert.deepEqual(await text(page, '.figures dd:first-of-type'), [
      '0.000000002 USD',
      '4,999.999999998 USD',
      '2',
    ])
    await goTo(page, 'Usage')
    await page.getByText('18,014,398,509,481,982').first().waitFor()
    await holdsInEveryLook(page)
  })
})

test('before anything was used the page says so, and what can be expected', async () => {
  const fresh = await givenPaid({})
  await portal(fresh, async (page) => {
    await goTo(page, 'Usage')
    await page.getByText('No usage in this range').waitFor()
    await holdsInEveryLook(page)
  })
})

test('a subscription that waits for its payment, and one that ended, say so', async () => {
  const waiting = await subscribe(installation, offer)
  await portal(waiting, async (page) => {
    await page.getByText('Waiting for payment', { exact: true }).waitFor()
    await goTo(page, 'Payments')
    await page.getByText('Nothing has been charged yet').waitFor()
  })
  const door = `POST /v0/subscriptions/${waiting.subscriptionId}/termination`
  await ask(installation, door, { reason: 'Changed their mind' })
  await portal(waiting, async (page) => {
    await page.getByText('Ended', { exact: true }).waitFor()
    await holdsInEveryLook(page)
  })
})

test('a period of a year is shown day by day', async () => {
  const { planId, metricIds } = await makeOffer(installation, { billingCadence: 'P1Y' })
  const long = { planId, metricIds }
  const yearly = await subscribe(installation, long, { startedAt: daysAgo(364) })
  await pay(installation, yearly.checkoutUrl)
  const used = [0, 100, 200, 363].map((days) => ({
    at: new Date(Date.now() - days * dayMs),
    quantities: [1000, 10],
  }))
  await report(installation, long, { customerId: yearly.customerId, used })
  await portal(yearly, async (page) => {
    await goTo(page, 'Usage')
    await page.getByRole('radio', { name: 'This period' }).check()
    await page.getByText('4,000').waitFor()
    await holdsInEveryLook(page)
  })
})

test('a link that has run out is said so, and what it had opened goes on', async () => {
  const { page, leave } = await visitor(browser)
  const link = await portalLink(installation, busy.subscriptionId, 'PT2S')
  await page.goto(link)
  await heading(page, 'Assistant, production')
  await page.waitForTimeout(2_000)
  await page.reload()
  await heading(page, 'Assistant, production')
  await page.evaluate(() => sessionStorage.clear())
  await page.goto('about:blank')
  await page.goto(link)
  await heading(page, 'This link has expired')
  await holdsInEveryLook(page)
  await leave()
})

test('a session that has ended is said so; with the link still at hand it begins anew', async () => {
  const { page, leave } = await visitor(browser)
  await page.goto(await portalLink(installation, busy.subscriptionId))
  await heading(page, 'Assistant, production')
  const spoil = () =>
    page.evaluate(() => {
      for (const key of Object.keys(sessionStorage)) {
        sessionStorage.setItem(key, JSON.stringify({ token: 'pts_spoilt', expiresAt: '' }))
      }
    })
  await spoil()
  await page.reload()
  await heading(page, 'Your session has ended')
  await holdsInEveryLook(page)
  await page.goto(await portalLink(installation, busy.subscriptionId))
  await heading(page, 'Assistant, production')
  await leave()
})
