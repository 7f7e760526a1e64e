import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { cards, heading, payWith } from './card.ts'
import { type RunningInstallation, startInstallation } from './installation.ts'
import { type Invoiced, invoiced, invoiceStatus } from './invoiced.ts'
import { holdsInEveryLook } from './looks.ts'
import { stateOf } from './merchant.ts'
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

async function saveCard(page: Page, number: string): Promise<void> {
  await follow(page, 'Add a payment method')
  await page.getByLabel('Card number').fill(number)
  await page.getByLabel('Expiry date').fill('1240')
  await page.getByLabel('CVC').fill('123')
  await press(page, 'Save card')
  await press(page, 'Continue')
  await told(page, 'The payment method was saved.')
}

test('an invoice is found by keyboard, read as a page, downloaded, and paid without leaving the portal', () =>
  portal(async (page) => {
    const { invoiceNumber: number } = of.invoice
    await page.getByText(`Invoice ${number} of 96.30 USD is to be paid by`).waitFor()
    await page
      .getByRole('row', { name: /Priority support.*49\.00/ })
      .first()
      .waitFor()
    await goTo(page, 'Invoices')
    await page.getByRole('row', { name: /To pay.*101\.10/ }).waitFor()
    await holdsInEveryLook(page)
    await page.getByRole('link', { name: number }).focus()
    await page.keyboard.press('Enter')
    await heading(page, `Invoice ${number}`)
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'H1')
    await page
      .getByRole('row', { name: /Context tokens 12,500 token at 0\.0025 USD.*31\.25/ })
      .waitFor()
    await page.getByRole('row', { name: /Already paid or credited.*−4\.80/ }).waitFor()
    await holdsInEveryLook(page)
    const file = await page.getByRole('link', { name: 'Download as PDF' }).getAttribute('href')
    const reply = await fetch(new URL(file ?? '', at.url))
    assert.equal(reply.headers.get('content-type'), 'application/pdf')

    await follow(page, /^Pay 96\.30 USD/)
    await heading(page, `Pay invoice ${number}`)
    await payWith(page, cards.succeeds)
    await press(page, 'Continue')
    await heading(page, `Invoice ${number}`)
    await page.getByText('Paid', { exact: true }).first().waitFor()
    assert.equal(await invoiceStatus(at, of), 'PAID')
  }))

test('payment methods are added, made the default and removed, with the keyboard alone at the end', () =>
  portal(async (page) => {
    await goTo(page, 'Payments')
    await saveCard(page, cards.succeeds)
    await saveCard(page, '4000000000000259')
    const rows = page.getByRole('list', { name: 'Payment methods' }).getByRole('listitem')
    await rows.nth(1).waitFor()
    await press(page, /^Make default: /)
    await told(page, /is the default now\.$/)
    await holdsInEveryLook(page)

    const remove = rows.nth(1).getByRole('button', { name: /^Remove: / })
    await remove.focus()
    await page.keyboard.press('Enter')
    await page.getByText(/It can then no longer be charged\./).waitFor()
    // The harmless answer has the focus; taking it leads back to where it began.
    await page.keyboard.press('Enter')
    assert.ok(await remove.evaluate((button) => button === document.activeElement))
    await page.keyboard.press('Enter')
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Enter')
    await told(page, /was removed\.$/)
    await rows.nth(1).waitFor({ state: 'detached' })
  }))

test('funds are added by hand, and told from what is no amount', () =>
  portal(async (page) => {
    const before = await stateOf(at, { ...of, checkoutUrl: '' })
    await goTo(page, 'Payments')
    await follow(page, 'Add funds')
    await heading(page, 'Add funds')
    await press(page, 'Continue to payment')
    await page.getByText('Enter an amount, such as 50.').waitFor()
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('name')), 'amount')
    await page.getByLabel('Amount').fill('9,000')
    await press(page, 'Continue to payment')
    await page.getByText('Enter an amount from 1.00 USD to 5,000.00 USD.').waitFor()
    await holdsInEveryLook(page)
    await press(page, '25.00 USD')
    await press(page, 'Continue to payment')
    await payTopup(page)
    await press(page, 'Continue')
    await heading(page, 'Payments')
    const { funds } = await stateOf(at, { ...of, checkoutUrl: '' })
    assert.equal(Number(funds) - Number(before.funds), 25)
  }))

/** With the card that is stored, or by typing one, as the checkout offers. */
async function payTopup(page: Page): Promise<void> {
  const pay = page.getByRole('button', { name: 'Pay 25.00 USD' })
  await pay.waitFor()
  if (await page.getByLabel('Card number').isVisible()) await payWith(page, cards.succeeds)
  else await pay.click()
}

test('funds fill up by themselves from when that is turned on until it is turned off', () =>
  portal(async (page) => {
    await goTo(page, 'Payments')
    await follow(page, 'Set up automatic top-up')
    await heading(page, 'Automatic top-up')
    await page.getByLabel('When the balance falls below').fill('5')
    await page.getByLabel(/^Add /).fill('50')
    await page.getByLabel('At most, in a calendar month').fill('20')
    await press(page, 'Turn on automatic top-up')
    await page.getByText('Enter at least the amount that is added each time.').waitFor()
    await holdsInEveryLook(page)
    await page.getByLabel('At most, in a calendar month').fill('200')
    await page.keyboard.press('Enter')
    await told(page, 'Automatic top-up is on.')
    await page.getByText('When your balance falls below 5.00 USD, 50.00 USD is charged').waitFor()
    await follow(page, 'Change automatic top-up')
    await press(page, 'Turn off')
    await told(page, 'Automatic top-up is off.')
  }))
