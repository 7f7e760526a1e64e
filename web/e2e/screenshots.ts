// `npm run screenshots`, or those of some with `npm run screenshots portal`: the pages in every state, with real figures, at phone and desktop width, in both themes.
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { cards, heading, payWith } from './card.ts'
import { checkoutScenes } from './checkout-scenes.ts'
import { claimLinkFor } from './claim-link.ts'
import { startInstallation } from './installation.ts'
import { invoiced } from './invoiced.ts'
import { widths } from './looks.ts'
import { ask, makeOffer, pay, portalLink, report, type Subscribed, subscribe } from './merchant.ts'
import { portalScenes } from './portal-scenes.ts'
import type { Scene } from './scene.ts'
import { openBrowser, unlikeHome, visitor } from './visitor.ts'

const folder = join(import.meta.dirname, '../../screenshots')
const hourMs = 3_600_000

const ago = (hours: number) => new Date(Date.now() - hours * hourMs)

const scenes: readonly Scene[] = [
  async (page, shoot) => {
    await page.goto(at.url)
    await page.getByText('Up', { exact: true }).nth(1).waitFor()
    await shoot('start')
    await page.goto(`${at.url}/p/pl_none#no-such-secret`)
    await heading(page, 'This link does not work')
    await shoot('link-unknown')
    await page.route('**/v0/**', (route) => route.abort('internetdisconnected'))
    await page.goto(`${at.url}/checkout/ps_none#no-such-secret`)
    await heading(page, 'No connection')
    await shoot('no-connection')
  },
  async (page, shoot) => {
    const { subscriptionId } = await openCheckout(page)
    await shoot('checkout')
    await page.getByText('Test cards').click()
    await shoot('checkout-test-cards')
    await page.getByRole('button', { name: /^Pay / }).click()
    await shoot('checkout-errors')
    await payWith(page, cards.card_declined)
    await page.getByText('Your card was declined.').waitFor()
    await shoot('checkout-declined')
    await payWith(page, cards.challenge)
    await heading(page, 'Confirm with your bank')
    await shoot('checkout-challenge')
    await page.getByRole('button', { name: 'Refuse' }).click()
    await payWith(page, cards.delayed)
    await heading(page, 'Your payment is on its way')
    await shoot('checkout-processing')
    await heading(page, 'Payment received')
    await shoot('checkout-done')
    await page.reload()
    await heading(page, 'This is already paid')
    await shoot('checkout-already-paid')
    await openPortal(page, subscriptionId)
    await shoot('portal-unused')
  },
  async (page, shoot) => {
    const { invoice } = await invoiced(at, { balance: '120.00' })
    await page.goto(invoice.paymentUrl)
    await heading(page, 'Pay Sandbox merchant')
    await shoot('invoice')
    await page.getByRole('radio', { name: /^Balance/ }).check()
    await shoot('invoice-balance')
    await ask(at, `POST /v2/invoices/${invoice.id}/markPaid`, {})
    await page.reload()
    await heading(page, 'Nothing is to be paid here')
    await shoot('invoice-settled')
    await page.goto((await invoiced(at)).invoice.paymentUrl)
    await heading(page, 'Pay Sandbox merchant')
    await payWith(page, cards.succeeds)
    await heading(page, 'Payment received')
    await shoot('invoice-paid')
  },
  async (page, shoot) => {
    await page.route('https://shop.example/**', (route) => route.abort())
    const redirectUrls = {
      onSuccess: 'https://shop.example/thanks',
      onFailure: 'https://shop.example/cart',
    }
    await openCheckout(page, { redirectUrls, prefundAmount: '5000.00' })
    await shoot('checkout-with-way-back')
    await payWith(page, cards.succeeds)
    await heading(page, 'Payment received')
    await shoot('checkout-done-redirect')
  },
  async (page, shoot) => {
    const { subscriptionId } = await openCheckout(page)
    const door = `POST /v0/subscriptions/${subscriptionId}/termination`
    await ask(at, door, { reason: 'Changed their mind' })
    await page.reload()
    await heading(page, 'This payment was cancelled')
    await shoot('checkout-cancelled')
    await openPortal(page, subscriptionId)
    await shoot('portal-ended')
    await openPortal(page, (await subscribe(at, offer)).subscriptionId)
    await shoot('portal-waiting')
  },
  async (page, shoot) => {
    const made = await subscribe(at, offer, { startedAt: ago(20 * 24).toISOString() })
    await pay(at, made.checkoutUrl)
    await report(at, offer, { customerId: made.customerId, used: trace(19_366) })
    await openPortal(page, made.subscriptionId)
    await shoot('portal-overview')
    await page.getByRole('link', { name: 'Usage' }).click()
    await page.getByRole('slider').first().waitFor()
    await shoot('portal-usage')
    await page.getByRole('checkbox', { name: /^Compare/ }).check()
    await page.locator('.metric-before').first().waitFor()
    await shoot('portal-usage-compared')
    await choose(page, '24 hours')
    await shoot('portal-day')
    await choose(page, 'Table')
    await shoot('portal-day-table')
    await choose(page, 'This period')
    await choose(page, 'Chart')
    await shoot('portal-period')
  },
  async (page, shoot) => {
    const terms = { unitPrices: ['0.000000001', '0'], billingCadence: 'P1Y' }
    const yearly = await makeOffer(at, terms)
    const startedAt = ago(364 * 24).toISOString()
    const made = await subscribe(at, yearly, { startedAt, prefundAmount: '5000.00' })
    await pay(at, made.checkoutUrl)
    const used = Array.from({ length: 364 }, (_, days) => ({
      at: ago(days * 24),
      quantities: [13_000_000_007 + days * 1_000_003, Number.MAX_SAFE_INTEGER],
    }))
    await report(at, yearly, { customerId: made.customerId, used })
    await openPortal(page, made.subscriptionId)
    await shoot('portal-large-figures')
    await page.getByRole('link', { name: 'Usage' }).click()
    await choose(page, 'This period')
    await shoot('portal-year')
  },
  async (page, shoot) => {
    await pay(at, (await subscribe(at, offer)).checkoutUrl)
    await page.goto(`${at.url}/outbox`)
    await page.getByLabel('Sandbox key').fill('sk_test_nobodys')
    await page.getByRole('button', { name: 'Show the mails' }).click()
    await page.getByText('This key does not open').waitFor()
    await shoot('outbox-key')
    await page.getByLabel('Sandbox key').fill(at.keys.merchantKey)
    await page.getByRole('button', { name: 'Show the mails' }).click()
    const receipt = page.getByRole('button', { name: /^Receipt/ }).first()
    await receipt.waitFor()
    await shoot('outbox')
    await receipt.click()
    await page.frameLocator('iframe').getByText('Thank you').first().waitFor()
    await shoot('outbox-mail')
  },
  async (page, shoot) => {
    const ada = { name: 'Ada Lovelace', email: `ada${Date.now()}@example.com` }
    await page.goto(await claimLinkFor(at, ada))
    await page.getByLabel('Password').fill('short')
    await page.getByLabel('Password').press('Enter')
    await shoot('claim')
    await page.getByRole('button', { name: 'I sign in here already' }).click()
    await shoot('claim-sign-in')
    await page.getByRole('button', { name: 'I am new here' }).click()
    await page.getByLabel('Password').fill('a countess of numbers')
    await page.getByLabel('Password').press('Enter')
    await heading(page, 'The account is yours')
    await shoot('claim-done')
  },
]

