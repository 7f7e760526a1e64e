import type { Page } from 'playwright-core'
import { cards, heading } from './card.ts'
import type { RunningInstallation } from './installation.ts'
import { invoiced } from './invoiced.ts'
import { portalLink } from './merchant.ts'
import { allow, goTo, told } from './portal.ts'
import type { Scene, Shoot } from './scene.ts'

/** Every view of the portal and every act in it, and the sections in the other languages. */
export function portalScenes({ at }: { readonly at: RunningInstallation }): readonly Scene[] {
  const open = async (page: Page, locale = 'en') => {
    const { subscriptionId } = await invoiced(at)
    const link = await portalLink(at, subscriptionId)
    await page.goto(link.replace('#', `?locale=${locale}#`))
    await page.locator('.plan').waitFor()
  }
  return [
    async (page, shoot) => {
      await allow(at)
      await open(page)
      await page.locator('.attention .notice').waitFor()
      await shoot('portal-invoice-due')
      await invoices(page, shoot)
      await methods(page, shoot)
      await funds(page, shoot)
    },
    async (page, shoot) => {
      await open(page)
      await account(page, shoot)
      await leaving(page, shoot)
    },
    ...(['de', 'fr'] as const).map(
      (locale): Scene =>
        async (page, shoot) => {
          await open(page, locale)
          for (const [place, section] of ['overview', 'usage', 'invoices', 'payments'].entries()) {
            await page.getByRole('navigation').getByRole('link').nth(place).click()
            await page.waitForLoadState('networkidle')
            await shoot(`portal-${section}-${locale}`)
          }
        },
    ),
    async (page, shoot) => {
      await allow(at, { topUp: false, managePaymentMethods: false, cancel: false })
      await open(page)
      await goTo(page, 'Payments')
      await page.getByText('manages your payment methods').waitFor()
      await shoot('portal-payments-not-allowed')
      await allow(at)
    },
  ]
}

const follow = (page: Page, name: string | RegExp) => page.getByRole('link', { name }).click()
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click()

async function invoices(page: Page, shoot: Shoot): Promise<void> {
  await goTo(page, 'Invoices')
  await page.locator('.invoices-table').waitFor()
  await shoot('portal-invoices')
  await page.locator('.row-link').click()
  await page.locator('.lines-table').waitFor()
  await shoot('portal-invoice')
  await follow(page, /^Pay /)
  await page.getByLabel('Card number').waitFor()
  await shoot('portal-invoice-pay')
}

async function methods(page: Page, shoot: Shoot): Promise<void> {
  await goTo(page, 'Payments')
  await follow(page, 'Add a payment method')
  await page.getByLabel('Card number').fill(cards.succeeds)
  await shoot('portal-method-add')
  await page.getByLabel('Expiry date').fill('1240')
  await page.getByLabel('CVC').fill('123')
  await press(page, 'Save card')
  await page.getByRole('button', { name: 'Continue' }).waitFor()
  await shoot('portal-method-saved')
  await press(page, 'Continue')
  await told(page, 'The payment method was saved.')
  await page.locator('.method').waitFor()
  await shoot('portal-payments')
  await press(page, /^Remove: /)
  await shoot('portal-method-remove')
}

async function funds(page: Page, shoot: Shoot): Promise<void> {
  await follow(page, 'Add funds')
  await press(page, 'Continue to payment')
  await shoot('portal-top-up')
  await goTo(page, 'Payments')
  await follow(page, 'Set up automatic top-up')
  await page.getByLabel('When the balance falls below').waitFor()
  await shoot('portal-automatic')
}

async function account(page: Page, shoot: Shoot): Promise<void> {
  await goTo(page, 'Account')
  await page.locator('.mails-table').waitFor()
  await shoot('portal-account')
  await follow(page, 'Edit billing details')
  await page.getByLabel('Town or city').fill('')
  await press(page, 'Save billing details')
  await shoot('portal-details')
}

async function leaving(page: Page, shoot: Shoot): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: 'Overview' }).click()
  await follow(page, 'Cancel subscription')
  await heading(page, 'Cancel your subscription')
  await shoot('portal-cancel')
  await press(page, /^Cancel on /)
  await told(page, /^Your subscription is cancelled/)
  await shoot('portal-cancelled')
}
