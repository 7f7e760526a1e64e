import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { cards, heading, payWith } from './card.ts'
import { type RunningInstallation, startInstallation } from './installation.ts'
import { holdsInEveryLook } from './looks.ts'
import { ask, makeOffer, type Offer, stateOf, subscribe } from './merchant.ts'
import { openBrowser, type Visitor, visitor } from './visitor.ts'

let installation: RunningInstallation
let browser: Browser
let offer: Offer

before(async () => {
  installation = await startInstallation()
  browser = await openBrowser()
  offer = await makeOffer(installation)
})

after(async () => {
  await browser?.close()
  await installation?.stop()
})

type Payment = { readonly id: string; readonly status: string; readonly paymentUrl: string }

/** Somebody who is about to pay 25.00 for a workshop. */
async function workshop(
  look: (visit: Visitor & { readonly of: Payment }) => Promise<void>,
  customerId?: string,
): Promise<void> {
  const wish = { amount: '25.00', currency: 'USD', reference: 'Workshop' }
  const of = await ask<Payment>(installation, 'POST /v0/payments', {
    ...wish,
    ...(customerId && { customerId }),
  })
  const guest = await visitor(browser)
  await guest.page.goto(of.paymentUrl)
  await heading(guest.page, 'Pay Sandbox merchant')
  await look({ ...guest, of })
  await guest.leave()
}

const statusOf = async ({ id }: Payment) =>
  (await ask<Payment>(installation, `GET /v0/payments/${id}`)).status

const radio = (page: Page, name: RegExp) => page.getByRole('radio', { name })
const press = (page: Page, name: RegExp) => page.getByRole('button', { name }).click()

test('a customer saves a method, and the next payment is one press with it', async () => {
  const { customerId } = await subscribe(installation, offer)
  const door = `POST /v0/customers/${customerId}/paymentMethods`
  const { url } = await ask<{ url: string }>(installation, door, {})
  const guest = await visitor(browser)
  await guest.page.goto(url)
  await heading(guest.page, 'Save a payment method for Sandbox merchant')
  await holdsInEveryLook(guest.page)
  await guest.page.getByLabel('Card number').fill(cards.succeeds)
  await guest.page.getByLabel('Expiry date').fill('1240')
  await guest.page.getByLabel('CVC').fill('123')
  await press(guest.page, /^Save card/)
  await heading(guest.page, 'Card saved')
  await guest.leave()

  await workshop(async ({ page, of }) => {
    assert.ok(await radio(page, /^Visa ending in 4242/).isChecked())
    await page.getByText('25.00 USD will be charged to Visa ending in 4242.').waitFor()
    await holdsInEveryLook(page)
    await press(page, /^Pay 25\.00/)
    await heading(page, 'Payment received')
    assert.match(await page.locator('.receipt').innerText(), /Paid with\s+Visa ending in 4242/)
    await holdsInEveryLook(page)
    assert.equal(await statusOf(of), 'completed')
  }, customerId)
})

test('a wallet pays with one press', () =>
  workshop(async ({ page, of }) => {
    await radio(page, /^Wallet/).check()
    await holdsInEveryLook(page)
    await press(page, /^Pay 25\.00/)
    await heading(page, 'Payment received')
    assert.equal(await statusOf(of), 'completed')
  }))

test('a bank account is checked before it is sent, and its debit is waited for, with the keyboard alone', () =>
  workshop(async ({ page, of }) => {
    await radio(page, /^Card/).focus()
    while (!(await radio(page, /^Bank account/).isChecked())) await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Tab')
    await page.keyboard.type('DE89370400440532013001')
    await page.keyboard.press('Enter')
    await page.getByText('Check the IBAN').waitFor()
    await page.getByText('Enter the name of the account holder.').waitFor()
    await holdsInEveryLook(page)
    await page.keyboard.press('Control+A')
    await page.keyboard.type('DE89370400440532013000')
    await page.keyboard.press('Tab')
    await page.keyboard.type('Ada Lovelace')
    await page.keyboard.press('Enter')
    await heading(page, 'Your payment is on its way')
    await page.getByText('You may close this page').waitFor()
    await heading(page, 'Payment received')
    assert.equal(await statusOf(of), 'completed')
  }))

test('a debit that fails days later is said so with its reason, and another way pays', () =>
  workshop(async ({ page }) => {
    await radio(page, /^Bank account/).check()
    await page.getByLabel('IBAN').fill('DE62370400440532013001')
    await page.getByLabel('Account holder').fill('Ada Lovelace')
    await press(page, /^Pay 25\.00/)
    await page.getByText('Your bank did not carry out the direct debit.').waitFor()
    await radio(page, /^Card/).check()
    await payWith(page, cards.succeeds)
    await heading(page, 'Payment received')
  }))

test('a tab that is closed right after the press has paid all the same, or not: the link tells', () =>
  workshop(async ({ page, of, openTab }) => {
    const sent = page.waitForRequest('**/payments')
    await payWith(page, cards.succeeds)
    await sent
    await page.close()
    const again = await openTab()
    await again.goto(of.paymentUrl)
    const paid = again.getByRole('heading', { level: 1, name: 'This is already paid' })
    const open = again.getByRole('heading', { level: 1, name: 'Pay Sandbox merchant' })
    await paid.or(open).waitFor()
    // Cut off before the server had it: nothing happened, and it is paid now. Never twice.
    if (await open.isVisible()) await payWith(again, cards.succeeds)
    await again.getByRole('heading', { level: 1, name: /already paid|received/ }).waitFor()
    assert.equal(await statusOf(of), 'completed')
  }))

test('a payment made in another tab is seen when the payer comes back', () =>
  workshop(async ({ page, of, openTab }) => {
    const second = await openTab()
    await second.goto(of.paymentUrl)
    await payWith(second, cards.succeeds)
    await heading(second, 'Payment received')
    await page.bringToFront()
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
    await heading(page, 'This is already paid')
  }))

for (const [locale, title, pay, received] of [
  ['de', 'An Sandbox merchant zahlen', /25,00\sUSD zahlen/, 'Zahlung eingegangen'],
  ['fr', 'Payer Sandbox merchant', /^Payer 25,00\sUSD/, 'Paiement reçu'],
] as const) {
  test(`a checkout in ${locale} is walked to its end, in a theme that was wished for`, async () => {
    const subscribed = await subscribe(installation, offer)
    const { page, leave } = await visitor(browser)
    const address = new URL((await workshopOf(subscribed.customerId)).paymentUrl)
    address.search = `?locale=${locale}&theme=dark`
    await page.goto(address.href)
    await heading(page, title)
    assert.equal(await page.locator('html').getAttribute('lang'), locale)
    assert.equal(await page.evaluate(() => getComputedStyle(document.body).colorScheme), 'dark')
    await holdsInEveryLook(page)
    await radio(page, /^(Wallet|Portefeuille)/).check()
    await press(page, pay)
    await heading(page, received)
    await holdsInEveryLook(page)
    assert.equal((await stateOf(installation, subscribed)).status, 'pending_payment')
    await leave()
  })
}

function workshopOf(customerId: string): Promise<Payment> {
  const wish = { amount: '25.00', currency: 'USD', reference: 'Workshop', customerId }
  return ask<Payment>(installation, 'POST /v0/payments', wish)
}