async function openCheckout(page: Page, wish = {}): Promise<Subscribed> {
  const made = await subscribe(at, offer, wish)
  await page.goto(made.checkoutUrl)
  await heading(page, 'Pay Sandbox merchant')
  return made
}

async function openPortal(page: Page, subscriptionId: string): Promise<void> {
  await page.goto(await portalLink(at, subscriptionId))
  await page.locator('.plan').waitFor()
}

async function choose(page: Page, name: string): Promise<void> {
  await page.getByRole('radio', { name, exact: true }).check()
  await page.locator('.usage[aria-busy="false"]').waitFor()
}

/** Some weeks of uneven use: busy by day, quiet by night. */
function trace(events: number) {
  return Array.from({ length: events }, (_, place) => {
    const hours = (place / events) * 18 * 24
    const busy = 1 + Math.sin((hours / 24) * 2 * Math.PI)
    return { at: ago(hours), quantities: [Math.ceil(900 * busy) + 13, Math.ceil(190 * busy) + 7] }
  })
}

async function shootIn(page: Page, name: string): Promise<void> {
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 })
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      const path = join(folder, `${name}-${width}-${colorScheme}.png`)
      await page.screenshot({ path, fullPage: true })
    }
  }
}

await rm(folder, { recursive: true, force: true })
await mkdir(folder, { recursive: true })
const at = await startInstallation()
const browser = await openBrowser([unlikeHome])
const offer = await makeOffer(at, { fee: '99.00' })
const groups = {
  pages: scenes,
  checkout: checkoutScenes({ at, offer }),
  portal: portalScenes({ at }),
}
const wished = process.argv.slice(2)
const chosen = Object.entries(groups).flatMap(([name, some]) =>
  wished.length === 0 || wished.includes(name) ? some : [],
)
try {
  for (const scene of chosen) {
    const { page, context } = await visitor(browser)
    await scene(page, (name, window = page) => shootIn(window, name))
    await context.close()
  }
} finally {
  await browser.close()
  await at.stop()
}
process.stdout.write(`The screenshots are in ${folder}.\n`)
