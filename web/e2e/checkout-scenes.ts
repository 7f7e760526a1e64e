import type { Page } from 'playwright-core'
import { cards, heading } from './card.ts'
import type { RunningInstallation } from './installation.ts'
import { ask, type Offer, subscribe } from './merchant.ts'
import type { Scene, Shoot } from './scene.ts'

type Stage = { readonly at: RunningInstallation; readonly offer: Offer }
type Payment = { readonly paymentUrl: string }

/** The ways to pay, and what stands between them and the receipt. */
export function checkoutScenes({ at, offer }: Stage): readonly Scene[] {
  const order = (wish?: object) => orderAt(at, wish)
  return [
    (page, shoot) => stored({ at, offer }, page, shoot),
    async (page, shoot) => {
      await page.goto((await order()).paymentUrl)
      await page.getByRole('radio', { name: /^Wallet/ }).check()
      await shoot('checkout-wallet')
      await page.getByRole('radio', { name: /^Bank account/ }).check()
      await page.getByText('Test bank accounts').click()
      await shoot('checkout-bank')
      await press(page, /^Pay /)
      await shoot('checkout-bank-errors')
      await page.getByLabel('IBAN').fill('DE62370400440532013001')
      await page.getByLabel('Account holder').fill('Ada Lovelace')
      await press(page, /^Pay /)
      await page.getByText('Your bank did not carry out the direct debit.').waitFor()
      await shoot('checkout-bank-failed')
    },
    ...(['de', 'fr'] as const).map(
      (locale): Scene =>
        async (page, shoot) => {
          await page.goto((await order()).paymentUrl.replace('#', `?locale=${locale}#`))
          await page.getByRole('radio').nth(2).check()
          await shoot(`checkout-${locale}`)
          await page.getByRole('radio').nth(1).check()
          await page.locator('.button-primary').click()
          await page.locator('.receipt').waitFor()
          await shoot(`checkout-receipt-${locale}`)
        },
    ),
    async (page, shoot) => framed({ at, page, url: (await order()).paymentUrl, shoot }),
  ]
}

/** Saves two cards, one with its bank's consent, and pays with what is stored. */
async function stored({ at, offer }: Stage, page: Page, shoot: Shoot): Promise<void> {
  const { customerId } = await subscribe(at, offer)
  for (const number of [cards.challenge, cards.succeeds]) {
    const door = `POST /v0/customers/${customerId}/paymentMethods`
    await page.goto((await ask<{ url: string }>(at, door, {})).url)
    await heading(page, 'Save a payment method for Sandbox merchant')
    if (number === cards.challenge) await shoot('checkout-setup')
    await page.getByLabel('Card number').fill(number)
    await page.getByLabel('Expiry date').fill('1240')
    await page.getByLabel('CVC').fill('123')
    await press(page, /^Save card/)
    if (number === cards.challenge) {
      await heading(page, 'Confirm with your bank')
      await press(page, /^Confirm payment/)
    }
    await heading(page, 'Card saved')
  }
  await shoot('checkout-setup-done')
  await page.goto((await orderAt(at, { customerId })).paymentUrl)
  await page.getByRole('radio', { name: /^Visa/ }).first().waitFor()
  await shoot('checkout-stored')
  await press(page, /^Pay /)
  await heading(page, 'Payment received')
  await shoot('checkout-receipt')
}

function orderAt(at: RunningInstallation, wish: object = {}): Promise<Payment> {
  const lineItems = [
    { description: 'Workshop, two days', amount: '1450.00', quantity: 2 },
    { description: 'Travel', amount: '86.50' },
  ]
  const terms = { amount: '1536.50', currency: 'EUR', reference: 'Workshop in May', lineItems }
  return ask<Payment>(at, 'POST /v0/payments', { ...terms, ...wish })
}

function press(page: Page, name: RegExp): Promise<void> {
  return page.getByRole('button', { name }).click()
}

type Framed = {
  readonly at: RunningInstallation
  readonly page: Page
  readonly url: string
  readonly shoot: Shoot
}

/** A shop around the page, since the bank asks in a window there only. */
async function framed({ at, page, url, shoot }: Framed): Promise<void> {
  const shop = 'http://localhost:4999'
  await ask(at, `POST /v0/organizations/${at.keys.merchantId}/embedOrigins`, { origin: shop })
  const sandbox = 'allow-scripts allow-same-origin allow-forms allow-popups'
  const frameHtml = `<iframe src="${url}" sandbox="${sandbox}" referrerpolicy="origin"`
  const body = `<!doctype html><body style="margin:0">${frameHtml} style="border:0;width:100%;height:1100px"></iframe>`
  await page.route(`${shop}/**`, (route) => route.fulfill({ contentType: 'text/html', body }))
  await page.goto(`${shop}/`)
  const [frame] = page.frames().slice(1)
  if (!frame) throw new Error('The shop shows no frame.')
  await frame.getByRole('heading', { level: 1, name: 'Pay Sandbox merchant' }).waitFor()
  await frame.getByLabel('Card number').fill(cards.challenge)
  await frame.getByLabel('Expiry date').fill('1240')
  await frame.getByLabel('CVC').fill('123')
  const opening = page.waitForEvent('popup')
  await frame.getByRole('button', { name: /^Pay / }).click()
  const window = await opening
  await heading(window, 'Confirm with your bank')
  await shoot('bank-window', window)
  await frame.getByText('Waiting for your answer').waitFor()
  await shoot('checkout-framed-waiting')
  await window.close()
  await frame.getByText('The window was closed before you answered.').waitFor()
  await shoot('checkout-framed-closed')
}
