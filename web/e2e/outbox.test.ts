import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import { heading } from './card.ts'
import { type RunningInstallation, startInstallation } from './installation.ts'
import { holdsInEveryLook } from './looks.ts'
import { ask, makeOffer, pay, subscribe } from './merchant.ts'
import { openBrowser, visitor } from './visitor.ts'

let installation: RunningInstallation
let browser: Browser

before(async () => {
  installation = await startInstallation()
  browser = await openBrowser()
})

after(async () => {
  await browser?.close()
  await installation?.stop()
})

const name = 'Ada <img src=x onerror="document.title=1">'

/** A customer with a name of this kind has paid a first invoice, and the receipt is written. */
async function givenReceipt() {
  const offer = await makeOffer(installation, { fee: '99.00', unitPrices: [] })
  const address = { country: 'GB', zipCode: 'CB1 2AB' }
  const customer = { name, email: 'ada@example.com', address }
  const made = await subscribe(installation, offer, { customer })
  await pay(installation, made.checkoutUrl)
  for (;;) {
    const { data } = await ask<{ data: readonly unknown[] }>(installation, 'GET /v0/notices')
    if (data.length > 0) return
    await sleep(100)
  }
}

async function enter(page: Page, key: string): Promise<void> {
  await page.getByLabel('Sandbox key').fill(key)
  await page.getByRole('button', { name: 'Show the mails' }).click()
}

test('the outbox takes a key that opens it, and says so beside the field when one does not', async () => {
  const { page, leave } = await visitor(browser)
  await page.goto(`${installation.url}/outbox`)
  await heading(page, 'Outbox')
  await enter(page, 'sk_live_x')
  await page.getByText('Enter the key of the merchant').waitFor()
  await enter(page, 'sk_test_nobodys')
  await page.getByText('This key does not open an outbox here.').waitFor()
  assert.equal(await page.getByLabel('Sandbox key').inputValue(), 'sk_test_nobodys')
  await holdsInEveryLook(page)
  await enter(page, installation.keys.merchantKey)
  await page.getByText('No mail has been written yet.').waitFor()
  await holdsInEveryLook(page)
  await page.getByRole('button', { name: 'Use another key' }).click()
  await page.getByLabel('Sandbox key').waitFor()
  await page.reload()
  assert.equal(await page.getByLabel('Sandbox key').inputValue(), '')
  await leave()
})

test('a mail is shown as it was sent, in a frame in which nothing of it runs', async () => {
  await givenReceipt()
  const { page, leave } = await visitor(browser)
  await page.goto(`${installation.url}/outbox`)
  await enter(page, installation.keys.merchantKey)
  const mail = page.getByRole('button', { name: /^Receipt for invoice INV-/ })
  await mail.waitFor()
  await holdsInEveryLook(page)
  await mail.press('Enter')
  await page.getByRole('heading', { level: 1, name: /^Receipt for invoice INV-/ }).waitFor()
  const frame = page.locator('iframe')
  assert.equal(await frame.getAttribute('sandbox'), 'allow-popups allow-popups-to-escape-sandbox')
  const inside = page.frameLocator('iframe')
  await inside.getByRole('heading', { name: 'Thank you for your payment' }).waitFor()
  await inside.getByText(`Hello ${name},`).waitFor()
  const background = await inside
    .locator('body')
    .evaluate((body) => getComputedStyle(body).backgroundColor)
  assert.notEqual(background, 'rgba(0, 0, 0, 0)', 'the looks of the mail hold within the policy')
  await holdsInEveryLook(page)

  await page.getByRole('radio', { name: 'Plain text' }).check()
  await page.getByText(`Hello ${name},`).waitFor()
  await holdsInEveryLook(page)
  await page.reload()
  await page.getByRole('heading', { level: 1, name: /^Receipt for invoice INV-/ }).waitFor()
  await page.goBack()
  await mail.waitFor()
  await leave()
})
